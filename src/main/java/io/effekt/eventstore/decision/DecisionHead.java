package io.effekt.eventstore.decision;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.eventstore.postgres.Epochs;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.kafka.KafkaAccess;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Where the decisions topic is read on from: the log's own head. When the topic is another one than
 * the log knows, or was cut, a new epoch begins, loudly: it is read from its beginning, and what
 * was decided already is found by its request id.
 */
@ApplicationScoped
public class DecisionHead {
    private static final Logger LOG = Logger.getLogger(DecisionHead.class);
    private static final int SECONDS = 10;

    private final Database database;
    private final DecisionLog log;
    private final Epochs epochs;
    private final StoreIdentity identity;
    private final KafkaAccess kafka;
    private final InstantSource clock;

    public DecisionHead(
            Database database,
            DecisionLog log,
            Epochs epochs,
            StoreIdentity identity,
            KafkaAccess kafka,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.epochs = epochs;
        this.identity = identity;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** The offset to go on from. */
    long goOnFrom(Consumer<?, ?> consumer, TopicPartition partition) {
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        String topicId = topicId(partition.topic());
        return database.inTransaction(tx -> goOn(tx, topicId, first, end));
    }

    private long goOn(Tx tx, String topicId, long first, long end) {
        LogHead head = log.lock(tx);
        String cause;
        if (head.topicId().isEmpty()) {
            cause = "the first topic";
        } else if (!head.topicId().equals(topicId)) {
            cause = "the topic is another one";
        } else if (head.kafkaOffset() > end) {
            cause = "the topic ends before the offset that the log has read";
        } else if (head.kafkaOffset() < first) {
            cause = "the topic begins after the offset that the log has read: records are lost";
        } else {
            return head.kafkaOffset();
        }
        epochs.begin(tx, head, topicId, first, cause, clock.instant());
        if (!head.topicId().isEmpty()) {
            LOG.errorf(
                    "consumer=decisions event=new_epoch epoch=%d after_seq=%d offset=%d cause=%s",
                    head.epoch() + 1, head.seq(), first, cause);
            identity.renew(tx, "new epoch, decisions topic %s: %s".formatted(topicId, cause));
        }
        return first;
    }

    private String topicId(String topic) {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(SECONDS, TimeUnit.SECONDS)
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not describe the decisions topic", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking Kafka", e);
        }
    }
}
