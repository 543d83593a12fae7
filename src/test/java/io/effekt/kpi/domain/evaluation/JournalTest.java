package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Corrections;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From the log's entries to the leaves of a period. */
class JournalTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-05-01";

    private static TestWorld world(Aggregation aggregation) {
        return new TestWorld(
                        KpiDraft.number(aggregation, RollUp.MIN)
                                .direction(Direction.NEUTRAL)
                                .dimensions("zone"))
                .team("a", "s");
    }

    private static Content number(String value) {
        return new Content.Number(new BigDecimal(value), BigDecimal.ONE);
    }

    private static void assertRow(TestWorld world, String period, String value, long n) {
        KpiStatus row = world.status("team:a", period, LATER);

        assertEquals(value, String.valueOf(row.value()));
        assertEquals(n, row.n());
    }

    @Test
    void aCorrectionTakesTheOriginalOutAndPutsItsOwnContentIn() {
        for (Aggregation aggregation : List.of(Aggregation.MIN, Aggregation.MAX)) {
            TestWorld world =
                    world(aggregation)
                            .number("team:a", "2026-03-10", "5")
                            .add("team:a", "2026-03-10", number("7"), "m1");

            assertRow(world, MARCH, "7", 1);
        }
    }

    @Test
    void aCorrectionMayMoveAMeasurementToAnotherPeriod() {
        TestWorld world =
                world(Aggregation.LAST)
                        .number("team:a", "2026-03-10", "5")
                        .add("team:a", "2026-02-10", number("7"), "m1");

        assertRow(world, MARCH, "null", 0);
        assertRow(world, "2026-02", "7", 1);
    }

    @Test
    void aChainCountsWithItsNewestLinkOnly() {
        TestWorld world =
                world(Aggregation.SUM)
                        .number("team:a", "2026-03-10", "1")
                        .add("team:a", "2026-03-10", number("2"), "m1")
                        .add("team:a", "2026-03-10", number("4"), "m2")
                        .number("team:a", "2026-03-11", "10");

        assertRow(world, MARCH, "14", 2);
    }

    @Test
    void aRetractionTakesTheMeasurementOut() {
        TestWorld world =
                world(Aggregation.LAST)
                        .number("team:a", "2026-03-10", "1")
                        .number("team:a", "2026-03-11", "2")
                        .retract("m2");

        assertRow(world, MARCH, "1", 1);
        assertRow(world.retract("m1"), MARCH, "null", 0);
    }

    @Test
    void theMomentOfARetractionDoesNotMatter() {
        TestWorld world =
                world(Aggregation.SUM)
                        .number("team:a", "2026-03-10", "1")
                        .add("team:a", "2026-12-31", null, "m1");

        assertRow(world, MARCH, "null", 0);
    }

    @Test
    void theSameIdOfAnotherSourceIsAnother() {
        TestWorld world = world(Aggregation.SUM).number("team:a", "2026-03-10", "1");
        Measurement first = world.measurements().getFirst();
        Measurement foreign =
                new Measurement(
                        "elsewhere",
                        "m9",
                        first.series(),
                        first.timing(),
                        null,
                        "m1",
                        first.recordedAt(),
                        0,
                        9);

        assertEquals(List.of(first), Corrections.effective(List.of(first, foreign)));
    }

    @Test
    void aLabelPicksItsMeasurements() {
        TestWorld world = world(Aggregation.SUM);
        Timing timing = new Timing.Moment(world.instant("2026-03-10"));
        world.add("team:a", timing, number("1"), null, new TreeMap<>(Map.of("zone", "north")))
                .add("team:a", timing, number("2"), null, new TreeMap<>(Map.of("zone", "x:y")))
                .number("team:a", "2026-03-11", "4");

        for (Map.Entry<String, String> each :
                Map.of("zone:north", "1", "zone:x:y", "2", "zone:south", "null").entrySet()) {
            KpiStatus row =
                    world.evaluator(MARCH, LATER)
                            .status(new RowKey(Scope.parse("team:a"), each.getKey()));

            assertEquals(each.getValue(), String.valueOf(row.value()));
            assertEquals(each.getKey(), row.dimension());
        }
        assertRow(world, MARCH, "7", 3);
    }

    @Test
    void aRetractionIsNothingToAdd() {
        TestWorld world = world(Aggregation.SUM).number("team:a", "2026-03-10", "1").retract("m1");
        Journal journal = world.journal(LATER);

        assertThrows(
                IllegalArgumentException.class, () -> journal.add(world.measurements().getLast()));
    }

    @Test
    void aMeasurementWithoutContentRetractsAnother() {
        Measurement first =
                world(Aggregation.SUM).number("team:a", "2026-03-10", "1").measurements().get(0);

        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Measurement(
                                "test",
                                "m1",
                                first.series(),
                                first.timing(),
                                null,
                                null,
                                first.recordedAt(),
                                0,
                                1));
    }

    @Test
    void anUnlabelledMeasurementBearsNoLabel() {
        TestWorld world = world(Aggregation.SUM).number("team:a", "2026-03-10", "1");

        KpiStatus row =
                world.evaluator(MARCH, LATER)
                        .status(new RowKey(Scope.parse("team:a"), "zone:north"));

        assertEquals(Status.NO_DATA, row.status());
    }
}
