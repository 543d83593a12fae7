package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a KPI stands for.
 *
 * @param dimension one value of one dimension, as {@code name:value}; null for everything
 */
public record Place(Scope scope, @Nullable String dimension) implements Comparable<Place> {
    /** Everything at the scope. */
    public static Place of(Scope scope) {
        return new Place(scope, null);
    }

    @Override
    public int compareTo(Place other) {
        int byScope = scope.compareTo(other.scope);
        return byScope != 0 ? byScope : written(dimension).compareTo(written(other.dimension));
    }

    private static String written(@Nullable String dimension) {
        return dimension == null ? "" : dimension;
    }
}
