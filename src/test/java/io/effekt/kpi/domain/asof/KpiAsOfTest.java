package io.effekt.kpi.domain.asof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.evaluation.Explainer;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.Journal;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.evaluation.RandomWorld;
import io.effekt.kpi.domain.evaluation.TestWorld;
import io.effekt.kpi.domain.measurement.Corrections;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.Origin;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Anyone who reads no more of the log than is needed says what the whole log says. */
class KpiAsOfTest {
    private static final long SEED = 20_261_122;
    private static final int WORLDS = Integer.getInteger("random.worlds", 100);
    private static final List<String> ZONES = List.of("zone:a", "zone:b");

    /** A random world, seen at one moment as of another. */
    private static final class View {
        final SplittableRandom random;
        final RandomWorld drawn;
        final Kpi kpi;
        final Definitions definitions;
        final Instant at;
        final Instant known;
        final List<Measurement> standing;
        final Map<Period, DisclosureHistory> past = new HashMap<>();
        final WholeJournal whole;

        View(SplittableRandom random) {
            this.random = random;
            drawn = new RandomWorld(random.split());
            kpi = drawn.world().kpi();
            definitions = drawn.world().definitions();
            at = drawn.moment();
            known = random.nextBoolean() ? at : drawn.moment();
            List<Measurement> all = labelled(drawn.world().measurements());
            int recorded = random.nextInt(all.size() / 2, all.size() + 1);
            standing = Corrections.effective(all.subList(0, recorded));
            Journal journal = new Journal(definitions, kpi, at, known);
            standing.forEach(journal::add);
            if (kpi.minGroupSize() != null) {
                for (Period period : journal.periods()) {
                    if (random.nextInt(4) == 0) {
                        List<Leaf> now = journal.leaves(period);
                        DisclosureHistory otherwise =
                                new DisclosureHistory(
                                        List.of(
                                                new DisclosureHistory.Shown(
                                                        kpi, standing(some(now)))),
                                        standing(now));
                        past.put(period, otherwise);
                        journal.shownBefore(period, otherwise);
                    }
                }
            }
            whole = new WholeJournal(definitions, kpi, at, journal);
        }

        private static List<EffectiveMeasurement> standing(List<Leaf> leaves) {
            return leaves.stream()
                    .map(leaf -> new EffectiveMeasurement(Origin.of(leaf).toString(), leaf))
                    .toList();
        }

        private List<Measurement> labelled(List<Measurement> plain) {
            List<Measurement> labelled = new ArrayList<>();
            for (Measurement each : plain) {
                TreeMap<String, String> labels = new TreeMap<>();
                if (random.nextBoolean()) {
                    labels.put("zone", random.nextBoolean() ? "a" : "b");
                }
                labelled.add(
                        new Measurement(
                                each.source(),
                                each.id(),
                                new Series(kpi.key(), each.series().scope(), labels),
                                each.timing(),
                                each.content(),
                                each.replaces(),
                                each.recordedAt(),
                                each.part(),
                                each.seq()));
            }
            return labelled;
        }

        private List<Leaf> some(List<Leaf> leaves) {
            return leaves.stream().filter(leaf -> random.nextInt(3) > 0).toList();
        }

        HistoryInMemory recorded() {
            return new HistoryInMemory(kpi, standing, past, random.nextInt(5));
        }

        KpiAsOf past(@Nullable Scope asked) {
            return past(recorded(), asked);
        }

        KpiAsOf past(MeasurementHistory recorded, @Nullable Scope asked) {
            return new KpiAsOf(
                    definitions, kpi, at, known, recorded, asked == null ? null : List.of(asked));
        }

        /** Now and then the headline, or a period long before or after all others. */
        @Nullable Period period() {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> null;
                case 3 -> Period.of(kpi.period(), at, kpi.timeZone());
                case 4 -> Period.of(kpi.period(), at, kpi.timeZone()).next();
                case 5 -> Period.of(kpi.period(), RandomWorld.FIRST.plusYears(2));
                default -> drawn.period();
            };
        }

        @Nullable String dimension() {
            return random.nextInt(3) == 0 ? ZONES.get(random.nextInt(2)) : null;
        }

