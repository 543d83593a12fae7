package io.effekt.kpi.domain.measurement;

import java.time.Instant;

/**
 * When a measurement was so, and where it stands in the log. The order is that of {@code last}:
 * what was observed later comes later; of two observed at once, the one recorded later.
 *
 * @param at the moment of observation; for a whole period its end less a microsecond
 * @param recordedAt when the log took it
 * @param part partition of the log
 * @param seq sequence within the partition
 */
public record Observed(Instant at, Instant recordedAt, int part, long seq)
        implements Comparable<Observed> {
    @Override
    public int compareTo(Observed other) {
        int order = at.compareTo(other.at);
        if (order == 0) {
            order = recordedAt.compareTo(other.recordedAt);
        }
        if (order == 0) {
            order = Integer.compare(part, other.part);
        }
        return order != 0 ? order : Long.compare(seq, other.seq);
    }
}
