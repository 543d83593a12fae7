package io.effekt.dataset;

import java.util.List;

/**
 * What a row belongs to: at most one row of another set.
 *
 * @param name for instance {@code KpiDetails}
 * @param from the column that names the other row
 * @param target the other set
 */
public record DatasetLink(String name, Column from, String target) {
    private static final List<DatasetLink> KNOWN =
            List.of(
                    link("KpiDetails", "Kpi", ColumnType.TEXT, "Kpis"),
                    link("TeamDetails", "Team", ColumnType.TEXT, "Teams"),
                    link("ValueStreamDetails", "ValueStream", ColumnType.TEXT, "ValueStreams"),
                    link("PeriodStartDay", "PeriodStart", ColumnType.DAY, "Calendar"));

    private static DatasetLink link(String name, String from, ColumnType type, String target) {
        return new DatasetLink(name, new Column(from, type, false, ""), target);
    }

    /** Those of a set, by the columns it has; none from a set to itself. */
    static List<DatasetLink> of(Dataset set) {
        return KNOWN.stream()
                .filter(link ->
                        !link.target().equals(set.name())
                                && set.column(link.from().name()).isPresent())
                .toList();
    }

    /** The set at its other end. */
    public Dataset set() {
        return Datasets.named(target).orElseThrow();
    }
}
