package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Explanation.Why;
import io.effekt.kpi.domain.measurement.RowKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final String LATER = "2026-08-01";

    @Test
    void theDistanceIsToTheNextBetterBoundary() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio())
                        .team("a", "s")
                        .target("org", Comparator.GTE, "70", "60");
        assertEquals("AT_RISK 60 by 10", distance(world.ratio("team:a", "2026-01-10", "5", "10")));
        assertEquals("ON_TRACK 70 by 5", distance(world.ratio("team:a", "2026-01-11", "8", "10")));
        assertNull(explain(world.ratio("team:a", "2026-01-12", "20", "20"), "team:a").distance());
    }

    @Test
    void comparedBoundariesAreInTheKpisUnitAndPaced() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .target("org", Comparator.GTE, Basis.PERCENT_CHANGE, "10", "0")
                        .baseline("team:a", "31")
                        .number("team:a", "2026-01-03", "4");

        Explanation open = explain(world, "team:a", "2026-01-11");

        Explanation.Compared compared = Objects.requireNonNull(open.compared());
        assertEquals(
                List.of(new BigDecimal("11"), new BigDecimal("10")),
                compared.boundaries().boundaries());
        assertEquals(10, compared.daysOver());
        assertEquals("AT_RISK 10 by 6", distance(open));
        assertEquals(new BigDecimal("31"), Objects.requireNonNull(open.baseline()).value());
    }

    @Test
    void aMeasuredBaselineComesWithItsSums() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .baselineOver("team:a", "2025-11-01", "2026-01-01")
                        .number("team:a", "2025-11-03", "4")
                        .number("team:a", "2025-12-03", "8")
                        .number("team:a", "2026-01-03", "5");

        Explanation.Basis basis = Objects.requireNonNull(explain(world, "team:a").baseline());

        assertEquals(new BigDecimal("6"), basis.value());
        assertEquals(2, Objects.requireNonNull(basis.figure()).tally().n());
    }

    @Test
    void aStreamNamesItsChildrenAndWhatWasMeasuredThere() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .teamThatMoves("b", "t", "2026-01-15", "s")
                        .number("team:a", "2026-01-03", "1")
                        .number("team:b", "2026-01-03", "2")
                        .number("team:b", "2026-01-20", "4")
                        .number("stream:s", "2026-01-20", "8");

        List<Explanation.Child> children = explain(world, "stream:s").children();

        assertEquals(
                List.of("stream:s 8 true", "team:a 1 true", "team:b 6 false"),
                children.stream().map(c -> c.scope() + " " + c.value() + " " + c.whole()).toList());
    }

    @Test
    void explanationShowsNothingOfASmallGroupAndNoNumberOfAHiddenChild() {
        TestWorld world =
                new TestWorld(KpiDraft.scores(Aggregation.ENPS))
                        .team("a", "s")
                        .team("b", "s")
                        .team("c", "s")
                        .team("d", "s")
                        .baseline("team:a", "10")
                        .target("org", Comparator.GTE, "20", "0")
                        .scores("team:a", "2026-01-10", "9:2 3:1")
                        .scores("team:b", "2026-01-10", "9:2 3:1")
                        .scores("team:c", "2026-01-10", "9:9 3:1")
                        .scores("team:d", "2026-01-10", "9:9 3:1");

        Explanation hidden = explain(world, "team:a");
        Explanation early = explain(world, "team:c", "2026-02-01");
        Explanation stream = explain(world, "stream:s");

        for (Explanation each : List.of(hidden, early)) {
            assertNull(each.figure());
            assertNull(each.compared());
            assertNull(each.baseline());
            assertNull(each.distance());
            assertEquals(List.of(), each.children());
        }
        assertEquals(Why.SUPPRESSED, hidden.why());
        assertEquals(Why.KEPT_BACK, early.why());
        assertNotNull(stream.figure());
        Explanation.Child a = stream.children().getFirst();
        assertEquals(Status.SUPPRESSED, Objects.requireNonNull(a.row()).status());
        assertNull(a.value());
        assertNull(a.whole());
    }

    private static Explanation explain(TestWorld world, String scope) {
        return explain(world, scope, LATER);
    }

    private static Explanation explain(TestWorld world, String scope, String at) {
        return new Explainer(
                        world.journal(at).inputs(Period.parse("2026-01")),
                        RowKey.of(Scope.parse(scope)))
                .explain(false);
    }

    private static String distance(TestWorld world) {
        return distance(explain(world, "team:a"));
    }

    private static String distance(Explanation explanation) {
        Explanation.Distance distance = Objects.requireNonNull(explanation.distance());
        return distance.to() + " " + distance.boundary() + " by " + distance.by();
    }
}
