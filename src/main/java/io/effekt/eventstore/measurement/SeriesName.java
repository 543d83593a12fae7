package io.effekt.eventstore.measurement;

import java.util.Comparator;

/**
 * The words behind a series id.
 *
 * @param dimensions labels as {@code name=value} lines in order of their names; empty for none
 */
public record SeriesName(String kpi, String scope, String dimensions)
        implements Comparable<SeriesName> {
    private static final Comparator<SeriesName> ORDER =
            Comparator.comparing(SeriesName::kpi)
                    .thenComparing(SeriesName::scope)
                    .thenComparing(SeriesName::dimensions);

    @Override
    public int compareTo(SeriesName other) {
        return ORDER.compare(this, other);
    }
}
