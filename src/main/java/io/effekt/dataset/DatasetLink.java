package io.effekt.dataset;

/**
 * What a row belongs to: at most one row of another set, which may be another slice's.
 *
 * @param name for instance {@code KpiDetails}
 * @param column the column that names the other row
 * @param target the name of the other set, whose key is one column of the same type
 */
public record DatasetLink(String name, String column, String target) {}
