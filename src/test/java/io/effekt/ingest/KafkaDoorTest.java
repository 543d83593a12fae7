package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever somebody writes to the topic: each record is counted, held, or kept with its reason,
 * once, and what comes after it in its partition is counted.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class KafkaDoorTest {
    private static final String IN = "effekt.measurements.v1";
    private static final String OUT = "effekt.rejected.v1";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String run = "k" + UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = run + "-hours";
    private final String scope = "team:" + run;
    private final String key = kpi + "|" + scope;
    private @Nullable KafkaProducer<byte @Nullable [], byte @Nullable []> opened;
    private int good;

    @BeforeEach
    void open() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(kpi, Defined.SUM);
        Serializer<byte @Nullable []> orNull = (topic, bytes) -> bytes;
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap());
        config.put("acks", "all");
        config.put("max.request.size", 16 << 20);
        opened = new KafkaProducer<byte @Nullable [], byte @Nullable []>(config, orNull, orNull);
    }

    private String bootstrap() {
        return String.valueOf(kafka.clientConfig().get("bootstrap.servers"));
    }

    @AfterEach
    void close() {
        producer().close();
    }

    @Test
    void nullIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("malformed", null);
    }

    @Test
    void nothingIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("malformed", new byte[0]);
    }

    @Test
    void brokenUtf8IsKeptOnceAndTheNextIsCounted() throws Exception {
        byte[] value = item("utf", "\"value\":1,\"comment\":\"??\"").getBytes(UTF_8);
        for (int i = 0; i < value.length; i++) {
            value[i] = value[i] == '?' ? (byte) 0xc3 : value[i];
        }
        keptOnce("malformed", value);
    }

    @Test
    void truncatedJsonIsKeptOnceAndTheNextIsCounted() throws Exception {
        String whole = item("cut", "\"value\":1");
        for (int length : new int[] {1, whole.length() / 2, whole.length() - 1}) {
            keptOnce("malformed", whole.substring(0, length).getBytes(UTF_8));
        }
    }

    @Test
    void notANumberIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("invalid_value", item("nan", "\"value\":NaN").getBytes(UTF_8));
        keptOnce("invalid_value", item("inf", "\"value\":-Infinity").getBytes(UTF_8));
    }

    @Test
    void aThousandAndOneDigitsAreKeptOnceAndTheNextIsCounted() throws Exception {
        String digits = "9".repeat(1_001);
        keptOnce("invalid_value", item("long", "\"value\":" + digits).getBytes(UTF_8));
        keptOnce("invalid_value", item("tiny", "\"value\":1e-999999999").getBytes(UTF_8));
    }

    @Test
    void tenThousandLevelsAreKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("malformed", "[".repeat(10_000).getBytes(UTF_8));
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        keptOnce("malformed", item("deep", "\"value\":1,\"x\":" + deep).getBytes(UTF_8));
    }

    @Test
    void anotherShapeIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce(
                "shape_mismatch",
                item("shape", "\"numerator\":1,\"denominator\":2").getBytes(UTF_8));
    }

    @Test
    void theFarFutureIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce(
                "observed_in_future",
                item("far", "\"value\":1").replace("2026-01", "2150-01").getBytes(UTF_8));
    }

    @Test
    void aListAndWhatIsNoObjectAreKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("malformed", ("[" + item("list", "\"value\":1") + "]").getBytes(UTF_8));
        keptOnce("malformed", "42".getBytes(UTF_8));
        keptOnce("malformed", "null".getBytes(UTF_8));
    }

    @Test
    void aTextThatTheStoreCannotHoldIsKeptOnceAndTheNextIsCounted() throws Exception {
        keptOnce("malformed", item("nul\\u0000", "\"value\":1").getBytes(UTF_8));
        keptOnce("malformed", item("half", "\"value\":1,\"comment\":\"\\ud800\"").getBytes(UTF_8));
    }

    @Test
    void whatIsAsLargeAsTheTopicTakesIsKeptOnceAndTheNextIsCounted() throws Exception {
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) '?');
        keptOnce("malformed", large);
    }

    @Test
    void fiveMegabytesAreRefusedByTheBroker() throws Exception {
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> send(key, new byte[5_000_000]));
        assertInstanceOf(RecordTooLargeException.class, refused.getCause());
        theNextIsCounted();
    }

    @Test
    void anUnknownKpiIsHeldOnce() throws Exception {
        String value = item("held", "\"value\":1").replace(kpi, kpi + "-unknown");
        send(key, value.getBytes(UTF_8));
        theNextIsCounted();

        long held = 0;
        for (JsonNode row : items("/held?limit=1000&kpi=" + kpi + "-unknown")) {
            assertEquals("unknown_kpi", row.path("cause").asText());
            assertEquals(id("held"), row.path("id").asText());
            held++;
        }
        assertEquals(1, held);
    }

    @Test
    void anyKeyWillDo() throws Exception {
        String elsewhere = "";
        while (elsewhere.isEmpty() || Topic.partition(elsewhere) == Topic.partition(key)) {
            elsewhere = UUID.randomUUID().toString();
        }
        send(elsewhere, item("key", "\"value\":2").getBytes(UTF_8));
        send(null, item("nokey", "\"value\":3").getBytes(UTF_8));
        theNextIsCounted();

        eventuallyCounted("urn:" + run, id("key"));
        eventuallyCounted("urn:" + run, id("nokey"));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertEquals("3 measurements, 6.0", status()));
    }

    @Test
    void theSameRecordTwiceCountsOnce() throws Exception {
        byte[] value = item("twice", "\"value\":4").getBytes(UTF_8);
        send(key, value);
        send(key, value);
        theNextIsCounted();
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertEquals("2 measurements, 5.0", status()));
    }

    @Test
    void cloudEventsHeadersFillIdAndSource() throws Exception {
        String bare =
                "{\"kpi\":\""
                        + kpi
                        + "\",\"scope\":\""
                        + scope
                        + "\",\"observedAt\":\"2026-01-17T12:00:00Z\",\"value\":1}";
        ProducerRecord<byte @Nullable [], byte @Nullable []> record =
                record(key, bare.getBytes(UTF_8));
        record.headers().add("ce_id", id("event").getBytes(UTF_8));
        record.headers().add("ce_source", ("urn:event:" + run).getBytes(UTF_8));
        sent(record);
        eventuallyCounted("urn:event:" + run, id("event"));

        ProducerRecord<byte @Nullable [], byte @Nullable []> both =
                record(key, item("own", "\"value\":1").getBytes(UTF_8));
        both.headers().add("ce_id", "not-this-one".getBytes(UTF_8));
        both.headers().add("ce_source", "urn:not-this-one".getBytes(UTF_8));
        sent(both);
        eventuallyCounted("urn:" + run, id("own"));

        keptOnce("malformed", bare.getBytes(UTF_8));
    }

    @Test
    void headersThatCannotBeReadAreTakenAsAbsent() throws Exception {
        ProducerRecord<byte @Nullable [], byte @Nullable []> record =
                record(key, item("headers", "\"value\":1").getBytes(UTF_8));
        byte[] broken = {(byte) 0xc3, 0x28};
        for (String name :
                List.of(
                        "effekt-request",
                        "effekt-import",
                        "effekt-index",
                        "effekt-actor",
                        "effekt-wait",
                        "ce_id",
                        "ce_source")) {
            record.headers().add(name, broken);
        }
        sent(record);
        eventuallyCounted("urn:" + run, id("headers"));
    }

    /** Sends it, and then a good one; looks for it at every place where it has to be. */
    private void keptOnce(String code, byte @Nullable [] value) throws Exception {
        RecordMetadata place = send(key, value);
        theNextIsCounted();

        List<Row> kept = new ArrayList<>();
        database.query(
                        """
                        select number, code, detail, body from measurement_rejected
                        where part = $1 and kafka_offset = $2
                        """,
                        place.partition(),
                        place.offset())
                .forEach(kept::add);
        assertEquals(1, kept.size(), "rows that keep it");
        Row row = kept.getFirst();
        assertEquals(code, row.getString(1), row.getString(2));
        byte[] bytes = value == null ? new byte[0] : value;
        assertTrue(Arrays.equals(bytes, row.getBuffer(3).getBytes()), "its bytes");
        isListed(code, row.getString(2), bytes);
        isOnTheTopicOnce(row.getLong(0), code, bytes);
    }

    private void isListed(String code, String detail, byte[] bytes) {
        JsonNode newest = items("/rejected?limit=1").path(0);
        assertEquals(code, newest.path("code").asText());
        assertEquals(detail, newest.path("detail").asText());
        assertEquals(new String(bytes, UTF_8), newest.path("body").asText());
    }

    private void isOnTheTopicOnce(long number, String code, byte[] bytes) {
        Awaitility.await("published")
                .atMost(SOON)
                .until(() ->
                        database.query(
                                                "select 1 from measurement_rejected where number ="
                                                        + " $1 and published",
                                                number)
                                        .size()
                                == 1);
        List<ConsumerRecord<byte[], byte[]>> found =
                new Topic(bootstrap(), OUT)
                        .read().stream()
                                .filter(r -> Topic.header(r, "effekt-outbox").equals("" + number))
                                .toList();
        assertEquals(1, found.size(), "on the topic");
        JsonNode letter = read(Topic.text(found.getFirst()));
        assertEquals(code, letter.path("code").asText());
        byte[] sent = Base64.getDecoder().decode(letter.path("body").asText());
        assertTrue(Arrays.equals(bytes, sent), "its bytes");
    }

    private void theNextIsCounted() throws Exception {
        String id = "good" + good++;
        send(key, item(id, "\"value\":1").getBytes(UTF_8));
        eventuallyCounted("urn:" + run, id(id));
    }

    private static void eventuallyCounted(String source, String id) {
        Awaitility.await(id)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        given().queryParam("source", source)
                                .queryParam("id", id)
                                .get("/api/v1/measurements/one")
                                .then()
                                .statusCode(200)
                                .body("receipt", org.hamcrest.Matchers.is("counted")));
    }

    private String status() {
        String answer =
                given().queryParam("kpi", kpi)
                        .queryParam("scope", scope)
                        .queryParam("period", "2026-01")
                        .get("/api/v1/status")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        JsonNode row = read(answer).path("items").path(0);
        return row.path("n").asLong() + " measurements, " + row.path("value").asDouble();
    }

    private static JsonNode items(String path) {
        return read(given().get("/api/v1/measurements" + path)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("items");
    }

    private RecordMetadata send(@Nullable String to, byte @Nullable [] value) throws Exception {
        return sent(record(to, value));
    }

    private static ProducerRecord<byte @Nullable [], byte @Nullable []> record(
            @Nullable String to, byte @Nullable [] value) {
        return new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                IN, to == null ? null : to.getBytes(UTF_8), value);
    }

    private RecordMetadata sent(ProducerRecord<byte @Nullable [], byte @Nullable []> record)
            throws Exception {
        return producer().send(record).get(30, TimeUnit.SECONDS);
    }

    private KafkaProducer<byte @Nullable [], byte @Nullable []> producer() {
        KafkaProducer<byte @Nullable [], byte @Nullable []> producer = opened;
        if (producer == null) {
            throw new IllegalStateException("not opened");
        }
        return producer;
    }

    private String item(String id, String rest) {
        return "{\"id\":\""
                + id(id)
                + "\",\"source\":\"urn:"
                + run
                + "\",\"kpi\":\""
                + kpi
                + "\",\"scope\":\""
                + scope
                + "\",\"observedAt\":\"2026-01-17T12:00:00Z\","
                + rest
                + "}";
    }

    private String id(String id) {
        return run + id;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
