package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where answers count.
 *
 * @param measuredAt the scope that their measurement names
 * @param stream key of the value stream on the day of measurement; null where there was none
 * @param labels values of dimensions, each as {@code name:value}
 */
public record Origin(Scope measuredAt, @Nullable String stream, List<String> labels) {
    public static Origin of(Leaf leaf) {
        return new Origin(leaf.measuredAt(), leaf.stream(), leaf.labels());
    }
}
