package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Scope;

/** A KPI at a scope. In the order of the KPI's key, then of the scope as written. */
public record KpiScope(String kpi, Scope scope) implements Comparable<KpiScope> {
    /** The targets of it, as the log names them: {@code targets:digital-adoption|org}. */
    public String targetsSubject() {
        return "targets:" + this;
    }

    /** The baseline of it, as the log names it: {@code baseline:digital-adoption|org}. */
    public String baselineSubject() {
        return "baseline:" + this;
    }

    /** What is held there, as the log names it: {@code held:enps|team:platform}. */
    public String heldSubject() {
        return "held:" + this;
    }

    /** The override of it, as the log names it: {@code override:digital-adoption|org}. */
    public String overrideSubject() {
        return "override:" + this;
    }

    @Override
    public int compareTo(KpiScope other) {
        int byKpi = kpi.compareTo(other.kpi);
        return byKpi != 0 ? byKpi : scope.compareTo(other.scope);
    }

    @Override
    public String toString() {
        return kpi + "|" + scope;
    }
}
