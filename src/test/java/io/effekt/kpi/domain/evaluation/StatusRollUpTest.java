package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import org.junit.jupiter.api.Test;

/** KPIs that are not additive: a stream has the worst status of its teams. */
class StatusRollUpTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-05-01";

    @Test
    void aNonAdditiveStreamHasTheWorstStatusOfItsTeams() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .team("a", "s")
                        .team("b", "s")
                        .team("c", "t")
                        .team("d", "t")
                        .target("org", Comparator.GTE, "10", "5")
                        .number("team:a", "2026-03-10", "10")
                        .number("team:b", "2026-03-10", "5")
                        .number("team:c", "2026-03-10", "4");
        KpiStatus stream = world.status("stream:s", MARCH, LATER);

        assertEquals(Status.AT_RISK, stream.status());
        assertEquals("status", stream.rolledUp());
        assertEquals(0, stream.n());
        assertNull(stream.value());
        assertNull(stream.target());
        assertNull(stream.targetFrom());
        assertTrue(stream.hasData());
        assertEquals(new Coverage(2, 2, 2), stream.coverage());
        assertEquals(Status.OFF_TRACK, world.status("org", MARCH, LATER).status());
    }

    @Test
    void aTeamLendsItsStatusToEveryStreamItWasMeasuredIn() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .teamThatMoves("a", "s", "2026-03-20", "t")
                        .teamThatMoves("b", "s", "2026-03-20", "t")
                        .target("org", Comparator.GTE, "10", "5")
                        .number("team:a", "2026-03-10", "10")
                        .number("team:a", "2026-03-21", "2")
                        .number("team:b", "2026-03-21", "11");

        assertEquals(Status.OFF_TRACK, world.status("stream:s", MARCH, LATER).status());
        assertEquals(Status.OFF_TRACK, world.status("stream:t", MARCH, LATER).status());
    }

    @Test
    void rowIsAsOneWithoutDataWhenNoTeamHasARankedStatus() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .team("a", "s")
                        .number("team:a", "2026-03-10", "10");
        KpiStatus row = world.status("stream:s", MARCH, LATER);

        assertEquals(Status.NO_DATA, row.status());
        assertNull(row.rolledUp());
        assertFalse(row.hasData());
        assertEquals(Status.PENDING, world.status("stream:s", MARCH, "2026-04-02").status());
    }
}
