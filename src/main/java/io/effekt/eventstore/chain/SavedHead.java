package io.effekt.eventstore.chain;

import io.effekt.eventstore.LogHead;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where a partition stood at some moment.
 *
 * @param part measurement partition 0 to 11, or {@link LogHead#DECISIONS}
 * @param epoch how often it had gone on with another topic
 */
public record SavedHead(int part, long seq, Instant recordedAt, byte[] chainHash, int epoch) {
    /** As the chain meets them. */
    static final Comparator<SavedHead> ORDER =
            Comparator.comparingLong(SavedHead::seq).thenComparingInt(SavedHead::epoch);

    public static SavedHead of(LogHead head) {
        return new SavedHead(
                head.part(), head.seq(), head.recordedAt(), head.chainHash(), head.epoch());
    }
}
