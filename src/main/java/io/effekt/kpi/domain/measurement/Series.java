package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of measurements: a KPI, where it is measured, and its labels. */
public record Series(String kpi, Scope scope, SortedMap<String, String> dimensions) {
    public Series {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    public Series(String kpi, Scope scope) {
        this(kpi, scope, new TreeMap<>(Map.of()));
    }
}
