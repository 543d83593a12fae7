package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Decision;
import io.effekt.kernel.Decision.Accepted;
import io.effekt.kernel.Decision.Refused;
import io.effekt.kernel.Decision.Unchanged;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveTargets;
import io.effekt.kpi.domain.definition.DefinitionCommand.RetireKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetTargets;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides on KPIs, targets and baselines. Pure. A precondition is judged first; the state as it is
 * already is no event.
 */
public final class DefinitionDecider {
    private DefinitionDecider() {}

    /**
     * @param facts answers to what {@link DecisionFacts#asked} asks of this state and command
     */
    public static Decision<DefinitionEvent> decide(
            Definitions state, DefinitionCommand command, DecisionFacts facts) {
        int version = state.version(command.subject());
        return switch (command) {
            case DefineKpi(Kpi kpi) -> define(state, kpi, facts);
            case RetireKpi(String key) -> retire(state, key);
            case SetTargets(KpiScope at, List<Target> targets) -> set(state, at, targets);
            case RemoveTargets(KpiScope at) ->
                    remove(
                            version,
                            state.targets().containsKey(at),
                            "There are no targets",
                            new TargetsRemoved(at));
            case SetBaseline(KpiScope at, Baseline baseline) -> set(state, at, baseline, facts);
            case RemoveBaseline(KpiScope at) ->
                    remove(
                            version,
                            state.baselines().containsKey(at),
                            "There is no baseline",
                            new BaselineRemoved(at));
        };
    }

    private static Decision<DefinitionEvent> define(
            Definitions state, Kpi kpi, DecisionFacts facts) {
        List<Refusal> refusals = new ArrayList<>(KpiRules.check(kpi));
        Kpi current = state.kpis().get(kpi.key());
        if (kpi.replaces() != null && !state.kpis().containsKey(kpi.replaces())) {
            refusals.add(kpiNotDefined("/replaces", kpi.replaces()));
        }
        if (current != null) {
            refusals.addAll(KpiRules.checkChange(current, kpi, facts.counted()));
            refusals.addAll(DependentRules.check(state, kpi));
        }
        if (!refusals.isEmpty()) {
            return new Refused<>(refusals);
        }
        return current != null && kpi.asVersion(current.version()).equals(current)
                ? new Unchanged<>()
                : new Accepted<>(List.of(new KpiDefined(kpi)));
    }

    private static Decision<DefinitionEvent> retire(Definitions state, String key) {
        Kpi kpi = state.kpis().get(key);
        if (kpi == null) {
            return new Refused<>(
                    Refusal.of("not-defined", "There is no KPI '" + key + "' to retire."));
        }
        return kpi.retired() ? new Unchanged<>() : new Accepted<>(List.of(new KpiRetired(key)));
    }

    private static Decision<DefinitionEvent> set(
            Definitions state, KpiScope at, List<Target> targets) {
        List<Refusal> refusals = new ArrayList<>(checkPlace(state, at));
        Kpi kpi = state.kpis().get(at.kpi());
        if (kpi != null) {
            refusals.addAll(TargetRules.check(kpi, targets));
        }
        if (!refusals.isEmpty()) {
            return new Refused<>(refusals);
        }
        List<Target> inOrder = Target.inOrder(targets);
        List<Target> current = state.targets().get(at);
        return current != null && Target.same(current, inOrder)
                ? new Unchanged<>()
                : new Accepted<>(List.of(new TargetsSet(at, inOrder)));
    }

    private static Decision<DefinitionEvent> set(
            Definitions state, KpiScope at, Baseline baseline, DecisionFacts facts) {
        List<Refusal> refusals = new ArrayList<>(checkPlace(state, at));
        Kpi kpi = state.kpis().get(at.kpi());
        if (kpi != null) {
            refusals.addAll(BaselineRules.check(kpi, baseline));
        }
        if (!refusals.isEmpty()) {
            return new Refused<>(refusals);
        }
        Baseline current = state.baselines().get(at);
        if (current != null && current.asksTheSameAs(baseline)) {
            return new Unchanged<>();
        }
        DecisionFacts.Frozen frozen = facts.frozen();
        if (!(baseline instanceof Baseline.Span span) || !span.locked() || frozen == null) {
            return new Accepted<>(List.of(new BaselineSet(at, baseline, null)));
        }
        Baseline locked = new Baseline.Span(span.span(), true, frozen.value());
        return new Accepted<>(List.of(new BaselineSet(at, locked, frozen.inputs())));
    }

    private static Decision<DefinitionEvent> remove(
            int version, boolean there, String nothing, DefinitionEvent removed) {
        if (version == 0) {
            return new Refused<>(Refusal.of("not-defined", nothing + " to remove here."));
        }
        return there ? new Accepted<>(List.of(removed)) : new Unchanged<>();
    }

    private static List<Refusal> checkPlace(Definitions state, KpiScope at) {
        List<Refusal> refusals = new ArrayList<>();
        if (!state.kpis().containsKey(at.kpi())) {
            refusals.add(kpiNotDefined("", at.kpi()));
        }
        if (!state.organisation().isDefined(at.scope())) {
            String path =
                    switch (at.scope()) {
                        case Scope.Team(String key) -> "/teams/" + key;
                        case Scope.Stream(String key) -> "/value-streams/" + key;
                        case Scope.Org org -> throw new IllegalStateException("always defined");
                    };
            refusals.add(
                    Refusal.of(
                            "scope-not-defined",
                            "The scope '"
                                    + at.scope()
                                    + "' is not defined: PUT "
                                    + path
                                    + " first."));
        }
        return refusals;
    }

    private static Refusal kpiNotDefined(String pointer, String key) {
        return new Refusal(
                "kpi-not-defined",
                pointer,
                "There is no KPI '" + key + "': define it first, with PUT /kpis/" + key + ".");
    }
}
