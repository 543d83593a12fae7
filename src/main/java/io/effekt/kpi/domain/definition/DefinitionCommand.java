package io.effekt.kpi.domain.definition;

import java.util.List;

/** What somebody wants of the definitions. */
public sealed interface DefinitionCommand {
    /** The KPI shall read so; new or changed. Its version does not matter. */
    record DefineKpi(Kpi kpi) implements DefinitionCommand {}

    /** The KPI takes no new measurements. Its history stays. */
    record RetireKpi(String key) implements DefinitionCommand {}

    /**
     * These shall be all targets of the KPI at the scope.
     *
     * @param targets in any order; refusals point into this one
     */
    record SetTargets(KpiScope at, List<Target> targets) implements DefinitionCommand {
        public SetTargets {
            targets = List.copyOf(targets);
        }
    }

    /** The KPI shall have no target of its own at the scope. */
    record RemoveTargets(KpiScope at) implements DefinitionCommand {}

    /** Changes of the KPI at the scope shall count from here. */
    record SetBaseline(KpiScope at, Baseline baseline) implements DefinitionCommand {}

    /** The KPI shall have no baseline at the scope. */
    record RemoveBaseline(KpiScope at) implements DefinitionCommand {}

    /** What the command is about, as the log names it: {@code kpi:digital-adoption}. */
    default String subject() {
        return switch (this) {
            case DefineKpi(Kpi kpi) -> kpi.subject();
            case RetireKpi(String key) -> Kpi.subject(key);
            case SetTargets set -> set.at().targetsSubject();
            case RemoveTargets(KpiScope at) -> at.targetsSubject();
            case SetBaseline set -> set.at().baselineSubject();
            case RemoveBaseline(KpiScope at) -> at.baselineSubject();
        };
    }
}
