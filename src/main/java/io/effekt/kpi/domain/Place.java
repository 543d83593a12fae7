package io.effekt.kpi.domain;

import io.effekt.kernel.Scope;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a KPI stands for.
 *
 * @param dimension one value of one dimension, as {@code name:value}; null for everything
 */
public record Place(Scope scope, @Nullable String dimension) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::scope)
                    .thenComparing(place -> place.dimension == null ? "" : place.dimension);

    /** Everything at the scope. */
    public static Place of(Scope scope) {
        return new Place(scope, null);
    }

    /** The row's place. */
    public static Place of(KpiStatus row) {
        return new Place(row.scope(), row.dimension());
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
