package io.effekt.eventstore;

import java.time.Instant;

/**
 * The head of one partition of the log, read under its lock.
 *
 * @param part measurement partition 0 to 11, or {@link #DECISIONS}
 * @param seq last sequence given out; the next is one more
 * @param recordedAt of the last event; never falls
 * @param kafkaOffset next offset to read of the Kafka partition
 * @param decisions last sequence of the decision log at the moment of the lock
 */
public record LogHead(
        int part,
        long seq,
        Instant recordedAt,
        byte[] chainHash,
        String topicId,
        long kafkaOffset,
        int epoch,
        long decisions) {
    /** The partition number of the decision log. */
    public static final int DECISIONS = -1;

    /** How many partitions the measurement log has; fixed for ever. */
    public static final int PARTITIONS = 12;
}
