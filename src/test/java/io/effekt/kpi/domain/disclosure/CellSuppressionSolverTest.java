package io.effekt.kpi.domain.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.disclosure.SurveyHistory.Comparison;
import io.effekt.kpi.domain.disclosure.SurveyWorld.Answer;
import io.effekt.kpi.domain.disclosure.SurveyWorld.Sent;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.RowKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Somebody reads everything that is published, at every moment and as of every moment, and solves
 * the equations: what fewer people answered together than may be shown must never follow.
 */
class CellSuppressionSolverTest {
    private static final long SEED = Long.getLong("solver.seed", 20_260_522);
    private static final int WORLDS = Integer.getInteger("solver.worlds", 100);

    /** What is published of one period, seen at one moment. */
    private interface Rule {
        boolean shows(RowKey place, StatusEvaluator evaluator, KpiStatus row);
    }

    private static final Rule AS_BUILT = (place, evaluator, row) -> row.n() != null;

    @Test
    void nothingSmallFollowsFromEverythingThatIsPublished() {
        System.out.println("CellSuppressionSolverTest seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        int shown = 0;
        for (int i = 0; i < WORLDS; i++) {
            SurveyWorld world = new SurveyWorld(random.split());
            Reading reading = new Reading(world, AS_BUILT, i % 20 == 0);
            shown += reading.shown;

            String found = reading.told();

            assertEquals(null, found, "world " + i + " of seed " + SEED);
        }
        // Hiding everything would be safe, and no art.
        assertTrue(shown > WORLDS * 15, "only " + shown + " rows were shown");
    }

    @Test
    void smallRowsAloneAreNotEnough() {
        assertTrue(broken((place, evaluator, row) -> settled(row) && isLarge(evaluator, place)));
    }

    @Test
    void lookingAtOneParentAtATimeIsNotEnough() {
        assertTrue(
                broken((place, evaluator, row) -> {
                    DimensionFigures byDimension = evaluator.byDimension();
                    Integer limit = evaluator.kpi().minGroupSize();
                    return limit == null
                            || (settled(row)
                                    && !new DimensionSuppression(
                                                    evaluator.kpi(), byDimension, limit, Set.of())
                                            .suppressed()
                                            .contains(place));
                }));
    }

    @Test
    void showingAnOpenPeriodIsTooMuch() {
        assertTrue(broken((place, evaluator, row) -> isLarge(evaluator, place)));
    }

    @Test
    void answersMustNotMoveBetweenMonthsThatHaveBeenShown() {
        SplittableRandom random = new SplittableRandom(SEED);
        boolean broken = false;
        for (int i = 0; i < 3_000 && !broken; i++) {
            SurveyWorld world = new SurveyWorld(random.split(), true, Comparison.STATES);
            broken = new Reading(world, AS_BUILT, false).told() != null;
        }
        assertTrue(broken);
    }

    @Test
    void comparingNeighbouringEventsIsNotEnough() {
        int leaks = 0;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < WORLDS; i++) {
            SurveyWorld world =
                    new SurveyWorld(random.split(), false, Comparison.NEIGHBOURING_EVENTS);
            leaks += new Reading(world, AS_BUILT, false).told() == null ? 0 : 1;
        }
        System.out.println(
                "CellSuppressionSolverTest: events compared, " + leaks + " of " + WORLDS + " leak");
        assertTrue(leaks > 0);
    }

    private static boolean settled(KpiStatus row) {
        return row.status() != Status.PENDING;
    }

    private static boolean isLarge(StatusEvaluator evaluator, RowKey place) {
        Figure figure = evaluator.byDimension().figure(place);
        Integer limit = evaluator.kpi().minGroupSize();
        return figure != null && (limit == null || figure.answers(evaluator.kpi()) >= limit);
    }

