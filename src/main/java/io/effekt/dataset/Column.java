package io.effekt.dataset;

import java.util.Locale;

/**
 * A column of a set.
 *
 * @param name as OData and the exports name it, for instance {@code KpiName}
 * @param isKey whether it is part of the key, and never null
 */
public record Column(String name, ColumnType type, boolean isKey, String description) {

    /** As the SQL view names it, for instance {@code kpi_name}. */
    public String sql() {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
