package io.effekt.ingest.record;

import io.effekt.background.FailureTracker;
import io.effekt.ingest.IngestSettings;
import io.effekt.kafka.KafkaSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one producer of this instance, shared by all calls. What it says is acknowledged, every
 * in-sync replica has.
 */
@ApplicationScoped
public class MeasurementProducer {
    private static final Logger LOG = Logger.getLogger(MeasurementProducer.class);

    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final IngestSettings settings;
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private volatile long lastFailure;
    private @Nullable Producer<byte[], byte[]> producer;

    public MeasurementProducer(KafkaSettings kafka, IngestSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /** Where Kafka put a record. */
    public record Place(int partition, long offset) {}

    /**
     * Why what is posted is not taken, once that has lasted. Forgotten after a while without a
     * call: a service that says so gets none, and would say so for ever.
     */
    Optional<String> trouble() {
        return isRecent() ? trouble.lasting() : Optional.empty();
    }

    private boolean isRecent() {
        return System.nanoTime() - lastFailure < FORGOTTEN.toNanos();
    }

    private void note(boolean acknowledged) {
        if (acknowledged) {
            trouble.over();
        } else {
            if (!isRecent()) {
                trouble.over();
            }
            lastFailure = System.nanoTime();
            trouble.met("Kafka does not acknowledge what is sent.");
        }
    }

    /**
     * Sends all of it and waits until every record is acknowledged or the time is over. Blocks, and
     * never longer than that; a record that is not acknowledged may still arrive later.
     *
     * @return for each record its place, or null when it was not acknowledged
     */
    public List<@Nullable Place> send(List<ProducerRecord<byte[], byte[]>> records) {
        Delivery delivery = new Delivery(records.size());
        // Kafka's client may block in the middle of sending: that must not keep the caller.
        Thread.ofVirtual().name("effekt-send").start(() -> send(records, delivery));
        List<@Nullable Place> places = delivery.await(settings.acknowledgeTimeout());
        note(places.stream().allMatch(Objects::nonNull));
        return places;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, Delivery delivery) {
        Producer<byte[], byte[]> open = null;
        try {
            open = producer();
            for (int i = 0; i < records.size() && !delivery.over; i++) {
                int index = i;
                Future<RecordMetadata> _ =
                        open.send(
                                records.get(i),
                                (place, failure) -> delivery.answer(index, place, failure));
            }
        } catch (RuntimeException e) {
            LOG.warnf("event=send_failed cause=%s", e.getMessage());
            delivery.fail();
            if (open != null && e instanceof KafkaException && !(e instanceof ApiException)) {
                drop(open);
            }
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            ByteArraySerializer bytes = new ByteArraySerializer();
            open = new KafkaProducer<>(config(), bytes, bytes);
            producer = open;
        }
        return open;
    }

    /** A producer that has failed for good is thrown away; the next call gets a new one. */
    private synchronized void drop(Producer<byte[], byte[]> failed) {
        if (failed.equals(producer)) {
            producer = null;
            Thread.ofVirtual().start(() -> failed.close(Duration.ZERO));
        }
    }

    @PreDestroy
    synchronized void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(settings.acknowledgeTimeout());
        }
    }

    private Map<String, Object> config() {
        int atMost = Math.toIntExact(settings.acknowledgeTimeout().toMillis());
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, kafka.instance() + "-measurements");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1_024);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, atMost);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, atMost);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, atMost - 500));
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000);
        config.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        return config;
    }

    /** Not every platform and folder for temporary files lets the native library in. */
    private static String compression() {
        try {
            LZ4Factory.fastestInstance();
            return "lz4";
        } catch (LinkageError e) {
            LOG.infof("event=no_lz4 cause=%s", e.getMessage());
            return "none";
        }
    }

    /** The acknowledgements of one call, as they come in on Kafka's thread. */
    private static final class Delivery {
        private final AtomicReferenceArray<@Nullable Place> places;
        private final CountDownLatch open;
        private volatile boolean over;

        Delivery(int records) {
            places = new AtomicReferenceArray<>(records);
            open = new CountDownLatch(records);
        }

        void answer(int index, @Nullable RecordMetadata place, @Nullable Exception failure) {
            if (failure == null && place != null) {
                places.set(index, new Place(place.partition(), place.offset()));
                open.countDown();
            } else {
                fail();
            }
        }

        /** One is enough: the call is answered by 503, and the rest need not be sent. */
        void fail() {
            over = true;
            while (open.getCount() > 0) {
                open.countDown();
            }
        }

        List<@Nullable Place> await(Duration atMost) {
            try {
                boolean all = open.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
                over |= !all;
            } catch (InterruptedException e) {
                over = true;
                Thread.currentThread().interrupt();
            }
            List<@Nullable Place> acknowledged = new ArrayList<>(places.length());
            for (int i = 0; i < places.length(); i++) {
                acknowledged.add(places.get(i));
            }
            return acknowledged;
        }
    }
}
