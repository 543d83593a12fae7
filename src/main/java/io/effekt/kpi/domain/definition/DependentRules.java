package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is set already for a KPI has to stay right under a new version of its definition. */
final class DependentRules {
    private DependentRules() {}

    static List<Refusal> check(Definitions state, Kpi proposed) {
        List<List<Target>> targets = new ArrayList<>();
        for (Map.Entry<KpiScope, List<Target>> set : state.targets().entrySet()) {
            if (set.getKey().kpi().equals(proposed.key())) {
                targets.add(set.getValue());
            }
        }
        List<Refusal> refusals = new ArrayList<>(KpiRules.checkTargets(proposed, targets));
        for (Map.Entry<KpiScope, Baseline> set : state.baselines().entrySet()) {
            if (set.getKey().kpi().equals(proposed.key())
                    && !BaselineRules.check(proposed, set.getValue()).isEmpty()) {
                refusals.add(
                        new Refusal(
                                "aggregation-against-baseline",
                                "/aggregation",
                                "The baseline at "
                                        + set.getKey().scope()
                                        + " is not over whole periods of the new definition: set"
                                        + " it again, or take it away first."));
            }
        }
        return refusals;
    }
}
