package io.effekt.kpi.domain.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Decision.Accepted;
import io.effekt.kernel.Decision.Refused;
import io.effekt.kernel.Decision.Unchanged;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveTargets;
import io.effekt.kpi.domain.definition.DefinitionCommand.RetireKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetTargets;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsSet;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.Team;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class DefinitionDeciderTest {
    private static final DecisionFacts COUNTED = new DecisionFacts(true, null);
    private static final KpiScope AT_ORG = new KpiScope("adoption", Scope.ORG);

    private Definitions state = Definitions.EMPTY;

    @Test
    void everyChangeOfAKpiIsAVersion() {
        given(new KpiDefined(ratio("%")));
        given(new KpiDefined(ratio("share")));

        assertEquals(2, state.version("kpi:adoption"));
        assertEquals(2, kpi().version());
        assertEquals("share", kpi().unit());
    }

    @Test
    void theSameDefinitionAgainIsNoEvent() {
        given(new KpiDefined(ratio("%")));

        assertEquals(new Unchanged<>(), when(new DefineKpi(ratio("%"))));
    }

    @Test
    void theShapeIsFixedOnceAMeasurementWasCounted() {
        given(new KpiDefined(ratio("%")));
        DefineKpi change = new DefineKpi(number(Aggregation.SUM, RollUp.SUM));

        assertEquals(
                EnumSet.of(DecisionFacts.Question.COUNTED), DecisionFacts.asked(state, change));
        assertInstanceOf(Accepted.class, when(change));
        Refusal refusal = refusal(DefinitionDecider.decide(state, change, COUNTED));

        assertEquals("/shape", refusal.pointer());
        assertTrue(refusal.detail().contains("'replaces'"), refusal.detail());
    }

    @Test
    void aChangeOfUnitHoldsForAllPeriodsAndSaysSo() {
        given(new KpiDefined(ratio("%")));
        DefineKpi change = new DefineKpi(ratio("share"));

        assertEquals(Set.of(), DecisionFacts.asked(state, change));
        assertEquals(
                new Accepted<>(List.of(new KpiDefined(ratio("share")))),
                DefinitionDecider.decide(state, change, COUNTED));
        assertEquals(
                List.of("The change of 'unit' holds for all periods at once."),
                DefinitionNotices.of(state, new KpiDefined(ratio("share"))));
    }

    @Test
    void theKpiThatIsReplacedHasToBeDefined() {
        Kpi successor = with(ratio("%"), "adoption-2", "adoption");

        assertEquals("kpi-not-defined", refusal(when(new DefineKpi(successor))).code());
        given(new KpiDefined(ratio("%")));
        assertInstanceOf(Accepted.class, when(new DefineKpi(successor)));
    }

    @Test
    void aRetiredKpiKeepsItsDefinitionAndItsVersionCounts() {
        given(new KpiDefined(ratio("%")));

        assertEquals(
                new Accepted<>(List.of(new KpiRetired("adoption"))),
                when(new RetireKpi("adoption")));
        given(new KpiRetired("adoption"));

        assertTrue(kpi().retired());
        assertEquals(2, kpi().version());
        assertEquals(new Unchanged<>(), when(new RetireKpi("adoption")));
        assertEquals(
                List.of("It was retired, and takes measurements again."),
                DefinitionNotices.of(state, new KpiDefined(ratio("%"))));
    }

    @Test
    void aTargetOnAnUndefinedKpiOrScopeIsRefusedWithTheCure() {
        KpiScope nowhere = new KpiScope("adoption", new Scope.Team("nobody"));

        Decision<DefinitionEvent> decision =
                when(new SetTargets(nowhere, List.of(atLeast("2026-01-01", null, "70"))));

        List<Refusal> refusals = assertInstanceOf(Refused.class, decision).refusals();
        assertEquals(
                List.of("kpi-not-defined", "scope-not-defined"),
                refusals.stream().map(Refusal::code).toList());
        assertTrue(refusals.getFirst().detail().contains("PUT /kpis/adoption"));
        assertTrue(refusals.getLast().detail().contains("PUT /teams/nobody"));
    }

    @Test
    void targetsAreKeptInOrderAndComparedByValue() {
        given(new KpiDefined(ratio("%")));
        Target early = atLeast("2025-01-01", "2026-01-01", "60");
        Target late = atLeast("2026-01-01", null, "70");

        assertEquals(
                new Accepted<>(List.of(new TargetsSet(AT_ORG, List.of(early, late)))),
                when(new SetTargets(AT_ORG, List.of(late, early))));
        given(new TargetsSet(AT_ORG, List.of(early, late)));

        Target same = atLeast("2026-01-01", null, "70.00");
        assertEquals(new Unchanged<>(), when(new SetTargets(AT_ORG, List.of(early, same))));
    }

    @Test
    void targetsThatOverlapAreRefused() {
        given(new KpiDefined(ratio("%")));

        assertEquals(
                "overlapping-targets",
                refusal(
                                when(
                                        new SetTargets(
                                                AT_ORG,
                                                List.of(
                                                        atLeast("2025-01-01", null, "60"),
                                                        atLeast("2026-01-01", null, "70")))))
                        .code());
    }

    @Test
    void aDirectionThatTheTargetsDisagreeWithIsRefused() {
        given(new KpiDefined(ratio("%")));
        given(new TargetsSet(AT_ORG, List.of(atLeast("2026-01-01", null, "70"))));
        DefineKpi down = new DefineKpi(turned(ratio("%")));

        assertEquals("direction-against-targets", refusal(when(down)).code());
        given(new TargetsRemoved(AT_ORG));
        assertInstanceOf(Accepted.class, when(down));
    }

    @Test
    void targetsAreTakenAwayOnce() {
        given(new KpiDefined(ratio("%")));
        RemoveTargets remove = new RemoveTargets(AT_ORG);

        assertEquals("not-defined", refusal(when(remove)).code());
        given(new TargetsSet(AT_ORG, List.of()));
        assertEquals(new Accepted<>(List.of(new TargetsRemoved(AT_ORG))), when(remove));
        given(new TargetsRemoved(AT_ORG));
        assertEquals(new Unchanged<>(), when(remove));
    }

    @Test
    void aLockedBaselineFreezesItsValueWithItsInputsOnce() {
        given(new KpiDefined(ratio("%")));
        SetBaseline lock = new SetBaseline(AT_ORG, halfYear(true, null));
        var inputs = new DefinitionEvent.Inputs(3, new TreeMap<>(), "p");
        DecisionFacts facts =
                new DecisionFacts(false, new DecisionFacts.Frozen(new BigDecimal("61.5"), inputs));

        assertEquals(EnumSet.of(DecisionFacts.Question.FROZEN), DecisionFacts.asked(state, lock));
        BaselineSet set = new BaselineSet(AT_ORG, halfYear(true, "61.5"), inputs);
        assertEquals(new Accepted<>(List.of(set)), DefinitionDecider.decide(state, lock, facts));
        given(set);

        assertEquals(Set.of(), DecisionFacts.asked(state, lock));
        assertEquals(new Unchanged<>(), when(lock));
    }

    @Test
    void aBaselineOfSumsHasToBeOfWholePeriods() {
        given(new KpiDefined(number(Aggregation.SUM, RollUp.SUM)));
        Baseline ragged = new Baseline.Span(span("2025-07-02", "2026-01-01"), false, null);

        assertEquals(
                "baseline-span-not-whole", refusal(when(new SetBaseline(AT_ORG, ragged))).code());
    }

    @Test
    void anAggregationThatTheBaselineDisagreesWithIsRefused() {
        given(new KpiDefined(number(Aggregation.MEAN, RollUp.MEAN)));
        Baseline ragged = new Baseline.Span(span("2025-07-02", "2026-01-01"), false, null);
        given(new BaselineSet(AT_ORG, ragged, null));

        assertEquals(
                "aggregation-against-baseline",
                refusal(when(new DefineKpi(number(Aggregation.SUM, RollUp.SUM)))).code());
    }

    @Test
    void tenThousandTeamsFoldOneByOneInNoTime() {
        Assertions.assertTimeout(
                Duration.ofSeconds(3),
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        Team team = new Team("t" + i, "T", List.of(), List.of(), false);
                        given(new Organised(new TeamDefined(team)));
                    }
                });
        assertEquals(10_000, state.organisation().teams().size());
        assertEquals(1, state.version("team:t9999"));
    }

    private void given(DefinitionEvent... events) {
        for (DefinitionEvent event : events) {
            state = state.evolve(event);
        }
    }

    private Decision<DefinitionEvent> when(DefinitionCommand command) {
        return DefinitionDecider.decide(state, command, DecisionFacts.NONE);
    }

    private Kpi kpi() {
        Kpi kpi = state.kpis().get("adoption");
        Assertions.assertNotNull(kpi);
        return kpi;
    }

    private static Refusal refusal(Decision<DefinitionEvent> decision) {
        Refused<?> refused = assertInstanceOf(Refused.class, decision);
        assertEquals(1, refused.refusals().size(), () -> refused.refusals().toString());
        return refused.refusals().getFirst();
    }

    private static Target atLeast(String from, @Nullable String to, String value) {
        return new Target(
                span(from, to),
                Comparator.GTE,
                Basis.ABSOLUTE,
                Boundary.of(new BigDecimal(value)),
                null);
    }

    private static Baseline halfYear(boolean locked, @Nullable String frozen) {
        return new Baseline.Span(
                span("2025-07-01", "2026-01-01"),
                locked,
                frozen == null ? null : new BigDecimal(frozen));
    }

    private static DateSpan span(String from, @Nullable String to) {
        return new DateSpan(LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
    }

    private static Kpi ratio(String unit) {
        return kpi(unit, Shape.RATIO, Aggregation.POOLED, RollUp.POOLED, Direction.UP);
    }

    private static Kpi number(Aggregation aggregation, RollUp rollUp) {
        return kpi("%", Shape.NUMBER, aggregation, rollUp, Direction.UP);
    }

    private static Kpi turned(Kpi kpi) {
        return kpi(kpi.unit(), kpi.shape(), kpi.aggregation(), kpi.rollUp(), Direction.DOWN);
    }

    private static Kpi kpi(
            String unit, Shape shape, Aggregation aggregation, RollUp rollUp, Direction direction) {
        return new Kpi(
                "adoption",
                0,
                Map.of("en", "Adoption"),
                Map.of(),
                unit,
                shape,
                aggregation,
                rollUp,
                direction,
                PeriodUnit.MONTH,
                ZoneId.of("Europe/Oslo"),
                5,
                null,
                8,
                false,
                List.of(),
                null,
                null,
                null,
                false);
    }

    private static Kpi with(Kpi kpi, String key, String replaces) {
        return new Kpi(
                key,
                0,
                kpi.name(),
                kpi.description(),
                kpi.unit(),
                kpi.shape(),
                kpi.aggregation(),
                kpi.rollUp(),
                kpi.direction(),
                kpi.period(),
                kpi.timeZone(),
                kpi.graceDays(),
                kpi.minGroupSize(),
                kpi.favourableFrom(),
                kpi.trials(),
                kpi.dimensions(),
                kpi.owner(),
                kpi.source(),
                replaces,
                false);
    }
}
