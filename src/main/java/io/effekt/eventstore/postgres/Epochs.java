package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Which Kafka topic a partition of the log is read from. All under the lock of its head. */
@ApplicationScoped
public class Epochs {
    /** Gives the topic's id to a partition that has read of none yet. */
    public void name(Tx tx, LogHead head, String topicId) {
        tx.send("update log_head set topic_id = $2 where part = $1", head.part(), topicId);
    }

    /**
     * Goes on with another topic, or from another offset of it.
     *
     * @param offset the next one to read
     * @param cause a sentence for whoever looks into it later
     */
    public void begin(Tx tx, LogHead head, String topicId, long offset, String cause, Instant now) {
        int epoch = head.epoch() + 1;
        tx.send(
                """
                insert into log_epoch (part, epoch, from_seq, topic_id, cause, recorded_at)
                values ($1, $2, $3, $4, $5, $6)
                """,
                head.part(),
                epoch,
                head.seq() + 1,
                topicId,
                cause,
                Columns.time(MeasurementLog.recordedAt(head, now)));
        tx.send(
                """
                update log_head set epoch = $2, topic_id = $3, kafka_offset = $4 where part = $1
                """,
                head.part(),
                epoch,
                topicId,
                offset);
    }
}
