package io.effekt.ingest.append;

import java.util.Set;

/**
 * What of single measurements is hidden from a caller wherever they lie: those of KPIs that only
 * stewards may read, unless the caller has sent them. Such a one is told like what is not there.
 *
 * @param kpis empty for a steward
 * @param caller the actor that asks
 */
public record Hidden(Set<String> kpis, String caller) {
    public Hidden {
        kpis = Set.copyOf(kpis);
    }

    public boolean hides(String kpi, String actor) {
        return kpis.contains(kpi) && !actor.equals(caller);
    }
}
