package io.effekt.eventstore.chain;

import java.time.Instant;

/**
 * Where a partition went on with another Kafka topic, as its hash sees it.
 *
 * @param epoch dense from 1
 * @param fromSeq the entry that it stands before
 * @param cause a sentence
 */
public record ChainedEpoch(
        int part, int epoch, long fromSeq, String topicId, String cause, Instant recordedAt)
        implements Chained {
    @Override
    public ChainHash into(ChainHash chain) {
        // The word first: no entry begins with one.
        return chain.text("epoch")
                .number(part)
                .number(epoch)
                .number(fromSeq)
                .text(topicId)
                .text(cause)
                .time(recordedAt);
    }
}
