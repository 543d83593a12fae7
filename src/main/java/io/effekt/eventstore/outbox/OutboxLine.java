package io.effekt.eventstore.outbox;

import io.effekt.kafka.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The line from one outbox to its topic: a round is one transaction of Kafka. An instance that
 * takes the line over ends the transaction of the one before, who can send nothing from then on,
 * whatever it still believes.
 */
final class OutboxLine implements AutoCloseable {
    /** Most letters of one round. */
    static final int AT_ONCE = 500;

    /** A round, and as much again for what was broken off around it. */
    private static final int TAIL = 3 * AT_ONCE;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final KafkaAccess kafka;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    OutboxLine(String topic, KafkaAccess kafka) {
        this.topic = topic;
        this.kafka = kafka;
    }

    /** The name under which Kafka knows the one who may send. */
    static String transactionalId(String topic) {
        return "effekt-outbox-" + topic;
    }

    /** Whether it is not known what the last round has sent. */
    boolean isInDoubt() {
        return producer == null;
    }

    /** Shuts everybody else out, and tells what has left by then. */
    OutboxTail takeOver() {
        close();
        KafkaProducer<byte[], byte[]> opened = open();
        producer = opened;
        try {
            opened.initTransactions();
            return tail();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Sends all of them or none; after a failure the line is in doubt. */
    void send(List<Outbox.Letter> letters, UUID store) {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new IllegalStateException("the line was not taken over");
        }
        if (letters.isEmpty()) {
            return;
        }
        try {
            open.beginTransaction();
            for (Outbox.Letter letter : letters) {
                // The commit fails when one of them does.
                Future<RecordMetadata> _ = open.send(record(letter, store));
            }
            open.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** From now on it is in doubt; what was not committed is given up. */
    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private OutboxTail tail() {
        List<OutboxTail.Sent> sent = new ArrayList<>();
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
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
                            partition, Math.max(starts.getOrDefault(partition, 0L), end - TAIL)));
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("Kafka did not give the end of " + topic);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    OutboxTail.Sent one = OutboxTail.Sent.of(record);
                    if (one != null) {
                        sent.add(one);
                    }
                }
            }
        }
        return new OutboxTail(sent);
    }

    private ProducerRecord<byte[], byte[]> record(Outbox.Letter letter, UUID store) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, bytes(letter.key()), letter.value());
        record.headers()
                .add(OutboxTail.NUMBER, bytes(Long.toString(letter.number())))
                .add(OutboxTail.STORE, bytes(store.toString()));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private KafkaProducer<byte[], byte[]> open() {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.merge(ProducerConfig.CLIENT_ID_CONFIG, "-" + topic, (id, more) -> id + "" + more);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId(topic));
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 25_000);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Outbox.LARGEST);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(config, bytes, bytes);
    }
}
