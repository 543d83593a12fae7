package io.effekt.ingest;

import java.util.Set;

/**
 * What of single measurements is hidden from a caller wherever they lie: those of KPIs that only
 * stewards may read, unless the caller has sent them. Such a one is told like what is not there.
 *
 * @param kpis empty for a steward
 * @param caller the actor that asks
 */
record Hidden(Set<String> kpis, String caller) {
    Hidden {
        kpis = Set.copyOf(kpis);
    }

    boolean hides(String kpi, String actor) {
        return kpis.contains(kpi) && !actor.equals(caller);
    }
}
