package io.effekt.eventstore;

import io.effekt.background.FailureTracker;
import io.effekt.database.Tx;
import io.effekt.kafka.KafkaAccess;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fills a log from a topic. One thread polls, and starts again after what goes wrong. Offsets live
 * in {@code log_head}, never in Kafka: a partition is read on from there.
 */
public abstract class LogConsumer {
    private static final Logger LOG = Logger.getLogger(LogConsumer.class);

    private final String log;
    private final String topic;
    private final KafkaAccess kafka;
    private final ResumeOffset resume;
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    /**
     * @param log what is filled: names the thread, the consumer group and log lines
     */
    protected LogConsumer(String log, String topic, KafkaAccess kafka, ResumeOffset resume) {
        this.log = log;
        this.topic = topic;
        this.kafka = kafka;
        this.resume = resume;
    }

    /** What the client is configured with, beyond what is the same for all. */
    protected abstract Map<String, Object> config();

    /** The head of a partition, under its lock. */
    protected abstract LogHead lock(Tx tx, int part);

    /**
     * Polls once and takes what came.
     *
     * @return false when something could not be taken, so that the trouble goes on
     */
    protected abstract boolean step(KafkaConsumer<byte[], byte[]> kafka);

    /** Waits for what is under way of partitions that are given up. */
    protected void finish(Collection<TopicPartition> partitions) {}

    /** Forgets what was under way, since the consumer is opened again. */
    protected void forget() {}

    protected final void start() {
        thread = Thread.ofPlatform().name("effekt-" + log).start(this::run);
    }

    protected final void stop() throws InterruptedException {
        stopping = true;
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (thread != null) {
            thread.join(Duration.ofSeconds(10));
        }
    }

    protected final boolean isStopping() {
        return stopping;
    }

    /** Why nothing is read, once that has lasted; that Kafka is away is not noticed here. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    /**
     * @param reason one sentence, with its full stop
     */
    protected final void troubled(String reason) {
        trouble.met(reason);
    }

    /** Partitions that this instance reads at the moment. */
    protected final Collection<TopicPartition> assigned() {
        return positions.keySet();
    }

    protected final boolean isAssigned(TopicPartition partition) {
        return positions.containsKey(partition);
    }

    /**
     * The next offset that the log expects of a partition: it must say the same, or somebody else
     * has been there. -1 when the partition is not read here.
     */
    protected final long position(TopicPartition partition) {
        return positions.getOrDefault(partition, -1L);
    }

    /** The log has gone on to this offset. */
    protected final void moved(TopicPartition partition, long next) {
        positions.computeIfPresent(partition, (same, before) -> next);
    }

    /** Reads a partition on from the head of its log. */
    protected final void resume(KafkaConsumer<byte[], byte[]> open, TopicPartition partition) {
        long offset = resume.of(open, partition, log, tx -> lock(tx, partition.partition()));
        open.seek(partition, offset);
        positions.put(partition, offset);
    }

    private void run() {
        for (int attempt = 1; !stopping; attempt++) {
            try (KafkaConsumer<byte[], byte[]> opened = open()) {
                consumer = opened;
                opened.subscribe(List.of(topic), new Assignment(opened));
                while (!stopping) {
                    if (step(opened)) {
                        trouble.over();
                    }
                    attempt = 1;
                }
                finish(List.copyOf(positions.keySet()));
            } catch (WakeupException e) {
                // The service stops.
            } catch (RuntimeException e) {
                LOG.errorf(e, "consumer=%s event=restarted cause=%s", log, e.getMessage());
                trouble.met("The consumer of %s fails and is started again.".formatted(log));
                forget();
                pause(attempt);
            } finally {
                consumer = null;
                positions.clear();
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        Object instance = config.get(ConsumerConfig.CLIENT_ID_CONFIG);
        if (instance != null) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "effekt-" + log);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.putAll(config());
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(config, bytes, bytes);
    }

    /** Waits before another attempt, unless the service stops. */
    protected final void pause(int attempt) {
        if (!stopping) {
            Retry.pause(attempt);
        }
    }

    /** Takes up partitions where the log says, and lets go of them after what is under way. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> open;

        private Assignment(KafkaConsumer<byte[], byte[]> open) {
            this.open = open;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                if (partition.partition() < LogHead.PARTITIONS) {
                    resume(open, partition);
                }
            }
            LOG.infof("consumer=%s event=partitions_assigned partitions=%s", log, positions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            finish(partitions);
            partitions.forEach(positions::remove);
            LOG.infof("consumer=%s event=partitions_revoked partitions=%s", log, partitions);
        }
    }
}
