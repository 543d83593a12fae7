package io.effekt.eventstore.decision;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogConsumer;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.ResumeOffset;
import io.effekt.eventstore.Retry;
import io.effekt.eventstore.decision.DecisionProcessor.Result;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.kafka.KafkaAccess;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code effekt.decisions.v1}: one partition, so one instance at a time, one command after
 * the other.
 */
@Singleton
public class DecisionConsumer extends LogConsumer {
    private static final TopicPartition PARTITION = new TopicPartition(DecisionTopic.NAME, 0);

    private static final Logger LOG = Logger.getLogger(DecisionConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** How often a record may make the program stumble before it is set aside. */
    private static final int STUMBLES = 3;

    private final DecisionProcessor processor;
    private final DecisionLog log;
    private final PendingOutcomes waiting;
    private final RecordSigner signer;

    /** The record that failed last, and how often: touched by the consumer's thread alone. */
    private long failedOffset = -1;

    private int failures;
    private int stumbles;

    public DecisionConsumer(
            DecisionProcessor processor,
            DecisionLog log,
            PendingOutcomes waiting,
            ResumeOffset resume,
            KafkaAccess kafka,
            RecordSigner signer) {
        super("decisions", DecisionTopic.NAME, kafka, resume);
        this.processor = processor;
        this.log = log;
        this.waiting = waiting;
        this.signer = signer;
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    /** Whether this instance decides at the moment. */
    public boolean isHere() {
        return isAssigned(PARTITION);
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                50,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                DecisionTopic.LARGEST);
    }

    @Override
    protected LogHead lock(Tx tx, int part) {
        return log.lock(tx);
    }

    @Override
    protected boolean step(KafkaConsumer<byte[], byte[]> from) {
        for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
            if (isStopping() || !take(from, record)) {
                return failures == 0;
            }
        }
        return failures == 0;
    }

    /** Whether the next record may follow; otherwise the consumer stands where it has to go on. */
    private boolean take(KafkaConsumer<byte[], byte[]> from, ConsumerRecord<byte[], byte[]> read) {
        DecisionRecord record =
                new DecisionRecord(
                        read.offset(),
                        requestId(read),
                        read.value(),
                        signer.holds(read.headers(), CommandJson.SEALED, read.value()));
        boolean setAside = failedOffset == read.offset() && stumbles >= STUMBLES;
        Result result;
        try {
            result =
                    setAside
                            ? processor.setAside(position(PARTITION), record)
                            : processor.take(position(PARTITION), record);
        } catch (RuntimeException e) {
            failed(read.offset(), e);
            from.seek(PARTITION, read.offset());
            return false;
        }
        failures = 0;
        return switch (result) {
            case Result.Done(var outcome) -> {
                moved(PARTITION, read.offset() + 1);
                waiting.settle(outcome);
                yield true;
            }
            case Result.Passed() -> true;
            case Result.Moved(long nextOffset) -> {
                LOG.warnf("consumer=decisions event=moved next_offset=%d", nextOffset);
                moved(PARTITION, nextOffset);
                from.seek(PARTITION, nextOffset);
                yield false;
            }
        };
    }

    /**
     * Waits and tries again for as long as the world around is broken. What is broken in the record
     * or in the program is tried a few times, and then set aside.
     */
    private void failed(long offset, RuntimeException e) {
        troubled("A command on definitions cannot be decided; the log tells why.");
        if (failedOffset != offset) {
            failedOffset = offset;
            failures = 0;
            stumbles = 0;
        }
        failures++;
        if (isOfTheWorld(e)) {
            LOG.warnf(
                    "consumer=decisions event=waits_for_database offset=%d attempt=%d cause=%s",
                    offset, failures, e.getMessage());
        } else {
            stumbles++;
            LOG.errorf(e, "consumer=decisions event=failed offset=%d attempt=%d", offset, failures);
        }
        pause(failures);
    }

    private static boolean isOfTheWorld(RuntimeException e) {
        return !Retry.isOfTheData(e)
                && (e instanceof PgException
                        || e instanceof Database.TryAgain
                        || e.getClass().getName().startsWith("io.vertx.")
                        || e.getCause() instanceof IOException);
    }

    private static @Nullable UUID requestId(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(CommandJson.REQUEST);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return UUID.fromString(new String(header.value(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
