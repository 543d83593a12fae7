package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A measurement in a CloudEvent is a measurement like any other, whichever of the modes carries it,
 * through both doors. Events are made by the library of the CloudEvents project where it makes
 * them.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class CloudEventsTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final String IN = "effekt.measurements.v1";
    private static final String TYPE = "io.effekt.measurement.v1";
    private static final String EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String run = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = run + "-hours";
    private final String source = "urn:" + run + ":blå%25";

    @BeforeEach
    void define() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(kpi, Defined.SUM);
    }

    @Test
    void theSameEventInEveryModeIsOneMeasurementAndCounts() throws Exception {
        Defined.source(source, "admin", "kafka");
        String id = "år 1 100%";
        CloudEvent event = event(id, data("", "2"));
        binary(headers(id), "application/json", data("", "2"))
                .statusCode(200)
                .body("receipts[0].receipt", is("counted"))
                .body("receipts[0].id", is(id));
        structured(event).statusCode(200).body("receipts[0].receipt", is("duplicate"));
        batched(event).statusCode(207).body("receipts.receipt", contains("duplicate"));
        produce(event, Encoding.BINARY, null);
        produce(event, Encoding.STRUCTURED, new JsonFormat());
        String plain = data("\"id\":\"" + id + "\",\"source\":\"" + source + "\",", "2");
        post("application/json", plain).body("receipts[0].receipt", is("duplicate"));
        // Something after them in their partition: they have been decided then.
        structured(event("last", data("", "5"))).body("receipts[0].receipt", is("counted"));
        assertEquals("2 7.0", status());
        assertEquals(0, rejected());
    }

    @Test
    void whateverTheModeTheSameRowIsStored() throws Exception {
        Defined.source(source, "admin", "kafka");
        for (String rest :
                List.of(
                        "\"period\":\"2026-01\",\"value\":1.50,\"weight\":2.0",
                        "\"observedAt\":\"2026-01-17T15:00:00.5+01:00\",\"value\":-1e3,"
                                + "\"comment\":\"\\u00f8 \\\"\\ud83d\\ude00\"",
                        "\"period\":\"2026-W03\",\"value\":0.000")) {
            String mode = UUID.randomUUID().toString();
            String data = "{\"kpi\":\"" + kpi + "\",\"scope\":\"team:" + run + "\"," + rest + "}";
            String plain =
                    data.replaceFirst(
                            "\\{", "{\"id\":\"" + mode + "p\",\"source\":\"" + source + "\",");
            post("application/json", plain).body("receipts[0].receipt", is("counted"));
            binary(headers(mode + "b"), "application/json", data)
                    .body("receipts[0].receipt", is("counted"));
            structured(event(mode + "s", data)).body("receipts[0].receipt", is("counted"));
            post(EVENT, base64(mode + "6", data)).body("receipts[0].receipt", is("counted"));
            batched(event(mode + "m", data)).body("receipts[0].receipt", is("counted"));
            produce(event(mode + "k", data), Encoding.BINARY, null);
            produce(event(mode + "j", data), Encoding.STRUCTURED, new JsonFormat());
            Map<String, String> rows = new HashMap<>();
            for (String letter : List.of("p", "b", "s", "6", "m", "k", "j")) {
                rows.put(letter, eventuallyStored(mode + letter));
            }
            assertEquals(1, rows.values().stream().distinct().count(), rows.toString());
        }
    }

    @Test
    void inBinaryModeListsAndOtherFormatsAreTakenAsWithoutIt() {
        String list = "[" + data("", "1") + "," + data("\"id\":\"own\",", "2") + "]";
        for (String receipt : List.of("counted", "duplicate")) {
            binary(headers("list"), "application/json", list)
                    .statusCode(207)
                    .body("receipts.id", contains("list/0", "own"))
                    .body("receipts.receipt", contains(receipt, receipt));
            binary(headers("lines"), "application/x-ndjson", data("", "3") + "\n")
                    .statusCode(207)
                    .body("receipts.id", contains("lines/0"))
                    .body("receipts.receipt", contains(receipt));
            String csv = "kpi,scope,period,value\n%s,team:%s,2026-01,4\n".formatted(kpi, run);
            binary(headers("csv"), "text/csv", csv)
                    .statusCode(207)
                    .body("receipts.id", contains("csv/0"))
                    .body("receipts.receipt", contains(receipt));
        }
        assertEquals("4 10.0", status());
    }

    @Test
    void eachEventOfABatchHasItsOwnResult() {
        String good = text(event("good", data("", "1")));
        String unknown = text(event("unknown", data("\"valeu\":1,", "1")));
        String other = text(event("other", data("", "1"))).replace(TYPE, "com.example.other");
        post(BATCH, "[" + good + "," + unknown + "," + other + "," + good + "]")
                .statusCode(207)
                .body("receipts.index", contains(0, 1, 2, 3))
                .body("receipts.id", contains("good", "unknown", "other", "good"))
                .body("receipts.receipt", contains("counted", "rejected", "rejected", "duplicate"))
                .body("receipts[1].detail", containsString("did you mean 'value'?"))
                .body("receipts[2].code", is("unknown_event_type"));
        assertEquals(2, rejected());
    }

    @Test
    void anEventThatIsNotTakenIsRejectedWithItsCureAndKept() {
        Map<String, List<String>> wrong =
                Map.of(
                        "ce-specversion", List.of("0.3", "unsupported_specversion", "1.0"),
                        "ce-type", List.of("com.example.other", "unknown_event_type", TYPE),
                        "ce-time", List.of("yesterday", "malformed", "2026-01-17T14:00:00Z"),
                        "ce-id", List.of("%ff", "malformed", "UTF-8"),
                        "ce-source", List.of("%20", "invalid_value", "URI-reference"));
        wrong.forEach((name, expected) -> {
            Map<String, String> headers = headers("wrong");
            headers.put(name, expected.get(0));
            binary(headers, "application/json", data("", "1"))
                    .statusCode(422)
                    .body("receipts[0].receipt", is("rejected"))
                    .body("receipts[0].code", is(expected.get(1)))
                    .body("receipts[0].detail", containsString("'" + name + "'"))
                    .body("receipts[0].detail", containsString(expected.get(2)));
        });
        binary(headers("one"), "application/json", data("\"id\":\"other\",", "1"))
                .statusCode(422)
                .body("receipts[0].code", is("event_mismatch"));
        binary(headers("one"), "application/json", data("\"source\":\"urn:other\",", "1"))
                .statusCode(422)
                .body("receipts[0].code", is("event_mismatch"));
        post(EVENT, text(event("csv", data("", "1"))).replace("application/json", "text/csv"))
                .statusCode(422)
                .body("receipts[0].code", is("unsupported_data"));
        assertEquals("null", status());
        assertTrue(rejected() >= 7, "kept: " + rejected());
    }

    @Test
    void whatIsNoEventAtAllIsAProblem() {
        for (String body : List.of("", "[]", "7", "{", "{} {}")) {
            post(EVENT, body).statusCode(400).body("code", is("malformed"));
        }
        for (String body : List.of("", "{}", "7", "[", "[] []")) {
            post(BATCH, body).statusCode(400).body("code", is("malformed"));
        }
        for (String type :
                List.of("application/cloudevents+avro", EVENT + "; charset=iso-8859-1")) {
            post(type, "{}").statusCode(415).body("code", is("unsupported-media-type"));
        }
        post(BATCH, "[" + "0,".repeat(10_000) + "0]")
                .statusCode(413)
                .body("code", is("too-many-items"));
        post(EVENT, " ".repeat(9 << 20)).statusCode(413).body("code", is("body-too-large"));
    }

    @Test
    void whatAKeyMayNotSendItMayNotSendInAnEvent() {
        String owner = Client.limited("\"sources\": [\"urn:" + run + ":*\"]", "measurements:write");
        String other = Client.key("measurements:write");
        Defined.kpi("other-" + run, Defined.SUM);
        String limited = Client.limited("\"kpis\": [\"other-" + run + "\"]", "measurements:write");
        String event = text(event("bound", data("", "1")));
        for (String key : List.of(other, limited)) {
            as(key, EVENT, event)
                    .statusCode(422)
                    .body("receipts[0].code", equalTo("not_permitted"));
            as(key, BATCH, "[" + event + "]")
                    .statusCode(207)
                    .body("receipts[0].code", equalTo("not_permitted"));
        }
        as(owner, EVENT, event).statusCode(202);
    }

    private static ValidatableResponse as(String key, String type, String body) {
        return sent().noFilters()
                .header("Authorization", "Bearer " + key)
                .contentType(type)
                .body(body.getBytes(UTF_8))
                .post(DOOR)
                .then();
    }

    @Test
    void aDryRunChangesNothing() {
        sent().contentType(EVENT)
                .body(text(event("dry", data("", "1"))).getBytes(UTF_8))
                .post(DOOR + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", is("counted"));
        assertEquals("null", status());
    }

    @Test
    void anEventForAKpiThatComesLaterIsHeldAndCountsThen() throws Exception {
        Defined.source(source, "admin", "kafka");
        String later = kpi + "-later";
        String data = data("", "3").replace(kpi, later);
        structured(event("held", data)).body("receipts[0].receipt", is("held"));
        produce(event("held2", data), Encoding.STRUCTURED, new JsonFormat());
        Awaitility.await().atMost(SOON).until(() -> held(later) == 2);
        Defined.kpi(later, Defined.SUM);
        eventuallyStored("held");
        eventuallyStored("held2");
    }

    @Test
    void recordsThatAreNoGoodEventAreKeptWithTheReasonAndTheNextIsCounted() throws Exception {
        List<String> codes = new ArrayList<>();
        String json = text(event("bad", data("", "1")));
        send(codes, "unknown_event_type", EVENT, json.replace(TYPE, "x"), Map.of());
        send(codes, "unsupported_data", BATCH, "[" + json + "]", Map.of());
        send(codes, "malformed", EVENT, "", Map.of());
        send(codes, "malformed", EVENT, "{", Map.of());
        send(
                codes,
                "malformed",
                EVENT + "; charset=utf-8",
                json.replace("\"data\":{", "\"data\":[{").replaceFirst("}}$", "}]}"),
                Map.of());
        Map<String, String> attributes = new HashMap<>();
        headers("bad").forEach((name, value) -> attributes.put(name.replace('-', '_'), value));
        attributes.put("ce_source", "urn:" + run);
        attributes.put("ce_id", "bad");
        String plain = data("", "1");
        send(codes, "unsupported_data", "text/csv", plain, attributes);
        send(codes, "event_mismatch", "application/json", data("\"id\":\"b\",", "1"), attributes);
        attributes.put("ce_specversion", "0.3");
        send(codes, "unsupported_specversion", "application/json", plain, attributes);
        attributes.put("ce_specversion", "1.0");
        attributes.remove("ce_id");
        send(codes, "malformed", "application/json", plain, attributes);
        produce(event("next", plain), Encoding.BINARY, null);
        eventuallyStored("next");
        List<String> kept = new ArrayList<>();
        for (Row row :
                database.query(
                        """
                        select code from measurement_rejected
                        where part is not null and number > $1 order by part, kafka_offset
                        """,
                        before)) {
            kept.add(row.getString(0));
        }
        assertEquals(codes, kept);
    }

    private long before;

    @BeforeEach
    void mark() {
        before =
                database.query("select coalesce(max(number), 0) from measurement_rejected")
                        .iterator()
                        .next()
                        .getLong(0);
    }

    private void send(
            List<String> codes, String code, String type, String value, Map<String, String> more)
            throws Exception {
        codes.add(code);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(IN, key(), value.getBytes(UTF_8));
        record.headers().add("content-type", type.getBytes(UTF_8));
        more.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private void produce(CloudEvent event, Encoding mode, @Nullable EventFormat format)
            throws Exception {
        CloudEventSerializer values = new CloudEventSerializer();
        Map<String, Object> config = new HashMap<>();
        config.put(CloudEventSerializer.ENCODING_CONFIG, mode);
        if (format != null) {
            config.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, format);
        }
        values.configure(config, false);
        try (KafkaProducer<String, CloudEvent> producer =
                new KafkaProducer<>(config(), new StringSerializer(), values)) {
            producer.send(new ProducerRecord<>(IN, key(), event)).get(30, TimeUnit.SECONDS);
        }
    }

    private Map<String, Object> config() {
        return Map.of(
                "bootstrap.servers",
                String.valueOf(kafka.clientConfig().get("bootstrap.servers")),
                "acks",
                "all");
    }

    private String key() {
        return kpi + "|team:" + run;
    }

    private CloudEvent event(String id, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(source))
                .withType(TYPE)
                .withTime(OffsetDateTime.parse("2026-01-17T15:00:00.123456789+01:00"))
                .withExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00-01")
                .withData("application/json", data.getBytes(UTF_8))
                .build();
    }

    private static String text(CloudEvent event) {
        return new String(new JsonFormat().serialize(event), UTF_8);
    }

    private String base64(String id, String data) {
        return """
        {"data_base64": "%s", "specversion": "1.0", "id": "%s", "source": "%s", "type": "%s"}
        """
                .formatted(
                        Base64.getEncoder().encodeToString(data.getBytes(UTF_8)), id, source, TYPE);
    }

    /** As the binding asks for it: percent-encoded. */
    private Map<String, String> headers(String id) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-type", TYPE);
        headers.put("ce-source", URLEncoder.encode(source, UTF_8));
        headers.put("ce-id", URLEncoder.encode(id, UTF_8).replace("+", "%20"));
        return headers;
    }

    private String data(String before, String value) {
        return "{%s\"kpi\":\"%s\",\"scope\":\"team:%s\",\"period\":\"2026-01\",\"value\":%s}"
                .formatted(before, kpi, run, value);
    }

    private static ValidatableResponse structured(CloudEvent event) {
        return post(EVENT, text(event));
    }

    private static ValidatableResponse batched(CloudEvent event) {
        return post(BATCH, "[" + text(event) + "]");
    }

    private static ValidatableResponse post(String type, String body) {
        return binary(Map.of(), type, body);
    }

    private static ValidatableResponse binary(
            Map<String, String> headers, String type, String body) {
        return sent().headers(
                        new Headers(
                                headers.entrySet().stream()
                                        .map(h -> new Header(h.getKey(), h.getValue()))
                                        .toList()))
                .header("Prefer", "wait=30")
                .contentType(type)
                .body(body.getBytes(UTF_8))
                .post(DOOR)
                .then();
    }

    /** Types just as they are given. */
    private static RequestSpecification sent() {
        return given().config(
                        RestAssuredConfig.config()
                                .encoderConfig(
                                        EncoderConfig.encoderConfig()
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)));
    }

    private String status() {
        JsonNode row;
        try {
            row =
                    JSON.readTree(
                                    given().queryParam("kpi", kpi)
                                            .queryParam("scope", "team:" + run)
                                            .queryParam("period", "2026-01")
                                            .get("/api/v1/status")
                                            .asString())
                            .path("items")
                            .path(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return row.path("value").isNumber()
                ? row.path("n").asLong() + " " + row.path("value").asDouble()
                : "null";
    }

    private long rejected() {
        return database.query("select 1 from measurement_rejected where number > $1", before)
                .size();
    }

    private int held(String of) {
        return database.query("select 1 from measurement_held where kpi = $1", of).size();
    }

    /** Everything that the list says of it but its ids and places. */
    private String eventuallyStored(String id) {
        return Awaitility.await(id).atMost(SOON).until(() -> stored(id), row -> !row.isEmpty());
    }

    private String stored(String id) throws IOException {
        String answer =
                given().queryParam("source", source)
                        .queryParam("id", id)
                        .get(DOOR + "/one")
                        .asString();
        JsonNode row = JSON.readTree(answer);
        if (!row.path("receipt").asText().equals("counted")) {
            return "";
        }
        ObjectNode measurement = (ObjectNode) row.path("measurement");
        return measurement
                .remove(List.of("id", "recordedAt", "actor", "importId", "position"))
                .toString();
    }
}