    /** Whether the attacker finds something in some world under a weaker rule. */
    private static boolean broken(Rule rule) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < WORLDS; i++) {
            if (new Reading(new SurveyWorld(random.split()), rule, true).told() != null) {
                return true;
            }
        }
        return false;
    }

    /** All that was published of a world, in one pair of hands. */
    private static final class Reading {
        private final SurveyWorld world;
        private final Rule rule;
        private final Attacker attacker = new Attacker();
        private final Map<Set<Answer>, String> hidden = new LinkedHashMap<>();
        private final List<List<Answer>> learnt = new ArrayList<>();
        private int shown;
        private @Nullable String told;

        Reading(SurveyWorld world, Rule rule, boolean thorough) {
            this.world = world;
            this.rule = rule;
            world.sent().forEach(sent -> sent.answers().forEach(a -> attacker.answers(a, 1)));
            List<Instant> moments = world.moments(thorough);
            Instant last = moments.getLast();
            Integer limit = null;
            for (Instant known : moments) {
                Integer then = world.kpi(known).minGroupSize();
                if (!Objects.equals(then, limit)) {
                    look(limit);
                    attacker.forgive();
                    limit = then;
                }
                Map<Set<Answer>, String> now = new LinkedHashMap<>();
                read(known, known, now);
                if (thorough) {
                    read(last, known, now);
                    if (known.equals(last)) {
                        moments.forEach(at -> read(at, known, now));
                    }
                }
                // What is known before anything of this moment is learnt is no secret.
                now.keySet().removeIf(attacker::knows);
                hidden.putAll(now);
                learnt.forEach(attacker::learns);
                learnt.clear();
                ask();
            }
            look(limit);
        }

        /** What can be worked out under this limit, and could not under the one before. */
        private void look(@Nullable Integer limit) {
            List<Object> group = limit == null ? null : attacker.smallGroup(limit);
            if (told == null && group != null) {
                told = group.size() + " answers, limit " + limit + ": " + group(group);
            }
        }

        /** What was hidden at any time, and had not been known by then, must not be known later. */
        private void ask() {
            for (Map.Entry<Set<Answer>, String> entry : hidden.entrySet()) {
                if (told == null && attacker.knows(entry.getKey())) {
                    told = "hidden " + entry.getValue() + " of " + entry.getKey().size();
                }
            }
        }

        private void read(Instant at, Instant known, Map<Set<Answer>, String> hiddenNow) {
            if (world.kpi(known).minGroupSize() == null) {
                // Everybody reads every measurement.
                world.standing(known, null).forEach(sent -> learnt.add(sent.answers()));
                return;
            }
            Map<Period, Map<RowKey, List<Answer>>> held = new TreeMap<>();
            for (Sent sent : world.standing(known, null)) {
                for (RowKey place : world.places(sent.measurement(), known)) {
                    if (!sent.measurement()
                            .timing()
                            .countsFrom(world.kpi().timeZone())
                            .isAfter(at)) {
                        held.computeIfAbsent(world.month(sent), any -> new TreeMap<>())
                                .computeIfAbsent(place, any -> new ArrayList<>())
                                .addAll(sent.answers());
                    }
                }
            }
            held.forEach((month, places) -> {
                StatusEvaluator evaluator = world.evaluator(month, at, known);
                places.forEach((place, answers) -> {
                    KpiStatus row = evaluator.status(place);
                    if (rule.shows(place, evaluator, row)) {
                        shown++;
                        learnt.add(answers);
                        changes(held, month, place, row);
                        check(row, answers);
                    } else if (row.status() == Status.SUPPRESSED
                            && place.scope() instanceof Scope.Team) {
                        hiddenNow.put(new HashSet<>(answers), place + " in " + month + " " + known);
                    }
                });
            });
        }

        /** A change tells what it is counted from. */
        private void changes(
                Map<Period, Map<RowKey, List<Answer>>> held,
                Period month,
                RowKey place,
                KpiStatus row) {
            if (row.changeFromPrevious() != null) {
                learnt.add(
                        held.getOrDefault(month.previous(), Map.of())
                                .getOrDefault(place, List.of()));
            }
            if (row.changeFromBaseline() != null) {
                List<Answer> span = new ArrayList<>();
                Baseline baseline =
                        world.definitions(Instant.MAX)
                                .baselines()
                                .get(new KpiScope(world.kpi().key(), place.scope()));
                if (baseline instanceof Baseline.Span over) {
                    held.forEach((period, places) -> {
                        if (over.span().contains(period.start())) {
                            span.addAll(places.getOrDefault(place, List.of()));
                        }
                    });
                }
                learnt.add(span);
            }
        }

        /** The row is what those answers say: the equations are about what is published. */
        private static void check(KpiStatus row, List<Answer> answers) {
            BigDecimal value = row.value();
            if (value != null) {
                long sum = answers.stream().mapToLong(answer -> answer.score).sum();
                BigDecimal times = value.multiply(BigDecimal.valueOf(answers.size()));
                assertEquals(sum, times.setScale(0, RoundingMode.HALF_EVEN).longValue());
                Long count = row.answers();
                assertEquals(answers.size(), count == null ? answers.size() : count);
            }
        }

        /** What can be worked out and must not be; null for nothing. */
        @Nullable String told() {
            return told;
        }

        private String group(List<Object> group) {
            List<String> where = new ArrayList<>();
            for (Sent sent : world.sent()) {
                for (Object answer : group) {
                    if (sent.answers().stream().anyMatch(a -> a == answer)) {
                        where.add(sent.measurement().series() + " " + sent.measurement().timing());
                    }
                }
            }
            return where.toString();
        }
    }
}
