package io.effekt.ingest.record;

import io.effekt.background.FailureTracker;
import io.effekt.eventstore.LogHead;
import io.effekt.ingest.append.BatchProcessor;
import io.effekt.kafka.KafkaSettings;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code effekt.measurements.v1}. One thread polls; each partition has at most one batch
 * under way on a virtual thread, and is paused meanwhile, so that memory stays bounded and order is
 * kept. Offsets live in {@code log_head}, never in Kafka: a partition is read on from there.
 */
@ApplicationScoped
public class MeasurementConsumer {
    private static final Logger LOG = Logger.getLogger(MeasurementConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final BatchProcessor intake;
    private final Heads heads;
    private final KafkaSettings settings;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<TopicPartition, CompletableFuture<Long>> underWay = new HashMap<>();

    /**
     * Where each partition was read from: what the log must say, or somebody else has been there.
     */
    private final Map<TopicPartition, Long> readFrom = new HashMap<>();

    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private volatile boolean stopping;
    private volatile long lag;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    public MeasurementConsumer(
            BatchProcessor intake, Heads heads, KafkaSettings settings, MeterRegistry metrics) {
        this.intake = intake;
        this.heads = heads;
        this.settings = settings;
        metrics.gauge("effekt.consumer.lag", this, MeasurementConsumer::lag);
        metrics.gauge("effekt.consumer.partitions", assigned, Set::size);
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("effekt-measurements").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (thread != null) {
            thread.join(Duration.ofSeconds(10));
        }
    }

    /** Partitions that this instance reads at the moment. */
    public Set<Integer> partitions() {
        Set<Integer> parts = new HashSet<>();
        assigned.forEach(partition -> parts.add(partition.partition()));
        return parts;
    }

    /** Why nothing is read, once that has lasted; that Kafka is away is not noticed here. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> opened = open()) {
                consumer = opened;
                opened.subscribe(List.of(Topics.MEASUREMENTS), new Assignment(opened));
                while (!stopping) {
                    step(opened);
                    trouble.over();
                }
                awaitAll(underWay.keySet());
            } catch (RuntimeException e) {
                LOG.errorf(e, "consumer=measurements event=restarted cause=%s", e.getMessage());
                trouble.met("The consumer of measurements fails and is started again.");
                underWay.clear();
                pause();
            } finally {
                consumer = null;
                assigned.clear();
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> config = new HashMap<>(settings.common());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "effekt-measurements");
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchItems());
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(config, bytes, bytes);
    }

    private void step(KafkaConsumer<byte[], byte[]> kafka) {
        try {
            ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                begin(kafka, partition, records.records(partition));
            }
        } catch (WakeupException e) {
            // a batch has ended, or the service stops
        }
        finish(kafka);
        lag = behind(kafka);
    }

    /** Records of the assigned partitions that are not in the store yet. */
    public long lag() {
        return lag;
    }

    private long behind(KafkaConsumer<byte[], byte[]> kafka) {
        long behind = 0;
        for (TopicPartition partition : assigned) {
            long unread = kafka.currentLag(partition).orElse(0);
            long underWay = kafka.position(partition) - readFrom.getOrDefault(partition, 0L);
            behind += unread + Math.max(0, underWay);
        }
        return behind;
    }

    private void begin(
            KafkaConsumer<byte[], byte[]> kafka,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        kafka.pause(List.of(partition));
        long from = readFrom.getOrDefault(partition, records.getFirst().offset());
        CompletableFuture<Long> batch =
                CompletableFuture.supplyAsync(
                                () -> intake.take(partition.partition(), from, records), workers)
                        .whenComplete((offset, failure) -> kafka.wakeup());
        underWay.put(partition, batch);
    }

    private void finish(KafkaConsumer<byte[], byte[]> kafka) {
        for (TopicPartition partition : List.copyOf(underWay.keySet())) {
            CompletableFuture<Long> batch = underWay.get(partition);
            if (batch == null || !batch.isDone()) {
                continue;
            }
            underWay.remove(partition);
            if (!assigned.contains(partition)) {
                continue;
            }
            try {
                long next = batch.join();
                if (next != kafka.position(partition)) {
                    LOG.warnf(
                            "partition=%d event=moved next_offset=%d", partition.partition(), next);
                    kafka.seek(partition, next);
                }
                readFrom.put(partition, next);
            } catch (CompletionException e) {
                // The appender retries for ever while the service runs; this is a broken program.
                LOG.errorf(e.getCause(), "partition=%d event=batch_failed", partition.partition());
                seek(kafka, partition);
            }
            kafka.resume(List.of(partition));
        }
    }

    private void seek(KafkaConsumer<byte[], byte[]> kafka, TopicPartition partition) {
        long offset = heads.onAssigned(kafka, partition);
        kafka.seek(partition, offset);
        readFrom.put(partition, offset);
    }

    private void awaitAll(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : List.copyOf(partitions)) {
            CompletableFuture<Long> batch = underWay.remove(partition);
            if (batch != null) {
                try {
                    batch.get(5, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (Exception e) {
                    LOG.warnf(
                            "partition=%d event=left_in_flight cause=%s",
                            partition.partition(), e.getMessage());
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes up partitions where the log says, and lets go of them after what is under way. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> kafka;

        Assignment(KafkaConsumer<byte[], byte[]> kafka) {
            this.kafka = kafka;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            List<TopicPartition> taken = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                if (partition.partition() < LogHead.PARTITIONS) {
                    seek(kafka, partition);
                    taken.add(partition);
                }
            }
            assigned.addAll(taken);
            LOG.infof("event=partitions_assigned partitions=%s", taken);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            awaitAll(partitions);
            partitions.forEach(assigned::remove);
            LOG.infof("event=partitions_revoked partitions=%s", partitions);
        }
    }
}
