package io.effekt.kpi.domain;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.Definitions.KpiScope;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random organisation that asks its people over some months, in which every single answer is
 * known: small groups, teams that move inside a month, corrections, and releases of what came late.
 */
final class SurveyWorld {
    static final int LIMIT = 5;
    static final List<Period> MONTHS =
            List.of(Period.parse("2026-01"), Period.parse("2026-02"), Period.parse("2026-03"));

    /** One person's answer; the same as long as it stays the same. */
    static final class Answer {
        final int score;

        Answer(int score) {
            this.score = score;
        }
    }

    /** A team that was known to have belonged elsewhere until then. */
    private record Reorganised(Instant at, Team before) {}

    /** A measurement with the answers it counts. */
    record Sent(Measurement measurement, List<Answer> answers) {}

    private final SplittableRandom random;
    private final Kpi kpi;
    private final Map<String, ValueStream> streams = new TreeMap<>();
    private final Map<String, Team> teams = new TreeMap<>();
    private final Map<KpiScope, Baseline> baselines = new HashMap<>();
    private final List<String> scopes = new ArrayList<>(List.of("org"));
    private final List<Sent> sent = new ArrayList<>();
    private final List<HeldReleased> releases = new ArrayList<>();
    private final List<Reorganised> reorganisations = new ArrayList<>();
    private Instant recordedAt = Instant.parse("2026-01-01T00:00:00Z");

    SurveyWorld(SplittableRandom random) {
        this.random = random;
        KpiDraft draft =
                KpiDraft.scores(Aggregation.MEAN)
                        .direction(Direction.NEUTRAL)
                        .rollUp(chance(0.1) ? RollUp.NONE : RollUp.POOLED);
        kpi = (chance(0.15) ? draft.dimensions("zone", "floor") : draft).kpi();
        organisation();
        for (Period month : MONTHS) {
            month(month);
        }
        baselines();
        late();
    }

    Kpi kpi() {
        return kpi;
    }

