package io.effekt.eventstore;

import io.effekt.eventstore.chain.ChainHash;
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

    /** The head once more has been appended. */
    public LogHead moved(long toSeq, Instant lastRecordedAt, byte[] lastHash, long nextOffset) {
        return new LogHead(
                part, toSeq, lastRecordedAt, lastHash, topicId, nextOffset, epoch, decisions);
    }

    /** The head once it goes on with another topic, or from another offset of it. */
    public LogHead in(int newEpoch, byte[] hash, String newTopicId, long nextOffset) {
        return new LogHead(
                part, seq, recordedAt, hash, newTopicId, nextOffset, newEpoch, decisions);
    }

    /** The hash of all that the head says; kept beside it. */
    public byte[] seal() {
        return new ChainHash()
                .number(part)
                .number(seq)
                .time(recordedAt)
                .bytes(chainHash)
                .text(topicId)
                .number(kafkaOffset)
                .number(epoch)
                .after(new byte[0]);
    }

    /** Whether nothing has ever happened to the partition. */
    public boolean isNew() {
        return seq == 0 && epoch == 0 && kafkaOffset == 0 && topicId.isEmpty();
    }
}
