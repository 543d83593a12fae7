package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at one scope while it belonged to one value stream, under the same labels. All
 * status comes from such leaves of one KPI and period.
 *
 * @param measuredAt the scope that the measurements name
 * @param stream key of the value stream on the day of measurement; null where there was none
 * @param labels values of dimensions, each as {@code name:value}
 */
public record Leaf(Scope measuredAt, @Nullable String stream, List<String> labels, Tally tally) {
    public Leaf {
        labels = List.copyOf(labels);
    }

    public Leaf(Scope measuredAt, @Nullable String stream, Tally tally) {
        this(measuredAt, stream, List.of(), tally);
    }
}
