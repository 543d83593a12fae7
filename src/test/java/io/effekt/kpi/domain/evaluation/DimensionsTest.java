package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows by one value of one dimension: judged and rolled up like others, and hidden with others. */
class DimensionsTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-04-20";

    private static TestWorld space() {
        return new TestWorld(KpiDraft.ratio().unit("%").direction(Direction.UP).dimensions("zone"))
                .team("a", "s")
                .team("b", "s")
                .team("c", "t");
    }

    private static void used(TestWorld world, String team, String zone, String minutes) {
        labelled(
                world,
                team,
                "2026-03-10",
                Map.of("zone", zone),
                new Content.Ratio(new BigDecimal(minutes), new BigDecimal(100)));
    }

    private static void labelled(
            TestWorld world, String team, String day, Map<String, String> labels, Content content) {
        world.add(
                "team:" + team,
                new Timing.Moment(world.instant(day)),
                content,
                null,
                new TreeMap<>(labels));
    }

    private static KpiStatus row(TestWorld world, String scope, @Nullable String dimension) {
        return world.evaluator(MARCH, LATER).status(new RowKey(Scope.parse(scope), dimension));
    }

    private static void assertNumber(String expected, @Nullable BigDecimal got) {
        assertEquals(
                new BigDecimal(expected).stripTrailingZeros(),
                got == null ? null : got.stripTrailingZeros());
    }

    @Test
    void aValueIsRolledUpByItselfAndHeldAgainstTheTargetOfItsScope() {
        TestWorld world = space().target("org", Comparator.GTE, "75", "65");
        used(world, "a", "north", "80");
        used(world, "b", "north", "60");
        used(world, "c", "north", "10");
        used(world, "a", "south", "20");

        assertNumber("80.00000000000000", row(world, "team:a", "zone:north").value());
        assertEquals(Status.ON_TRACK, row(world, "team:a", "zone:north").status());
        assertNumber("70.00000000000000", row(world, "stream:s", "zone:north").value());
        assertEquals(Status.AT_RISK, row(world, "stream:s", "zone:north").status());
        assertNumber("50.00000000000000", row(world, "org", "zone:north").value());
        assertEquals(Status.OFF_TRACK, row(world, "org", "zone:north").status());
        assertEquals(3, row(world, "org", "zone:north").n());
        assertEquals(new Coverage(2, 2, 2), row(world, "stream:s", "zone:north").coverage());
        assertEquals(new Coverage(2, 1, 2), row(world, "stream:s", "zone:south").coverage());
        assertEquals(Status.NO_DATA, row(world, "team:b", "zone:south").status());
        assertEquals(4, row(world, "org", null).n());
    }

    @Test
    void everyValueThatWasMeasuredHasItsRows() {
        TestWorld world = space();
        used(world, "a", "north", "80");
        used(world, "c", "south", "80");
        TreeSet<String> rows = new TreeSet<>();
        for (KpiStatus row : world.evaluator(MARCH, LATER).statusesWithData()) {
            rows.add(row.scope() + " " + row.dimension());
        }

        assertEquals(
                new TreeSet<>(
                        List.of(
                                "org null",
                                "stream:s null",
                                "stream:t null",
                                "team:a null",
                                "team:c null",
                                "org zone:north",
                                "stream:s zone:north",
                                "team:a zone:north",
                                "org zone:south",
                                "stream:t zone:south",
                                "team:c zone:south")),
                rows);
    }

    @Test
    void aTargetOfASumIsNoTargetOfItsParts() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .direction(Direction.UP)
                                        .dimensions("zone"))
                        .team("a", "s")
                        .target("org", Comparator.GTE, "10", null);
        Content six = new Content.Number(new BigDecimal(6), BigDecimal.ONE);
        labelled(world, "a", "2026-03-10", Map.of("zone", "north"), six);
        labelled(world, "a", "2026-03-10", Map.of("zone", "south"), six);

        assertEquals(Status.ON_TRACK, row(world, "team:a", null).status());
        KpiStatus north = row(world, "team:a", "zone:north");
        assertEquals(Status.NO_TARGET, north.status());
        assertNull(north.target());
        assertNull(north.targetFrom());
        assertNumber("6", north.value());
    }

    @Test
    void aBaselineOfAValueIsWhatWasMeasuredUnderIt() {
        TestWorld world =
                space().target("org", Comparator.GTE, Basis.CHANGE, "5", null)
                        .baselineOver("team:a", "2026-02-01", "2026-03-01")
                        .baseline("team:b", "50");
        labelled(
                world,
                "a",
                "2026-02-10",
                Map.of("zone", "north"),
                new Content.Ratio(new BigDecimal(70), new BigDecimal(100)));
        labelled(
                world,
                "a",
                "2026-02-10",
                Map.of("zone", "south"),
                new Content.Ratio(new BigDecimal(10), new BigDecimal(100)));
        used(world, "a", "north", "80");
        used(world, "b", "north", "80");

        KpiStatus measured = row(world, "team:a", "zone:north");
        assertNumber("10", measured.changeFromBaseline());
        assertEquals(Status.ON_TRACK, measured.status());
        // Somebody stated it of the whole team.
        assertEquals(Status.NO_BASELINE, row(world, "team:b", "zone:north").status());
        assertEquals(Status.ON_TRACK, row(world, "team:b", null).status());
    }

    @Test
    void aLabelThatTheKpiNoLongerAllowsMakesNoRow() {
        TestWorld world = space();
        labelled(
                world,
                "a",
                "2026-03-10",
                Map.of("floor", "3"),
                new Content.Ratio(BigDecimal.ONE, BigDecimal.TEN));

        assertEquals(3, world.evaluator(MARCH, LATER).statusesWithData().size());
        assertEquals(1, row(world, "team:a", null).n());
    }

    private static TestWorld survey() {
        return new TestWorld(
                        KpiDraft.scores(Aggregation.ENPS)
                                .period(PeriodUnit.MONTH)
                                .direction(Direction.NEUTRAL)
                                .dimensions("role", "site"))
                .team("a", "s")
                .team("b", "s");
    }

    private static void asked(TestWorld world, String team, Map<String, String> labels, int n) {
        labelled(world, team, "2026-03-10", labels, TestWorld.answers("9:" + n));
    }

    private static Set<String> hidden(TestWorld world) {
        TreeSet<String> hidden = new TreeSet<>();
        for (KpiStatus row : world.evaluator(MARCH, LATER).statusesWithData()) {
            if (row.status() == Status.SUPPRESSED) {
                hidden.add(row.scope() + " " + row.dimension());
                assertNull(row.value());
                assertNull(row.n());
                assertNull(row.answers());
            }
        }
        return hidden;
    }

    @Test
    void aSmallValueTakesTheSmallestOfItsOwnDimensionWithIt() {
        TestWorld world = survey();
        asked(world, "a", Map.of("role", "lead"), 3);
        asked(world, "a", Map.of("role", "dev"), 9);
        asked(world, "a", Map.of("role", "ops"), 8);

        assertEquals(
                new TreeSet<>(
                        List.of(
                                "org role:lead",
                                "org role:ops",
                                "stream:s role:lead",
                                "stream:s role:ops",
                                "team:a role:lead",
                                "team:a role:ops")),
                hidden(world));
    }

    @Test
    void answersWithoutLabelAreAPartOfTheRemainder() {
        TestWorld world = survey();
        asked(world, "a", Map.of("role", "dev"), 9);
        asked(world, "a", Map.of(), 2);

        // Eleven less nine would be the two.
        assertEquals(
                new TreeSet<>(List.of("org role:dev", "stream:s role:dev", "team:a role:dev")),
                hidden(world));
    }

    @Test
    void aHiddenScopeShowsNoneOfItsValues() {
        TestWorld world = survey();
        asked(world, "a", Map.of("role", "dev"), 20);
        asked(world, "b", Map.of("role", "dev"), 4);

        // The stream is the two teams, so both are hidden; and the label says what the team does.
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "team:a null",
                                "team:a role:dev",
                                "team:b null",
                                "team:b role:dev")),
                hidden(world));
    }

    @Test
    void aKpiWithoutASmallestGroupHidesNothing() {
        TestWorld world = space();
        used(world, "a", "north", "1");

        assertEquals(new TreeSet<>(), hidden(world));
        assertEquals(
                6,
                world.evaluator(Period.parse(MARCH).toString(), LATER).statusesWithData().size());
    }
}
