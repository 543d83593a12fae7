package io.effekt.eventstore.decision;

import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.postgres.CommandOutcomes;
import io.effekt.kafka.KafkaAccess;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Hands commands in on the decisions topic, where one consumer decides them in one order. */
@ApplicationScoped
public class KafkaDecisions implements Decisions {
    private static final byte[] KEY = "decisions".getBytes(StandardCharsets.UTF_8);

    /** A client is told within three seconds that Kafka is away. */
    private static final int PATIENCE_MILLIS = 2_500;

    /** How long an earlier outcome is waited for: marks of new measurements come all the time. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final KafkaAccess kafka;
    private final PendingOutcomes waiting;
    private final CommandOutcomes outcomes;
    private final DecisionProcessor processor;
    private final List<FollowUps> followUps;
    private final RecordSigner seals;
    private final List<DecisionFollower> followers;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public KafkaDecisions(
            KafkaAccess kafka,
            PendingOutcomes waiting,
            CommandOutcomes outcomes,
            DecisionProcessor processor,
            @All List<FollowUps> followUps,
            RecordSigner seals,
            @All List<DecisionFollower> followers) {
        this.followUps = followUps;
        this.seals = seals;
        this.followers = followers;
        this.kafka = kafka;
        this.waiting = waiting;
        this.outcomes = outcomes;
        this.processor = processor;
    }

    void stop(@Observes ShutdownEvent event) {
        synchronized (this) {
            if (producer != null) {
                producer.close(Duration.ofSeconds(3));
                producer = null;
            }
        }
    }

    @Override
    public Optional<CommandOutcome> submit(Command command, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        CompletableFuture<CommandOutcome> outcome = waiting.open(command.requestId());
        try {
            send(command);
            return waiting.await(outcome, wait).filter(found -> isThere(found, deadline));
        } finally {
            waiting.close(command.requestId());
        }
    }

    /** Whether a reader sees all that follows from it, within the time. */
    private boolean isThere(CommandOutcome outcome, long deadline) {
        followers.forEach(follower -> follower.follow(outcome.seq()));
        return followUps.stream()
                .allMatch(work -> work.await(outcome.follows(), remaining(deadline)));
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public CommandOutcome tryOut(Command command) {
        return processor.tryOut(command);
    }

    @Override
    public Optional<CommandOutcome> outcome(UUID requestId) {
        long deadline = System.nanoTime() + LOOK.toNanos();
        return outcomes.find(List.of(requestId)).stream()
                .filter(found -> isThere(found, deadline))
                .findFirst();
    }

    private void send(Command command) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(DecisionTopic.NAME, KEY, CommandJson.write(command));
        record.headers()
                .add(
                        new RecordHeader(
                                CommandJson.REQUEST,
                                command.requestId().toString().getBytes(StandardCharsets.UTF_8)));
        seals.seal(record.headers(), CommandJson.SEALED, record.value());
        try {
            producer().send(record).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DecisionsUnavailable(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new DecisionsUnavailable(e);
        }
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            Map<String, Object> config = new HashMap<>(kafka.clientConfig());
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DecisionTopic.LARGEST);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS - 500L);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS - 1_000);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS - 500);
            ByteArraySerializer bytes = new ByteArraySerializer();
            open = new KafkaProducer<>(config, bytes, bytes);
            producer = open;
        }
        return open;
    }
}
