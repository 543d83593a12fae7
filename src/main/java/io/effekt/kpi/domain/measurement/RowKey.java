package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a KPI stands for.
 *
 * @param dimension one value of one dimension, as {@code name:value}; null for everything
 */
public record RowKey(Scope scope, @Nullable String dimension) implements Comparable<RowKey> {
    /** Everything at the scope. */
    public static RowKey of(Scope scope) {
        return new RowKey(scope, null);
    }

    @Override
    public int compareTo(RowKey other) {
        int byScope = scope.compareTo(other.scope);
        return byScope != 0 ? byScope : written(dimension).compareTo(written(other.dimension));
    }

    private static String written(@Nullable String dimension) {
        return dimension == null ? "" : dimension;
    }
}
