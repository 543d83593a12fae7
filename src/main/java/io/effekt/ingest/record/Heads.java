package io.effekt.ingest.record;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.Epochs;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.kafka.TopicIds;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Where a partition is read on from: the log's own head. When Kafka's topic is another one than the
 * log knows, or was cut, a new epoch begins, loudly: it is read from its beginning, and what the
 * log holds already is found by its id.
 */
@ApplicationScoped
public class Heads {
    private static final Logger LOG = Logger.getLogger(Heads.class);

    private final Database database;
    private final MeasurementLog log;
    private final Epochs epochs;
    private final StoreIdentity identity;
    private final TopicIds topicIds;
    private final InstantSource clock;

    public Heads(
            Database database,
            MeasurementLog log,
            Epochs epochs,
            StoreIdentity identity,
            TopicIds topicIds,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.epochs = epochs;
        this.identity = identity;
        this.topicIds = topicIds;
        this.clock = clock;
    }

    /** The offset to go on from. */
    long onAssigned(Consumer<?, ?> kafka, TopicPartition partition) {
        long first = kafka.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        String topicId = topicIds.of(partition.topic());
        return database.inTransaction(
                tx -> goOn(tx, log.lock(tx, partition.partition()), topicId, first, end));
    }

    private long goOn(Tx tx, LogHead head, String topicId, long first, long end) {
        String cause = null;
        if (!head.topicId().isEmpty() && !head.topicId().equals(topicId)) {
            cause = "the topic is another one";
        } else if (head.kafkaOffset() > end) {
            cause = "the topic ends before the offset that the log has read";
        } else if (head.kafkaOffset() < first) {
            cause = "the topic begins after the offset that the log has read: records are lost";
        }
        if (cause == null) {
            if (head.topicId().isEmpty()) {
                epochs.name(tx, head, topicId);
            }
            return head.kafkaOffset();
        }
        LOG.errorf(
                "partition=%d event=new_epoch epoch=%d from_seq=%d offset=%d cause=%s",
                head.part(), head.epoch() + 1, head.seq() + 1, first, cause);
        epochs.begin(tx, head, topicId, first, cause, clock.instant());
        identity.renew(tx, "new epoch, measurements topic %s: %s".formatted(topicId, cause));
        return first;
    }
}
