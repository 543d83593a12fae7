package io.effekt.kpi.projection;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * Which bucket a measurement falls into.
 *
 * @param periodStart first day of the KPI's period
 * @param stream value stream of the day; empty for none
 * @param part partition of the log; each bucket has one writer
 */
public record BucketKey(int seriesId, LocalDate periodStart, String stream, int part)
        implements Comparable<BucketKey> {
    private static final Comparator<BucketKey> ORDER =
            Comparator.comparingInt(BucketKey::seriesId)
                    .thenComparing(BucketKey::periodStart)
                    .thenComparing(BucketKey::stream)
                    .thenComparingInt(BucketKey::part);

    @Override
    public int compareTo(BucketKey other) {
        return ORDER.compare(this, other);
    }
}
