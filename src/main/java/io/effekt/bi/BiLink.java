package io.effekt.bi;

import java.util.List;

/**
 * What a row belongs to: at most one row of another set.
 *
 * @param name for instance {@code KpiDetails}
 * @param from the column that names the other row
 * @param target the other set
 */
public record BiLink(String name, BiColumn from, String target) {
    private static final List<BiLink> KNOWN =
            List.of(
                    link("KpiDetails", "Kpi", CellType.TEXT, "Kpis"),
                    link("TeamDetails", "Team", CellType.TEXT, "Teams"),
                    link("ValueStreamDetails", "ValueStream", CellType.TEXT, "ValueStreams"),
                    link("PeriodStartDay", "PeriodStart", CellType.DAY, "Calendar"));

    private static BiLink link(String name, String from, CellType type, String target) {
        return new BiLink(name, new BiColumn(from, type, false, ""), target);
    }

    /** Those of a set, by the columns it has; none from a set to itself. */
    static List<BiLink> of(BiSet set) {
        return KNOWN.stream()
                .filter(link ->
                        !link.target().equals(set.name())
                                && set.column(link.from().name()).isPresent())
                .toList();
    }

    /** The set at its other end. */
    public BiSet set() {
        return BiSets.named(target).orElseThrow();
    }
}
