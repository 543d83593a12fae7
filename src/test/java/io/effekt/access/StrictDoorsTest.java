package io.effekt.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.Operation;
import io.effekt.testing.SwitchedOn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is off unless somebody switches it on: keys in addresses, and bound sources alone. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
@TestProfile(SwitchedOn.class)
class StrictDoorsTest {
    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String random = "sd" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(random, random);
        Defined.kpi(random, Defined.SUM);
    }

    @Test
    void aKeyInTheAddressReadsAndIsInNoAnswerAndNoLog() {
        String key = Client.key(Right.STATUS_READ, Right.BI_READ, Right.AUDIT_READ);
        for (int month = 1; month < 4; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, "1");
        }
        List<String> logged = new ArrayList<>();
        Handler handler = into(logged);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        List<String> told = new ArrayList<>();
        int read = 0;
        try {
            for (Operation operation : operations()) {
                Response answer =
                        operation.call(
                                given().noFilters()
                                        .queryParam("api_key", key)
                                        .redirects()
                                        .follow(false),
                                Map.of("limit", "1", "key of kpis", random, "kpi", random));
                read += answer.statusCode() == 200 ? 1 : 0;
                String all = answer.headers() + answer.asString();
                if (all.contains(key) || all.contains("api_key")) {
                    told.add(operation + ": " + all);
                }
                boolean mayBeRead =
                        operation.rights().contains(Right.BI_READ) || operation.rights().isEmpty();
                int status = answer.statusCode();
                boolean refused =
                        operation.method() == Method.GET
                                ? mayBeRead || status > 400
                                : status == 401;
                if (!refused) {
                    told.add(operation + " answered " + status);
                }
            }
        } finally {
            root.removeHandler(handler);
        }
        assertEquals(List.of(), told);
        assertTrue(read > 3, "read " + read);
        assertEquals(List.of(), logged.stream().filter(line -> line.contains(key)).toList());
    }

    @Test
    void nobodyIsNearbyWhereThatIsSwitchedOff() {
        given().noFilters().get("/q/metrics").then().statusCode(401);
        given().noFilters().get("/q/openapi").then().statusCode(401);
        given().noFilters()
                .get("/q/health/live")
                .then()
                .statusCode(200)
                .body(not(containsString("checks")));
        given().header("Authorization", "Bearer " + Client.key(Right.STATUS_READ))
                .get("/q/metrics")
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + Client.key(Right.AUDIT_READ))
                .get("/q/metrics")
                .then()
                .statusCode(200);
    }

    @Test
    void theNextPageIsReadWithoutTheKeyInItsLink() {
        String key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
        Measured.number(random, "team:" + random, "2026-01", "1");
        Measured.number(random, "team:" + random, "2026-02", "1");
        String next =
                given().noFilters()
                        .queryParam("api_key", key)
                        .queryParam("fields", "Kpi,Value")
                        .queryParam("limit", 1)
                        .get("/api/v1/bi/Measurements")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("next");
        assertTrue(next.contains("fields=Kpi%2CValue"), next);
        assertFalse(next.contains("api_key") || next.contains(key), next);
        String spelled =
                given().noFilters()
                        .urlEncodingEnabled(false)
                        .get("/api/v1/bi/Measurements?limit=1&api%5Fkey=" + key)
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("next");
        assertFalse(spelled.contains(key), spelled);
        given().noFilters().urlEncodingEnabled(false).get(next).then().statusCode(401);
        given().noFilters()
                .urlEncodingEnabled(false)
                .get(next + "&api_key=" + key)
                .then()
                .statusCode(200);
        given().noFilters()
                .queryParam("api_key", key + "x")
                .get("/api/v1/bi/Measurements")
                .then()
                .statusCode(401);
    }

    @Test
    void overKafkaOnlySourcesThatAreBoundToAKeyMeasure() throws Exception {
        given().contentType("application/json")
                .body(
                        """
                        {"client": "c%s", "scopes": ["measurements:write"], "sources": ["urn:%s:*"]}
                        """
                                .formatted(random, random))
                .post("/api/v1/keys")
                .then()
                .statusCode(201);
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(producer, "urn:elsewhere:" + random);
            send(producer, "urn:" + random + ":jira");
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("kpi", random)
                                .get("/api/v1/measurements")
                                .then()
                                .body("items.source", equalTo(List.of("urn:" + random + ":jira"))));
        var rejected =
                database.query(
                        "select code, detail from measurement_rejected where source = $1",
                        "urn:elsewhere:" + random);
        assertEquals(1, rejected.rowCount());
        assertEquals("not_permitted", rejected.iterator().next().getString(0));
        assertTrue(rejected.iterator().next().getString(1).contains("bound to no key"));
        assertEquals(
                List.of("c" + random),
                texts(
                        "select m.actor from measurement m join series s on s.id = m.series_id"
                                + " where s.kpi = $1",
                        random));
    }

    @Test
    void overKafkaAProducerMayWhatTheKeyOfItsSourceMay() throws Exception {
        String elsewhere = "e" + random;
        Defined.stream(elsewhere);
        Defined.team(elsewhere, elsewhere);
        bind("\"status:read\"", "reads", "");
        bind("\"measurements:write\"", "narrow", ", \"teams\": [\"" + elsewhere + "\"]");
        bind("\"measurements:write\"", "wide", ", \"teams\": [\"" + random + "\"]");
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(producer, "urn:" + random + ":reads");
            send(producer, "urn:" + random + ":narrow");
            send(producer, "urn:" + random + ":wide");
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> {
                    given().queryParam("kpi", random)
                            .get("/api/v1/measurements")
                            .then()
                            .body("items.source", equalTo(List.of("urn:" + random + ":wide")));
                    assertEquals(
                            List.of(
                                    "kafka: The source is bound to no key that may measure",
                                    random + "-narrow: You may not measure '" + random + "'"),
                            texts(
                                            "select actor || ': ' || substring(detail from"
                                                    + " '^(?:The source .* measure|You may .* at)')"
                                                    + " from measurement_rejected where kpi = $1"
                                                    + " order by source desc",
                                            random)
                                    .stream()
                                    .map(text -> text.replace(" at", ""))
                                    .toList());
                });
    }

    private void bind(String scopes, String name, String limits) {
        given().contentType("application/json")
                .body(
                        "{\"client\": \"%1$s-%2$s\", \"scopes\": [%3$s], \"sources\": [\"urn:%1$s:%2$s\"]%4$s}"
                                .formatted(random, name, scopes, limits))
                .post("/api/v1/keys")
                .then()
                .statusCode(201);
    }

    private List<String> texts(String sql, Object... arguments) {
        List<String> texts = new ArrayList<>();
        database.query(sql, arguments).forEach(row -> texts.add(row.getString(0)));
        return texts;
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        String.valueOf(kafka.clientConfig().get("bootstrap.servers"))),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void send(KafkaProducer<String, byte[]> producer, String source) throws Exception {
        producer.send(
                        new ProducerRecord<>(
                                "effekt.measurements.v1",
                                random + "|team:" + random,
                                measurement(source)))
                .get();
    }

    private byte[] measurement(String source) {
        return """
        {"id": "%s", "source": "%s", "kpi": "%s", "scope": "team:%s", "period": "2026-01", "value": 1}
        """
                .formatted(UUID.randomUUID(), source, random, random)
                .getBytes(UTF_8);
    }

    private static List<Operation> operations() {
        return Operation.all(
                given().accept("application/json").get("/q/openapi").then().extract().asString());
    }

    private static Handler into(List<String> lines) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord record) {
                lines.add(record.getMessage() + " " + List.of(objects(record)));
            }

            private Object[] objects(LogRecord record) {
                Object[] given = record.getParameters();
                return given == null ? new Object[0] : given;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
