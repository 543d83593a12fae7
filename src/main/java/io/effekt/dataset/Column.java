package io.effekt.dataset;

import java.util.Locale;

/**
 * A column of a set.
 *
 * @param name as OData and the exports name it, for instance {@code KpiName}
 * @param isKey whether it is part of the key, and never null
 */
public record Column(String name, ColumnType type, boolean isKey, String description) {
    /** Part of the key. */
    public static Column key(String name, ColumnType type, String description) {
        return new Column(name, type, true, description);
    }

    /** One that may be null. */
    public static Column column(String name, ColumnType type, String description) {
        return new Column(name, type, false, description);
    }

    /** As the SQL view names it, for instance {@code kpi_name}. */
    public String sql() {
        return sql(name);
    }

    /** A name in the form of SQL. */
    static String sql(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
