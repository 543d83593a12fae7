package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import org.junit.jupiter.api.Test;

/** What stands for a scope when nobody names a period. */
class HeadlineTest {
    private static TestWorld last() {
        return new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.SUM))
                .team("a", "s")
                .target("org", Comparator.GTE, "5", null);
    }

    private static void assertHeadline(TestWorld world, String at, String period, Status status) {
        KpiStatus row = world.headline("team:a", at);

        assertEquals(status, row.status(), row.toString());
        assertEquals(period, String.valueOf(row.period()));
    }

    @Test
    void headlineShowsTheLatestPeriodWithData() {
        TestWorld world =
                last().number("team:a", "2026-03-10", "4").number("team:a", "2026-02-10", "6");

        assertHeadline(world, "2026-03-11", "2026-03", Status.OFF_TRACK);
        assertHeadline(world, "2026-03-09", "2026-02", Status.ON_TRACK);
    }

    @Test
    void headlineGoesStaleOnceTheFollowingPeriodAndItsGraceAreOver() {
        TestWorld world = last().number("team:a", "2026-03-10", "4");

        assertHeadline(world, "2026-05-05T21:59:59.999999Z", "2026-03", Status.OFF_TRACK);
        assertHeadline(world, "2026-05-05T22:00:00Z", "2026-03", Status.STALE);
        assertEquals(
                world.instant("2026-05-05T22:00:00Z"),
                world.headline("team:a", "2026-04-20").changesAt());
        assertNull(world.headline("team:a", "2026-05-06").changesAt());
    }

    @Test
    void aStaleHeadlineKeepsItsValue() {
        TestWorld world = last().number("team:a", "2026-03-10", "4");
        KpiStatus row = world.headline("team:a", "2027-01-01");

        assertEquals("4", String.valueOf(row.value()));
        assertEquals(1, row.n());
        assertEquals("org", String.valueOf(row.targetFrom()));
    }

    @Test
    void headlineHasNoPeriodWhenThereWasNeverData() {
        KpiStatus row = last().headline("team:a", "2026-03-11");

        assertEquals(Status.NO_DATA, row.status());
        assertNull(row.period());
        assertNull(row.value());
        assertEquals(0, row.n());
    }

    @Test
    void headlineShowsThePeriodBeforeOnTheFirstDayOfASum() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-02-10", "40")
                        .number("team:a", "2026-03-01T08:00:00Z", "1");

        assertHeadline(world, "2026-03-01T09:00:00Z", "2026-02", Status.ON_TRACK);
        assertEquals(
                world.instant("2026-03-01T23:00:00Z"),
                world.headline("team:a", "2026-03-01T09:00:00Z").changesAt());
        assertHeadline(world, "2026-03-01T23:00:00Z", "2026-03", Status.ON_TRACK);
    }

    @Test
    void headlineShowsAPendingPeriodWhenNoEarlierOneHasData() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01T08:00:00Z", "1");

        assertHeadline(world, "2026-03-01T09:00:00Z", "2026-03", Status.PENDING);
    }

    @Test
    void aProtectedPeriodIsPassedOverUntilItIsSettled() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.scores(Aggregation.ENPS)
                                        .period(PeriodUnit.QUARTER)
                                        .direction(Direction.NEUTRAL))
                        .team("a", "s")
                        .scores("team:a", "2025-11-10", "9:10")
                        .scores("team:a", "2026-02-10", "0:10");

        assertHeadline(world, "2026-04-05T21:59:59Z", "2025-Q4", Status.NONE);
        assertHeadline(world, "2026-04-05T22:00:00Z", "2026-Q1", Status.NONE);
    }

    @Test
    void headlineDoesNotShowAPeriodThatHasNotStarted() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.SUM))
                        .team("a", "s")
                        .number("team:a", "2026-03-10", "4")
                        .whole("team:a", "2026-W14", "5");

        assertHeadline(world, "2026-03-31", "2026-03", Status.NO_TARGET);
        assertEquals(
                world.instant("2026-03-31T22:00:00Z"),
                world.headline("team:a", "2026-03-31").changesAt());
        assertHeadline(world, "2026-04-01", "2026-04", Status.NO_TARGET);
    }

    @Test
    void theScopeOfASilentRowShowsTheTargetOfToday() {
        KpiStatus row = last().headline("stream:s", "2026-03-11");

        assertEquals(Scope.ORG, row.targetFrom());
    }
}