        @Override
        public String toString() {
            return kpi + "\nat " + at + " known " + known + "\n" + standing + "\n" + definitions;
        }
    }

    private static List<View> views(long salt) {
        SplittableRandom random = new SplittableRandom(SEED + salt);
        List<View> views = new ArrayList<>();
        for (int i = 0; i < WORLDS; i++) {
            views.add(new View(random.split()));
        }
        return views;
    }

    @Test
    void listsAreThoseOfTheWholeJournalPageByPage() {
        int rows = 0;
        for (View view : views(1)) {
            for (int look = 0; look < 6; look++) {
                Period period = view.period();
                String dimension = view.dimension();
                KpiAsOf past = view.past(null);
                List<RowKey> candidates = past.candidates(dimension, scope -> true);
                List<KpiStatus> got = new ArrayList<>();
                for (int from = 0; from < candidates.size(); ) {
                    int to = view.random.nextInt(from + 1, candidates.size() + 1);
                    got.addAll(past.reported(period, candidates.subList(from, to)));
                    from = to;
                }
                List<KpiStatus> expected =
                        view.whole.places(dimension).stream()
                                .map(place -> view.whole.row(period, place))
                                .toList();

                assertEquals(
                        said(expected), said(got), () -> period + " " + dimension + " " + view);
                rows += got.size();
            }
        }
        assertTrue(rows > 10 * WORLDS, "only " + rows);
    }

    @Test
    void theRowOfANamedScopeIsThatOfTheWholeJournal() {
        for (View view : views(2)) {
            for (Scope scope : view.drawn.scopes()) {
                Period period = view.period();
                RowKey place = new RowKey(scope, view.dimension());

                assertEquals(
                        said(List.of(view.whole.row(period, place))),
                        said(view.past(scope).rows(period, List.of(place))),
                        () -> period + " " + place + " " + view);
            }
        }
    }

    @Test
    void aSeriesIsThatOfTheWholeJournal() {
        for (View view : views(3)) {
            for (Scope scope : view.drawn.scopes()) {
                RowKey place = new RowKey(scope, view.dimension());
                KpiAsOf past = view.past(scope);
                Period first = view.drawn.period();
                List<Period> periods = List.of(first, first.next(), first.next().next());

                assertEquals(
                        view.whole.firstWithData(place),
                        past.firstWithData(place),
                        () -> place + " " + view);
                assertEquals(
                        said(periods.stream().map(p -> view.whole.row(p, place)).toList()),
                        said(past.series(periods, place)),
                        () -> place + " " + view);
            }
        }
    }

    @Test
    void anExplanationIsThatOfTheWholeJournal() {
        for (View view : views(4)) {
            for (Scope scope : view.drawn.scopes()) {
                RowKey place = new RowKey(scope, view.dimension());
                Period period = view.drawn.period();
                PeriodInputs inputs = view.past(scope).inputs(period, place);

                assertEquals(
                        said(view.whole.explanation(period, place)),
                        said(new Explainer(inputs, place).explain(false)),
                        () -> period + " " + place + " " + view);
            }
        }
    }

    @Test
    void oneTeamThatFellSilentDoesNotMakeTheWholeLogBeRead() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("sleeps", "s")
                        .team("a", "s")
                        .team("b", "s");
        world.number("team:sleeps", "2024-02-10", "1");
        for (int month = 0; month < 24; month++) {
            String day = TestWorld.FOUNDED.plusMonths(month).plusDays(9).toString();
            world.number("team:a", day, "2").number("team:b", day, "3");
        }
        Instant at = world.instant("2025-12-20");
        HistoryInMemory recorded =
                new HistoryInMemory(world.kpi(), world.measurements(), Map.of(), 200);
        KpiAsOf past = new KpiAsOf(world.definitions(), world.kpi(), at, at, recorded, null);

        List<KpiStatus> rows = past.reported(null, past.candidates(null, scope -> true));

        assertEquals(5, rows.size());
        assertEquals(Period.parse("2024-02"), rows.getLast().period());
        assertEquals(Status.STALE, rows.getLast().status());
        assertTrue(recorded.read() <= 7, "read " + recorded.read() + " of 49");
    }

    private static List<KpiStatus> said(List<KpiStatus> rows) {
        return rows.stream().map(WholeJournal::said).toList();
    }

    private static String said(Explanation explanation) {
        return explanation.toString().replaceAll("changesAt=[^,\\]]*", "");
    }
}
