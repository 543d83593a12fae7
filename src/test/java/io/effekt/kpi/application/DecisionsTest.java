package io.effekt.kpi.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandJson;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.DecisionProcessor;
import io.effekt.eventstore.decision.DecisionProcessor.Result;
import io.effekt.eventstore.decision.DecisionRecord;
import io.effekt.eventstore.decision.DecisionTopic;
import io.effekt.eventstore.decision.Decisions;
import io.effekt.json.Json;
import io.effekt.kafka.KafkaAccess;
import io.effekt.kernel.Precondition;
import io.effekt.organization.ValueStream;
import io.effekt.organization.ValueStreamKind;
import io.effekt.resource.ResourceCommand;
import io.effekt.resource.ResourceId;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commands on their way through the topic, the log and the projection, on real servers. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class DecisionsTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final int CHANGES = Integer.getInteger("decisions.changes", 50);

    @Inject Decisions decisions;
    @Inject DecisionProcessor turns;
    @Inject DefinitionsView view;
    @Inject ValueStreamKind streams;
    @Inject Database database;
    @Inject KafkaAccess kafka;
    @Inject RecordSigner seals;

    @Test
    void whoIsToldOfAnOutcomeSeesItHereHoweverBusyTheMachineIs() {
        AtomicBoolean done = new AtomicBoolean();
        Thread[] busy = new Thread[4];
        for (int i = 0; i < busy.length; i++) {
            busy[i] =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                while (!done.get()) {
                                    Thread.onSpinWait();
                                }
                            });
        }
        try {
            // One KPI, since each further one would be evaluated for every test that comes after.
            String key = fresh();
            for (int i = 0; i < CHANGES; i++) {
                assertEquals(i == 0 ? 201 : 200, submit(define(key, "Name " + i)).status());
                assertEquals("Name " + i, name(key), "after " + i);
            }
        } finally {
            done.set(true);
        }
    }

    @Test
    void aCommandIsDecidedAndSeenInMemoryAtOnce() {
        String key = fresh();

        CommandOutcome outcome = submit(define(key, "First"));

        assertEquals(201, outcome.status(), outcome.body());
        assertEquals("First", name(key));
        assertEquals(1, events(key));
        assertEquals(outcome, decisions.outcome(outcome.requestId()).orElseThrow());
    }

    @Test
    void theSameAgainIsTheSameVersionAndNoEvent() {
        String key = fresh();
        submit(define(key, "First"));

        CommandOutcome again = submit(define(key, "First"));

        assertEquals(200, again.status());
        assertEquals(1, Json.stored(again.body()).path("version").asInt());
        assertEquals(1, events(key));
    }

    @Test
    void aRecordThatIsDeliveredTwiceIsDecidedOnce() throws Exception {
        String key = fresh();
        Command command = command(define(key, "First"));

        send(command.requestId(), CommandJson.write(command), true);
        send(command.requestId(), CommandJson.write(command), true);
        CommandOutcome after = submit(define(key, "Second"));

        assertEquals(2, Json.stored(after.body()).path("version").asInt());
        assertEquals(2, events(key));
    }

    @Test
    void whatAnybodyWroteToTheTopicDecidesNothing() throws Exception {
        String key = fresh();
        Command command = command(define(key, "First"));

        send(command.requestId(), CommandJson.write(command), false);
        submit(define(fresh(), "Next"));

        CommandOutcome outcome = decisions.outcome(command.requestId()).orElseThrow();
        assertEquals(422, outcome.status());
        assertTrue(outcome.body().contains("own door only"), outcome.body());
        assertEquals(0, events(key));
    }

    @Test
    void aRecordBeforeTheLogsOffsetIsPassedOver() {
        submit(define(fresh(), "First"));
        long offset = offset();
        String key = fresh();
        Command command = command(define(key, "First"));

        Result result =
                turns.take(
                        offset,
                        new DecisionRecord(
                                offset - 1, command.requestId(), CommandJson.write(command), true));

        assertInstanceOf(Result.Passed.class, result);
        assertEquals(0, events(key));
    }

    @Test
    void whoHasLostThePartitionGivesUp() {
        submit(define(fresh(), "First"));
        String key = fresh();
        Command command = command(define(key, "First"));

        Result result =
                turns.take(
                        offset() - 1,
                        new DecisionRecord(
                                offset(), command.requestId(), CommandJson.write(command), true));

        assertEquals(new Result.Moved(offset()), result);
        assertEquals(0, events(key));
    }

    @Test
    void whatIsNoCommandIsKeptAndTheNextOneIsDecided() throws Exception {
        List<UUID> poison = new ArrayList<>();
        for (byte @Nullable [] value :
                new byte @Nullable [][] {
                    null,
                    utf8("{\"command\":"),
                    {(byte) 0xc3, (byte) 0x28},
                    utf8("[]"),
                    utf8("{\"command\":\"kpi.abolish\",\"actor\":\"x\",\"data\":{}}"),
                    utf8("{\"command\":\"kpi.define\",\"actor\":\"x\",\"data\":{\"key\":\"Ö\"}}"),
                    utf8("[".repeat(10_000)),
                    utf8("{\"command\":\"kpi.retire\",\"actor\":\"x\",\"data\":{\"key\":1e9999}}")
                }) {
            UUID id = UUID.randomUUID();
            poison.add(id);
            send(id, value, true);
        }

        CommandOutcome next = submit(define(fresh(), "Fine"));

        assertEquals(201, next.status());
        for (UUID id : poison) {
            assertEquals(422, decisions.outcome(id).orElseThrow().status());
        }
        long kept =
                database.query(
                                "select count(*) from command_rejected where request_id = any($1)",
                                (Object) poison.toArray(UUID[]::new))
                        .iterator()
                        .next()
                        .getLong(0);
        assertEquals(poison.size(), kept);
    }

    @Test
    void aTrialAnswersTheSameAndChangesNothing() {
        String key = fresh();
        long before = view.seq();

        CommandOutcome tried = decisions.tryOut(command(define(key, "First")));

        assertEquals(201, tried.status());
        assertEquals(before, view.seq());
        assertEquals(0, events(key));
        assertEquals(201, submit(define(key, "First")).status());
    }

    @Test
    void thePastIsReadFromTheLog() {
        String key = fresh();
        long first = submit(define(key, "First")).seq();
        long second = submit(define(key, "Second")).seq();

        assertEquals(null, view.at(first - 1).organisation().streams().get(key));
        assertEquals(
                new ValueStream(key, "First", false),
                view.at(first).organisation().streams().get(key));
        assertEquals(
                new ValueStream(key, "Second", false),
                view.upTo(second).organisation().streams().get(key));
    }

    @Test
    void theLogIsDenseAndChained() {
        submit(define(fresh(), "First"));

        long expected = 1;
        for (Row row : database.query("select seq, chain_hash from decision order by seq")) {
            assertEquals(expected++, row.getLong(0));
            assertEquals(32, row.getBuffer(1).length());
        }
        assertTrue(expected > 1);
    }

    @Test
    void historyCannotBeChangedByTheService() {
        submit(define(fresh(), "First"));

        for (String sql :
                List.of(
                        "update decision set actor = 'x'",
                        "delete from decision",
                        "truncate decision")) {
            assertThrows(PgException.class, () -> database.query(sql));
        }
    }

    private CommandOutcome submit(ResourceCommand<?> command) {
        return decisions.submit(command(command), WAIT).orElseThrow();
    }

    private static Command command(ResourceCommand<?> command) {
        return new Command(UUID.randomUUID(), command.name(), "tester", "because", command.data());
    }

    private ResourceCommand<ValueStream> define(String key, String name) {
        return new ResourceCommand<>(
                streams,
                new ResourceId("value-stream", key),
                new ValueStream(key, name, false),
                null,
                new Precondition.None());
    }

    private @Nullable String name(String key) {
        ValueStream stream = view.current().organisation().streams().get(key);
        return stream == null ? null : stream.name();
    }

    private long events(String key) {
        return database.query(
                        "select count(*) from decision where subject = $1", "value-stream:" + key)
                .iterator()
                .next()
                .getLong(0);
    }

    private long offset() {
        return database.query("select kafka_offset from log_head where part = -1")
                .iterator()
                .next()
                .getLong(0);
    }

    private void send(UUID id, byte @Nullable [] value, boolean sealed) throws Exception {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.put("client.id", "test");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(DecisionTopic.NAME, utf8("decisions"), value);
            record.headers().add(CommandJson.REQUEST, utf8(id.toString()));
            if (sealed && value != null) {
                seals.seal(record.headers(), CommandJson.SEALED, value);
            }
            producer.send(record).get(10, TimeUnit.SECONDS);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String fresh() {
        return "vs-" + UUID.randomUUID();
    }
}
