package io.effekt.eventstore;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Brings what lies in the outboxes to Kafka, each letter once and in order a key. One publisher at
 * a time: it holds a lock in PostgreSQL. Whoever takes over, and whoever has failed in the middle,
 * reads the end of the topic first, and so finds what was sent without being able to say so.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final String NUMBER = "effekt-outbox";
    private static final int AT_ONCE = 500;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Database database;
    private final Instance<Outbox> outboxes;
    private final KafkaAccess kafka;
    private final String me = UUID.randomUUID().toString();
    private final Semaphore work = new Semaphore(0);

    /** Topics of which this process does not know what its last round has sent. */
    private final Set<String> inDoubt = new HashSet<>();

    private volatile boolean stopping;
    private Thread thread = Thread.currentThread();

    public OutboxPublisher(Database database, Instance<Outbox> outboxes, KafkaAccess kafka) {
        this.database = database;
        this.outboxes = outboxes;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("effekt-outbox").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(Duration.ofSeconds(5));
    }

    /** Something may wait. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        while (!stopping) {
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                while (!stopping) {
                    boolean any = false;
                    for (Outbox outbox : outboxes) {
                        any |= publish(producer, outbox);
                    }
                    if (!any && work.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                        work.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("outbox event=failed cause=%s", e.getMessage());
                Retry.pause(5);
            }
        }
    }

    /** Sends what waits, under the lock; true when there was anything. */
    private boolean publish(KafkaProducer<byte[], byte[]> producer, Outbox outbox) {
        boolean doubt = !inDoubt.add(outbox.topic());
        Boolean any =
                database.ifFree(
                        "publish " + outbox.topic(), tx -> publish(tx, producer, outbox, doubt));
        if (any != null || !doubt) {
            inDoubt.remove(outbox.topic());
        }
        return any != null && any;
    }

    private boolean publish(
            Tx tx, KafkaProducer<byte[], byte[]> producer, Outbox outbox, boolean doubt) {
        List<Outbox.Letter> letters = outbox.waiting(tx, AT_ONCE);
        if (letters.isEmpty()) {
            return false;
        }
        Set<Long> known = takesOver(tx, outbox) || doubt ? tail(outbox.topic()) : Set.of();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Outbox.Letter letter : letters) {
            if (!known.contains(letter.number())) {
                sent.add(producer.send(record(outbox.topic(), letter)));
            }
        }
        producer.flush();
        sent.forEach(OutboxPublisher::acknowledged);
        outbox.sent(tx, letters.stream().map(Outbox.Letter::number).toList());
        return true;
    }

    /** Whether somebody else has published since this process last did. */
    private boolean takesOver(Tx tx, Outbox outbox) {
        return tx.query(
                                """
                                insert into publisher (topic, owner) values ($1, $2)
                                on conflict (topic) do update set owner = excluded.owner
                                where publisher.owner <> excluded.owner
                                """,
                                outbox.topic(),
                                me)
                        .rowCount()
                > 0;
    }

    /** Outbox numbers at the end of the topic: no more than one round can be in doubt. */
    private Set<Long> tail(String topic) {
        Set<Long> numbers = new HashSet<>();
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.put("enable.auto.commit", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            consumer.assign(partitions);
            ends.forEach((partition, end) ->
                    consumer.seek(
                            partition,
                            Math.max(starts.getOrDefault(partition, 0L), end - AT_ONCE)));
            while (partitions.stream().anyMatch(p -> consumer.position(p) < end(ends, p))) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    Header number = record.headers().lastHeader(NUMBER);
                    if (number != null) {
                        numbers.add(
                                Long.parseLong(new String(number.value(), StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return numbers;
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, Outbox.Letter letter) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic, letter.key().getBytes(StandardCharsets.UTF_8), letter.value());
        record.headers()
                .add(NUMBER, Long.toString(letter.number()).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            sent.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while Kafka was asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take it", e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("delivery.timeout.ms", 20_000);
        config.put("request.timeout.ms", 5_000);
        config.put("max.block.ms", 5_000);
        config.put("max.request.size", Outbox.LARGEST);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(config, bytes, bytes);
    }
}
