package io.effekt.kpi.domain;

import io.effekt.kernel.Scope;
import io.effekt.organization.Organisation;
import java.util.List;
import java.util.Map;

/**
 * All definitions as one position of the decision log knows them. Immutable.
 *
 * @param targets by KPI and scope, in order of their start
 */
public record Definitions(
        Organisation organisation,
        Map<String, Kpi> kpis,
        Map<KpiScope, List<Target>> targets,
        Map<KpiScope, Baseline> baselines) {
    /** A KPI at a scope. */
    public record KpiScope(String kpi, Scope scope) {}

    public static final Definitions EMPTY =
            new Definitions(Organisation.EMPTY, Map.of(), Map.of(), Map.of());
}
