package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.chain.ChainHash;
import io.effekt.eventstore.chain.ChainedEpoch;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Which Kafka topic a partition of a log is read from. All under the lock of its head. An epoch has
 * its place in the chain of hashes, between two entries.
 */
@ApplicationScoped
public class Epochs {
    private static final String BEGIN =
            """
            insert into log_epoch
                (part, epoch, from_seq, topic_id, cause, recorded_at, chain_hash)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String MOVE_HEAD =
            """
            update log_head set epoch = $2, topic_id = $3, kafka_offset = $4, chain_hash = $5,
                seal = $6
            where part = $1
            """;

    /** Gives the topic's id to a partition that has read of none yet. */
    public void name(Tx tx, LogHead head, String topicId) {
        move(tx, head.in(head.epoch(), head.chainHash(), topicId, head.kafkaOffset()));
    }

    /**
     * Goes on with another topic, or from another offset of it.
     *
     * @param offset the next one to read
     * @param cause a sentence for a person who looks into it later
     */
    public void begin(Tx tx, LogHead head, String topicId, long offset, String cause, Instant now) {
        ChainedEpoch epoch =
                new ChainedEpoch(
                        head.part(),
                        head.epoch() + 1,
                        head.seq() + 1,
                        topicId,
                        cause,
                        MeasurementLog.recordedAt(head, now));
        byte[] hash = epoch.after(new ChainHash(), head.chainHash());
        tx.send(
                BEGIN,
                epoch.part(),
                epoch.epoch(),
                epoch.fromSeq(),
                epoch.topicId(),
                epoch.cause(),
                Columns.time(epoch.recordedAt()),
                Buffer.buffer(hash));
        move(tx, head.in(epoch.epoch(), hash, topicId, offset));
    }

    private static void move(Tx tx, LogHead head) {
        tx.send(
                MOVE_HEAD,
                head.part(),
                head.epoch(),
                head.topicId(),
                head.kafkaOffset(),
                Buffer.buffer(head.chainHash()),
                Buffer.buffer(head.seal()));
    }
}
