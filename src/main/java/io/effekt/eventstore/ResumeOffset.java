package io.effekt.eventstore;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.Epochs;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.kafka.TopicIds;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition is read on from: the head of the log. When Kafka's topic is another one than
 * the log knows, or was cut, a new epoch begins, loudly: the topic is read from its beginning, and
 * what the log holds already is found by its id.
 */
@ApplicationScoped
public class ResumeOffset {
    private static final Logger LOG = Logger.getLogger(ResumeOffset.class);

    private final Database database;
    private final Epochs epochs;
    private final StoreIdentity identity;
    private final TopicIds topicIds;
    private final InstantSource clock;

    public ResumeOffset(
            Database database,
            Epochs epochs,
            StoreIdentity identity,
            TopicIds topicIds,
            InstantSource clock) {
        this.database = database;
        this.epochs = epochs;
        this.identity = identity;
        this.topicIds = topicIds;
        this.clock = clock;
    }

    /**
     * The offset to go on from.
     *
     * @param log what the topic is filled into, in the words of a log line
     * @param lock gives the head of the partition, under its lock
     * @throws IllegalStateException when Kafka does not describe the topic in time
     */
    long of(
            Consumer<?, ?> kafka,
            TopicPartition partition,
            String log,
            Function<Tx, LogHead> lock) {
        long first = kafka.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        String topicId = topicIds.of(partition.topic());
        return database.inTransaction(tx -> {
            LogHead head = lock.apply(tx);
            if (head.part() == LogHead.DECISIONS && head.topicId().isEmpty()) {
                // Unlike that of measurements, the log of decisions begins with an epoch.
                epochs.begin(tx, head, topicId, first, "the first topic", clock.instant());
                return first;
            }
            String cause = cause(head, topicId, first, end);
            if (cause != null) {
                beginEpoch(tx, head, topicId, first, log, cause);
                return first;
            }
            if (head.topicId().isEmpty()) {
                epochs.name(tx, head, topicId);
            }
            return head.kafkaOffset();
        });
    }

    /** Why the log cannot go on where its head is; null when it can. */
    private static @Nullable String cause(LogHead head, String topicId, long first, long end) {
        if (!head.topicId().isEmpty() && !head.topicId().equals(topicId)) {
            return "the topic is another one";
        }
        if (head.kafkaOffset() > end) {
            return "the topic ends before the offset that the log has read";
        }
        return head.kafkaOffset() < first
                ? "the topic begins after the offset that the log has read: records are lost"
                : null;
    }

    private void beginEpoch(
            Tx tx, LogHead head, String topicId, long first, String log, String cause) {
        LOG.errorf(
                "consumer=%s partition=%d event=new_epoch epoch=%d from_seq=%d offset=%d cause=%s",
                log, head.part(), head.epoch() + 1, head.seq() + 1, first, cause);
        epochs.begin(tx, head, topicId, first, cause, clock.instant());
        identity.renew(tx, "new epoch, %s topic %s: %s".formatted(log, topicId, cause));
    }
}