    List<Sent> sent() {
        return sent;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void organisation() {
        int many = random.nextInt(1, 5);
        for (int i = 0; i < many; i++) {
            streams.put("s" + i, new ValueStream("s" + i, "S", false));
            if (chance(0.3)) {
                scopes.add("stream:s" + i);
            }
        }
        if (chance(0.7)) {
            scopes.remove("org");
        }
        List<String> keys = List.copyOf(streams.keySet());
        int all = random.nextInt(1, 13);
        for (int i = 0; i < all; i++) {
            LocalDate moved = MONTHS.getFirst().start().plusDays(random.nextInt(90));
            List<Membership> memberships =
                    switch (random.nextInt(8)) {
                        case 0 -> List.of();
                        case 1, 2, 3 ->
                                List.of(
                                        member(any(keys), TestWorld.FOUNDED, moved),
                                        member(any(keys), moved, null));
                        default -> List.of(member(any(keys), TestWorld.FOUNDED, null));
                    };
            teams.put("t" + i, new Team("t" + i, "T", memberships, List.of(), false));
            scopes.add("team:t" + i);
        }
    }

    private static Membership member(String stream, LocalDate from, @Nullable LocalDate to) {
        return new Membership(stream, new DateSpan(from, to));
    }

    private void month(Period month) {
        recordedAt = later(recordedAt, month.startInstant(kpi.timeZone()));
        for (String scope : scopes) {
            int times = chance(0.85) ? random.nextInt(1, 4) : 0;
            for (int i = 0; i < times; i++) {
                send(scope, month, answers(random.nextInt(1, 6)), null);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            correct(month, chance(0.3));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private List<Answer> answers(int count) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(new Answer(random.nextInt(11)));
        }
        return answers;
    }

    private Sent send(String scope, Period month, List<Answer> answers, @Nullable String replaces) {
        TreeMap<String, String> labels = new TreeMap<>();
        for (String dimension : kpi.dimensions()) {
            if (chance(0.8)) {
                labels.put(dimension, any(List.of("a", "b", "c")));
            }
        }
        LocalDate day = month.start().plusDays(random.nextInt((int) month.days()));
        return send(
                new Series(kpi.key(), Scope.parse(scope), labels),
                new Timing.Moment(day.atTime(12, 0).atZone(kpi.timeZone()).toInstant()),
                answers,
                replaces);
    }

    private Sent send(
            Series series, Timing timing, List<Answer> answers, @Nullable String replaces) {
        recordedAt = recordedAt.plusSeconds(60);
        Sent one =
                new Sent(
                        new Measurement(
                                "test",
                                "m" + sent.size(),
                                series,
                                timing,
                                answers.isEmpty() ? null : content(answers),
                                replaces,
                                recordedAt,
                                0,
                                sent.size()),
                        answers);
        sent.add(one);
        return one;
    }

    private static Content content(List<Answer> answers) {
        Long[] counts = new Long[Content.Scores.COUNTS];
        Arrays.fill(counts, 0L);
        answers.forEach(answer -> counts[answer.score]++);
        return new Content.Scores(List.of(counts));
    }

    /** Replaces one by another of which most is the same, or takes it out. */
    private void correct(Period month, boolean retract) {
        List<Sent> standing = standing(recordedAt, month);
        if (standing.isEmpty()) {
            return;
        }
        Sent original = any(standing);
        List<Answer> answers = retract ? List.of() : new ArrayList<>(original.answers());
        if (!retract) {
            for (int i = 0; i < answers.size(); i++) {
                if (chance(0.3)) {
                    answers.set(i, new Answer(random.nextInt(11)));
                }
            }
            if (chance(0.5)) {
                answers.addAll(answers(random.nextInt(1, 8)));
            }
        }
        Measurement of = original.measurement();
        send(of.series(), of.timing(), answers, of.id());
    }

    private void baselines() {
        for (String scope : scopes) {
            if (chance(0.3)) {
                LocalDate from = MONTHS.getFirst().start().plusDays(chance(0.2) ? 10 : 0);
                LocalDate to = MONTHS.get(random.nextInt(2)).endExclusive();
                baselines.put(
                        new KpiScope(kpi.key(), Scope.parse(scope)),
                        new Baseline.Span(new DateSpan(from, to), false, null));
            }
        }
    }

    /** What comes after all is closed, and is released where the rule lets it. */
    private void late() {
        recordedAt = later(recordedAt, kpi.closing(MONTHS.getLast()));
        for (int i = random.nextInt(4); i > 0; i--) {
            if (chance(0.2)) {
                reorganise();
            }
            Period month = any(MONTHS);
            String scope = any(scopes);
            int before = sent.size();
            Instant began = recordedAt;
            if (chance(0.5)) {
                send(scope, month, answers(random.nextInt(1, 12)), null);
            }
            for (int c = random.nextInt(3); c > 0; c--) {
                correct(month, chance(0.5));
            }
            release(month, before, began);
        }
    }

    /** It turns out that a team belonged elsewhere for some time. */
    private void reorganise() {
        Team team = any(List.copyOf(teams.values()));
        recordedAt = recordedAt.plusSeconds(60);
        reorganisations.add(new Reorganised(recordedAt, team));
        List<String> keys = List.copyOf(streams.keySet());
        LocalDate moved = MONTHS.getFirst().start().plusDays(random.nextInt(90));
        List<Membership> memberships =
                chance(0.5)
                        ? List.of(member(any(keys), TestWorld.FOUNDED, null))
                        : List.of(
                                member(any(keys), TestWorld.FOUNDED, moved),
                                member(any(keys), moved, null));
        teams.put(team.key(), new Team(team.key(), team.name(), memberships, List.of(), false));
    }

    private void release(Period month, int before, Instant began) {
        if (sent.size() == before) {
            return;
        }
        Scope scope = sent.getLast().measurement().series().scope();
        List<Sent> late = List.copyOf(sent.subList(before, sent.size()));
        boolean oneScope =
                late.stream().allMatch(s -> s.measurement().series().scope().equals(scope));
        List<Content> standing = new ArrayList<>();
        standing(began, month).stream()
                .filter(s -> s.measurement().series().scope().equals(scope))
                .forEach(s -> standing.add(content(s.answers())));
        List<Content> added = new ArrayList<>();
        List<Content> removed = new ArrayList<>();
        for (Sent one : late) {
            if (!one.answers().isEmpty()) {
                added.add(content(one.answers()));
            }
            String replaces = one.measurement().replaces();
            sent.stream()
                    .filter(s -> s.measurement().id().equals(replaces))
                    .forEach(s -> removed.add(content(s.answers())));
        }
        if (!oneScope || ReleaseRules.check(kpi, standing, added, removed).isPresent()) {
            sent.subList(before, sent.size()).clear();
            recordedAt = began;
            return;
        }
        // Together, at one time.
        Instant at = recordedAt.plusSeconds(1);
        for (int i = before; i < sent.size(); i++) {
            Measurement m = sent.get(i).measurement();
            sent.set(
                    i,
                    new Sent(
                            new Measurement(
                                    m.source(),
                                    m.id(),
                                    m.series(),
                                    m.timing(),
                                    m.content(),
                                    m.replaces(),
                                    at,
                                    m.part(),
                                    m.seq()),
                            sent.get(i).answers()));
        }
        recordedAt = at;
        releases.add(new HeldReleased(new KpiScope(kpi.key(), scope), month, at, late.size()));
    }

    /** What counts of what was recorded by then, in the month; null for every month. */
    List<Sent> standing(Instant known, @Nullable Period month) {
        List<Measurement> recorded =
                sent.stream()
                        .map(Sent::measurement)
                        .filter(m -> !m.recordedAt().isAfter(known))
                        .toList();
        Set<String> standing =
                Corrections.effective(recorded).stream()
                        .map(Measurement::id)
                        .collect(Collectors.toSet());
        return sent.stream()
                .filter(s -> standing.contains(s.measurement().id()))
                .filter(s -> month == null || month.equals(month(s)))
                .toList();
    }

    Period month(Sent one) {
        return Period.of(kpi.period(), one.measurement().timing().day(kpi.timeZone()));
    }

    Definitions definitions(Instant known) {
        Map<String, Team> then = new TreeMap<>(teams);
        for (Reorganised reorganised : reorganisations.reversed()) {
            if (reorganised.at().isAfter(known)) {
                then.put(reorganised.before().key(), reorganised.before());
            }
        }
        Definitions definitions =
                new Definitions(
                        new Organisation(streams, then),
                        Map.of(kpi.key(), kpi),
                        Map.of(),
                        baselines);
        for (HeldReleased release : releases) {
            if (!release.recordedAt().isAfter(known)) {
                definitions = definitions.evolve(release);
            }
        }
        return definitions;
    }

    /** The evaluator of a month, asked about a moment as of another. */
    StatusEvaluator evaluator(Period month, Instant at, Instant known) {
        Definitions definitions = definitions(known);
        Journal journal = new Journal(definitions, kpi, at, known);
        standing(known, null).forEach(s -> journal.add(s.measurement()));
        for (Period each : MONTHS) {
            changes(each, known)
                    .forEach(change -> {
                        Instant asOf = change.minus(1, ChronoUnit.MICROS);
                        Journal before = new Journal(definitions(asOf), kpi, at);
                        standing(asOf, each).forEach(s -> before.add(s.measurement()));
                        journal.heldBefore(each, before.leaves(each));
                    });
        }
        return new StatusEvaluator(journal.inputs(month));
    }

    /** When a month that had been shown changed. */
    private SortedSet<Instant> changes(Period month, Instant known) {
        SortedSet<Instant> changes = new TreeSet<>();
        for (HeldReleased release : releases) {
            if (release.period().equals(month)) {
                changes.add(release.recordedAt());
            }
        }
        reorganisations.forEach(reorganised -> changes.add(reorganised.at()));
        changes.removeIf(change -> change.isAfter(known) || !kpi.closes(month, change));
        return changes;
    }

    /**
     * Moments at which somebody may have asked: each time that something changed.
     *
     * @param others moments at which nothing new may be said, too
     */
    List<Instant> moments(boolean others) {
        List<Instant> moments = new ArrayList<>();
        for (Period month : MONTHS) {
            if (others) {
                moments.add(month.startInstant(kpi.timeZone()).plusSeconds(864_000));
                moments.add(kpi.closing(month).minusSeconds(1));
            }
            moments.add(kpi.closing(month));
        }
        releases.forEach(release -> moments.add(release.recordedAt()));
        reorganisations.forEach(reorganised -> moments.add(reorganised.at()));
        moments.sort(Comparator.naturalOrder());
        return moments;
    }

    /** Where a measurement counts. */
    List<Place> places(Measurement m, Instant known) {
        List<Scope> at = new ArrayList<>(List.of(m.series().scope()));
        if (kpi.rollUp() != RollUp.NONE) {
            String stream =
                    definitions(known)
                            .organisation()
                            .streamOf(m.series().scope(), m.timing().day(kpi.timeZone()));
            if (stream != null && m.series().scope() instanceof Scope.Team) {
                at.add(new Scope.Stream(stream));
            }
            if (!at.contains(Scope.ORG)) {
                at.add(Scope.ORG);
            }
        }
        List<Place> places = new ArrayList<>();
        for (Scope scope : at) {
            places.add(Place.of(scope));
            m.series()
                    .dimensions()
                    .forEach((name, value) -> places.add(new Place(scope, name + ":" + value)));
        }
        return places;
    }
}
