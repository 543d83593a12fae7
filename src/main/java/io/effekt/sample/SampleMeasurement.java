package io.effekt.sample;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measurement of the sample.
 *
 * @param id {@code <kpi>-<scope>-<date>}, with what tells it from others of that day
 * @param arrives the day it is sent; later ones are posted later
 */
record SampleMeasurement(
        String id,
        String kpi,
        Scope scope,
        Timing timing,
        Content content,
        SortedMap<String, String> dimensions,
        LocalDate arrives) {
    SampleMeasurement {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    /** The id of what was measured there on that day. */
    static String id(String kpi, Scope scope, LocalDate day) {
        return kpi + "-" + scope.toString().replace(':', '-') + "-" + day;
    }
}
