package io.effekt.ingest.record;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogConsumer;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.ResumeOffset;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.ingest.append.BatchProcessor;
import io.effekt.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads {@code effekt.measurements.v1}. Each partition has at most one batch under way on a virtual
 * thread, and is paused meanwhile, so that memory stays bounded and order is kept.
 */
@Singleton
public class MeasurementConsumer extends LogConsumer {
    private static final Logger LOG = Logger.getLogger(MeasurementConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final BatchProcessor batches;
    private final MeasurementLog log;
    private final int batchItems;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<TopicPartition, CompletableFuture<Long>> underWay = new HashMap<>();
    private volatile long lag;

    public MeasurementConsumer(
            BatchProcessor batches,
            MeasurementLog log,
            ResumeOffset resume,
            KafkaSettings settings,
            MeterRegistry metrics) {
        super("measurements", MeasurementTopic.NAME, settings, resume);
        this.batches = batches;
        this.log = log;
        batchItems = settings.batchItems();
        metrics.gauge("effekt.consumer.lag", this, MeasurementConsumer::lag);
        metrics.gauge("effekt.consumer.partitions", this, it -> it.assigned().size());
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    /** Numbers of the partitions that this instance reads at the moment. */
    public Set<Integer> partitions() {
        return assigned().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** Records of the assigned partitions that are not in the store yet. */
    public long lag() {
        return lag;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                batchItems,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                2 << 20,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                16 << 20,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100);
    }

    @Override
    protected LogHead lock(Tx tx, int part) {
        return log.lock(tx, part);
    }

    @Override
    protected boolean step(KafkaConsumer<byte[], byte[]> kafka) {
        try {
            ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                begin(kafka, partition, records.records(partition));
            }
        } catch (WakeupException e) {
            // A batch has ended, or the service stops.
        }
        takeResults(kafka);
        lag = behind(kafka);
        return true;
    }

    private long behind(KafkaConsumer<byte[], byte[]> kafka) {
        long behind = 0;
        for (TopicPartition partition : assigned()) {
            long unread = kafka.currentLag(partition).orElse(0);
            behind += unread + Math.max(0, kafka.position(partition) - position(partition));
        }
        return behind;
    }

    private void begin(
            KafkaConsumer<byte[], byte[]> kafka,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        kafka.pause(List.of(partition));
        long from = position(partition);
        CompletableFuture<Long> batch =
                CompletableFuture.supplyAsync(
                                () -> batches.take(partition.partition(), from, records), workers)
                        .whenComplete((offset, failure) -> kafka.wakeup());
        underWay.put(partition, batch);
    }

    private void takeResults(KafkaConsumer<byte[], byte[]> kafka) {
        for (TopicPartition partition : List.copyOf(underWay.keySet())) {
            CompletableFuture<Long> batch = underWay.get(partition);
            if (batch == null || !batch.isDone()) {
                continue;
            }
            underWay.remove(partition);
            if (!isAssigned(partition)) {
                continue;
            }
            try {
                long next = batch.join();
                if (next != kafka.position(partition)) {
                    LOG.warnf(
                            "partition=%d event=moved next_offset=%d", partition.partition(), next);
                    kafka.seek(partition, next);
                }
                moved(partition, next);
            } catch (CompletionException e) {
                // The appender retries for ever while the service runs; this is a broken program.
                LOG.errorf(e.getCause(), "partition=%d event=batch_failed", partition.partition());
                resume(kafka, partition);
            }
            kafka.resume(List.of(partition));
        }
    }

    @Override
    protected void finish(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
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

    @Override
    protected void forget() {
        underWay.clear();
    }
}
