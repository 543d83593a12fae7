package io.effekt.kpi.domain.evaluation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.PeriodUnit;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the clock does to a period that is not over, and what it lets count. */
class OpenPeriodTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-05-01";

    private static TestWorld mean(Direction direction) {
        return new TestWorld(KpiDraft.number(Aggregation.MEAN, RollUp.MEAN).direction(direction))
                .team("a", "s");
    }

    private static TestWorld sum() {
        return new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)).team("a", "s");
    }

    private static void assertNumber(String expected, @Nullable BigDecimal got) {
        assertEquals(0, requireNonNull(got).compareTo(new BigDecimal(expected)), got.toString());
    }

    @Test
    void theLowerBoundariesOfASumGrowWithTheDays() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", "15.5")
                        .number("team:a", "2026-03-01", "10");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-11").status());
        assertEquals(Status.AT_RISK, world.status("team:a", MARCH, "2026-03-12").status());
        assertEquals(Status.AT_RISK, world.status("team:a", MARCH, "2026-03-21").status());
        assertEquals(Status.OFF_TRACK, world.status("team:a", MARCH, "2026-03-22").status());
    }

    @Test
    void theTargetIsShownUnpaced() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-11");

        assertNumber("31", requireNonNull(row.target()).goal().value());
        assertFalse(row.complete());
    }

    @Test
    void theUpperBoundariesOfASumStandFromTheStart() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .direction(Direction.DOWN))
                        .team("a", "s")
                        .target("org", Comparator.LTE, "31", null)
                        .number("team:a", "2026-03-01", "31");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-02").status());
    }

    @Test
    void aBandOfASumIsPacedAtItsLowerEdgeOnly() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .direction(Direction.BAND))
                        .team("a", "s")
                        .target("org", Comparator.BETWEEN, "31..62", "0..93")
                        .number("team:a", "2026-03-01", "62");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-02").status());
    }

    @Test
    void theFirstDayOfASumIsPendingAndShowsItsValue() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01T08:00:00Z", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-01T22:59:59Z");

        assertEquals(Status.PENDING, row.status());
        assertNumber("10", row.value());
        assertEquals(1, row.n());
        assertEquals(world.instant("2026-03-01T23:00:00Z"), row.changesAt());
        assertEquals(
                Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-01T23:00:00Z").status());
    }

    @Test
    void otherAggregationsAreComparedAsTheyStandFromTheFirstMoment() {
        TestWorld world =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01T08:00:00Z", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-01T09:00:00Z");

        assertEquals(Status.OFF_TRACK, row.status());
        assertEquals(world.instant("2026-03-31T22:00:00Z"), row.changesAt());
    }

    @Test
    void measurementObservedAfterTheMomentDoesNotCountYet() {
        TestWorld world =
                mean(Direction.UP)
                        .number("team:a", "2026-03-10T10:00:00Z", "1")
                        .number("team:a", "2026-03-10T10:00:01Z", "3");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-10T10:00:00Z");

        assertEquals(1, row.n());
        assertEquals(world.instant("2026-03-10T10:00:01Z"), row.changesAt());
    }

    @Test
    void measurementOfAWholePeriodCountsFromItsFirstDay() {
        TestWorld world = sum().whole("team:a", "2026-W14", "5");

        assertEquals(0, world.status("team:a", "2026-04", "2026-03-29T21:59:59Z").n());
        assertEquals(1, world.status("team:a", "2026-04", "2026-03-29T22:00:00Z").n());
        assertEquals(0, world.status("team:a", MARCH, LATER).n());
    }

    @Test
    void measurementOfAWholePeriodBelongsToTheStreamOfItsLastDay() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .teamThatMoves("a", "s", "2026-03-31", "t")
                        .whole("team:a", MARCH, "5");

        assertEquals(0, world.status("stream:s", MARCH, LATER).n());
        assertEquals(1, world.status("stream:t", MARCH, LATER).n());
    }

    @Test
    void measurementOfAWholePeriodIsLaterThanItsLastSecond() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.SUM))
                        .team("a", "s")
                        .whole("team:a", MARCH, "5")
                        .number("team:a", "2026-03-31T21:59:59.999998Z", "6");

        assertNumber("5", world.status("team:a", MARCH, LATER).value());
        world.number("team:a", "2026-03-31T21:59:59.999999Z", "7");
        assertNumber("7", world.status("team:a", MARCH, LATER).value());
    }

    @Test
    void daysAreThoseOfTheKpisZone() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .timeZone("Pacific/Auckland")
                                        .period(PeriodUnit.DAY))
                        .team("a", "s")
                        .number("team:a", "2026-03-10T11:30:00Z", "1");

        assertEquals(1, world.status("team:a", "2026-03-11", LATER).n());
        assertTrue(world.status("team:a", "2026-03-11", "2026-03-11T11:00:00Z").complete());
    }
}
