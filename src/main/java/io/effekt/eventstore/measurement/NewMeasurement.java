package io.effekt.eventstore.measurement;

import io.effekt.eventstore.EntryId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that was decided to count, on its way into the log.
 *
 * @param series what it belongs to, in words
 * @param idHash 128 bits of the sender's id
 * @param contentHash 128 bits of the canonical content
 * @param observedAt microseconds; for a whole period: its end less a microsecond
 * @param replaces the measurement it takes the place of or takes out; null for none
 * @param decidedAt sequence of the decision log it was decided against
 * @param kafkaOffset offset it came with; -1 when it was held first
 */
public record NewMeasurement(
        SeriesName series,
        String source,
        String id,
        UUID idHash,
        UUID contentHash,
        Kind kind,
        Instant observedAt,
        @Nullable String period,
        @Nullable BigDecimal value,
        @Nullable BigDecimal weight,
        @Nullable BigDecimal numerator,
        @Nullable BigDecimal denominator,
        @Nullable List<Long> scores,
        @Nullable EntryId replaces,
        long decidedAt,
        UUID importId,
        String actor,
        long kafkaOffset,
        @Nullable String comment,
        @Nullable String reason) {
    /** What an entry does to the numbers. */
    public enum Kind {
        MEASURED(0),
        CORRECTION(1),
        RETRACTION(2);

        private final int stored;

        Kind(int stored) {
            this.stored = stored;
        }

        /** The kind with that number. */
        public static Kind of(int stored) {
            for (Kind kind : values()) {
                if (kind.stored == stored) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of entry: " + stored);
        }

        /** The number in the log; never to be changed. */
        public int stored() {
            return stored;
        }
    }
}
