package io.effekt.eventstore.decision;

import io.effekt.background.FailureTracker;
import io.effekt.database.Database;
import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.Retry;
import io.effekt.kafka.KafkaAccess;

import io.effekt.eventstore.decision.DecisionProcessor.Result;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code effekt.decisions.v1}: one partition, so one instance at a time, one command after
 * the other. Offsets live in {@code log_head}, never in Kafka: the topic is read on from there.
 */
@ApplicationScoped
public class DecisionConsumer {
    public static final String TOPIC = "effekt.decisions.v1";

    /** Bytes of the largest command: an import of all definitions at once. */
    static final int LARGEST = 16 << 20;

    static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private static final Logger LOG = Logger.getLogger(DecisionConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** How often a record may make the program stumble before it is set aside. */
    private static final int STUMBLES = 3;

    private final DecisionProcessor processor;
    private final DecisionHead head;
    private final PendingOutcomes waiting;
    private final KafkaAccess kafka;
    private volatile boolean stopping;
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private final RecordSigner seals;
    private volatile long position = -1;
    private volatile @Nullable KafkaConsumer<byte[], byte @Nullable []> consumer;
    private @Nullable Thread thread;

    /** The record that failed last, and how often: touched by the consumer's thread alone. */
    private long failedOffset = -1;

    private int failures;
    private int stumbles;

    public DecisionConsumer(
            DecisionProcessor processor,
            DecisionHead head,
            PendingOutcomes waiting,
            KafkaAccess kafka,
            RecordSigner seals) {
        this.seals = seals;
        this.processor = processor;
        this.head = head;
        this.waiting = waiting;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("effekt-decisions").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        KafkaConsumer<byte[], byte @Nullable []> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (thread != null) {
            thread.join(Duration.ofSeconds(10));
        }
    }

    /** Why no command is decided here, once that has lasted. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    /** Whether this instance decides at the moment. */
    public boolean isHere() {
        return position >= 0;
    }

    private void run() {
        for (int attempt = 1; !stopping; attempt++) {
            try (KafkaConsumer<byte[], byte @Nullable []> opened = open()) {
                consumer = opened;
                opened.subscribe(List.of(TOPIC), new Assignment(opened));
                while (!stopping) {
                    if (poll(opened)) {
                        trouble.over();
                    }
                    attempt = 1;
                }
            } catch (WakeupException e) {
                // The service stops.
            } catch (RuntimeException e) {
                trouble.met("The consumer of definitions fails and is started again.");
                LOG.errorf(e, "consumer=decisions event=restarted cause=%s", e.getMessage());
                pause(attempt);
            } finally {
                consumer = null;
                position = -1;
            }
        }
    }

    private KafkaConsumer<byte[], byte @Nullable []> open() {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        Object instance = config.get(ConsumerConfig.CLIENT_ID_CONFIG);
        if (instance != null) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "effekt-decisions");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LARGEST);
        Deserializer<byte @Nullable []> orNull = (topic, bytes) -> bytes;
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), orNull);
    }

    /** False when a record could not be decided. */
    private boolean poll(KafkaConsumer<byte[], byte @Nullable []> from) {
        for (ConsumerRecord<byte[], byte @Nullable []> record : from.poll(POLL)) {
            if (stopping || !take(from, record)) {
                return failures == 0;
            }
        }
        return failures == 0;
    }

    /** Whether the next record may follow; otherwise the consumer stands where it has to go on. */
    private boolean take(
            KafkaConsumer<byte[], byte @Nullable []> from,
            ConsumerRecord<byte[], byte @Nullable []> read) {
        DecisionRecord record =
                new DecisionRecord(
                        read.offset(),
                        requestId(read),
                        read.value(),
                        seals.holds(read.headers(), CommandJson.SEALED, read.value()));
        boolean setAside = failedOffset == read.offset() && stumbles >= STUMBLES;
        Result result;
        try {
            result =
                    setAside
                            ? processor.setAside(position, record)
                            : processor.take(position, record);
        } catch (RuntimeException e) {
            failed(read.offset(), e);
            from.seek(PARTITION, read.offset());
            return false;
        }
        failures = 0;
        return switch (result) {
            case Result.Done(var outcome) -> {
                position = read.offset() + 1;
                waiting.settle(outcome);
                yield true;
            }
            case Result.Passed() -> true;
            case Result.Moved(long nextOffset) -> {
                LOG.warnf("consumer=decisions event=moved next_offset=%d", nextOffset);
                position = nextOffset;
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
        trouble.met("A command on definitions cannot be decided; the log tells why.");
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

    private void pause(int attempt) {
        if (!stopping) {
            Retry.pause(attempt);
        }
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

    /** Takes the partition up where the log says. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final KafkaConsumer<?, ?> of;

        private Assignment(KafkaConsumer<?, ?> of) {
            this.of = of;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(PARTITION)) {
                position = head.goOnFrom(of, PARTITION);
                of.seek(PARTITION, position);
                LOG.infof("consumer=decisions event=assigned offset=%d", position);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(PARTITION)) {
                position = -1;
                failures = 0;
                LOG.info("consumer=decisions event=revoked");
            }
        }
    }
}
