package io.effekt.kpi.domain.evaluation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.RowKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselinesTest {
    private static final String LATER = "2026-05-01";
    private static final DateSpan AUTUMN =
            new DateSpan(LocalDate.of(2025, 9, 1), LocalDate.of(2025, 12, 1));

    private static void assertBaseline(
            @Nullable String expected, TestWorld world, String scope, String at) {
        BigDecimal got = world.evaluator("2026-03", at).baseline(Scope.parse(scope));
        if (expected == null) {
            assertNull(got);
        } else {
            assertEquals(0, requireNonNull(got).compareTo(new BigDecimal(expected)), got + "");
        }
    }

    private static TestWorld measured(TestWorld world) {
        return world.team("a", "s")
                .team("b", "s")
                .number("team:a", "2025-09-10", "3", "1")
                .number("team:a", "2025-10-10", "9", "2")
                .number("team:b", "2025-11-10", "6", "1")
                // Outside the span.
                .number("team:a", "2025-08-31", "100")
                .number("team:a", "2025-12-01", "100")
                .baselineOver("team:a", "2025-09-01", "2025-12-01")
                .baselineOver("stream:s", "2025-09-01", "2025-12-01");
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, SUM, 4, 6",
        "SUM, AVERAGE, 4, 3",
        "MEAN, MEAN, 7, 6.75",
        "MEAN, AVERAGE, 7, 6.5",
        "LAST, SUM, 9, 15",
        "MIN, MIN, 3, 3",
        "MAX, MAX, 9, 9"
    })
    void aSpanIsAggregatedAsTheKpiIsAndASumGivenPerPeriod(
            Aggregation aggregation, RollUp rollUp, String team, String stream) {
        TestWorld world = measured(new TestWorld(KpiDraft.number(aggregation, rollUp)));

        assertBaseline(team, world, "team:a", LATER);
        assertBaseline(stream, world, "stream:s", LATER);
    }

    @Test
    void aSpanOfRatiosIsPooled() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio())
                        .team("a", "s")
                        .ratio("team:a", "2025-09-10", "1", "4")
                        .ratio("team:a", "2025-10-10", "3", "12")
                        .baselineOver("team:a", "2025-09-10", "2025-11-11");

        assertBaseline("25", world, "team:a", LATER);
    }

    @Test
    void aBaselineIsNeverInherited() {
        TestWorld world = measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)));

        assertBaseline(null, world, "team:b", LATER);
        assertBaseline(null, world, "org", LATER);
    }

    @Test
    void aSpanWithoutDataIsNoBaseline() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .baselineOver("team:a", "2025-09-01", "2025-12-01");

        assertBaseline(null, world, "team:a", LATER);
    }

    @Test
    void aLockedBaselineDoesNotMove() {
        TestWorld world =
                measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)))
                        .baseline("team:a", new Baseline.Span(AUTUMN, true, new BigDecimal("3.5")))
                        .baseline("team:b", new Baseline.Span(AUTUMN, true, null));

        assertBaseline("3.5", world, "team:a", LATER);
        assertBaseline(null, world, "team:b", LATER);
    }

    @Test
    void lockingTakesTheValueOfTheDay() {
        TestWorld world = measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)));
        Journal journal = world.journal(LATER);
        List<Leaf> leaves =
                List.copyOf(
                        requireNonNull(
                                journal.inputs(Period.parse("2026-03")).spans().get(AUTUMN)));

        BigDecimal frozen =
                Baselines.freeze(
                        world.kpi(),
                        Scope.parse("team:a"),
                        AUTUMN,
                        leaves,
                        DisclosureContext.knownBy(world.instant(LATER)),
                        world.instant(LATER));

        assertEquals(0, requireNonNull(frozen).compareTo(new BigDecimal("4")));
    }

    @Test
    void aCorrectionMovesABaselineThatIsNotLocked() {
        TestWorld world =
                measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))).retract("m1");

        assertBaseline("3", world, "team:a", LATER);
    }

    @Test
    void onlyTheSpansOfBaselinesThatAreNotLockedAreNeeded() {
        TestWorld world =
                measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)))
                        .baselineOver("team:b", "2025-01-01", "2026-01-01")
                        .baseline("org", new Baseline.Span(AUTUMN, true, BigDecimal.ONE));

        assertEquals(2, Baselines.spans(world.definitions(), "k").size());
        assertEquals(0, Baselines.spans(world.definitions(), "other").size());
    }

    @Test
    void aSpanThatWasNotLoadedIsAFaultAndNotAMissingBaseline() {
        TestWorld world = measured(new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)));
        Baselines baselines =
                new Baselines(
                        world.kpi(),
                        world.definitions(),
                        Map.of(),
                        DisclosureContext.knownBy(world.instant(LATER)),
                        world.instant(LATER));

        assertThrows(
                IllegalArgumentException.class,
                () -> baselines.value(RowKey.of(Scope.parse("team:a"))));
    }

    @Test
    void aSmallGroupIsNoBaseline() {
        TestWorld world =
                new TestWorld(KpiDraft.scores(Aggregation.MEAN))
                        .team("a", "s")
                        .team("b", "s")
                        .scores("team:a", "2025-10-10", "5:4")
                        .scores("team:b", "2025-10-10", "5:40")
                        .baselineOver("team:a", "2025-09-01", "2025-12-01")
                        .baselineOver("team:b", "2025-09-01", "2025-12-01")
                        .baselineOver("org", "2025-09-01", "2025-12-01");

        assertBaseline(null, world, "team:a", LATER);
        // Hidden as well, or the small group would be the difference.
        assertBaseline(null, world, "team:b", LATER);
        assertBaseline("5", world, "org", LATER);
    }

    @Test
    void theBaselineOfAProtectedKpiWaitsForItsSpanAndGrace() {
        TestWorld world =
                new TestWorld(KpiDraft.scores(Aggregation.MEAN).direction(Direction.NEUTRAL))
                        .team("a", "s")
                        .scores("team:a", "2025-10-10", "5:10")
                        .baselineOver("team:a", "2025-09-01", "2026-05-01");

        assertBaseline(null, world, "team:a", "2026-05-05T21:59:59Z");
        assertBaseline("5", world, "team:a", "2026-05-05T22:00:00Z");
        assertEquals(
                world.instant("2026-05-05T22:00:00Z"),
                world.status("team:a", "2025-10", "2026-05-05").changesAt());
    }
}
