package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent more than once, in every way that it can be, counts once. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RepeatsTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final String WAIT = "wait=40";
    private static final int ROUNDS = 20;
    private static final JsonMapper JSON = new JsonMapper();

    @Inject Database database;

    private final String run = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final String source = "urn:" + run;
    private final String kpi = run + "-hours";
    private final String scope = "team:" + run;

    @BeforeEach
    void define() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(kpi, Defined.SUM);
    }

    @Test
    void theSameBatchTwiceIsCountedAndThenADuplicate() {
        String batch = batch("a", 50, scope);

        assertEquals(50, post(batch).path("counted").asInt());
        JsonNode again = post(batch);

        assertEquals(50, again.path("duplicate").asInt(), again.toString());
        assertEquals(50, rows());
        assertEquals(List.of(50L, 50.0), status(scope));
    }

    @Test
    void theSameBatchOverTwoConnectionsAtOnceCountsOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String batch = batch("c" + round + "-", 10, scope);
            List<JsonNode> answers = atOnce(batch, batch);
            for (int item = 0; item < 10; item++) {
                assertEquals(List.of("counted", "duplicate"), words(answers, item));
            }
        }
        assertEquals(10 * ROUNDS, rows());
        assertEquals(List.of(10L * ROUNDS, 10.0 * ROUNDS), status(scope));
    }

    @Test
    void ofTwoContentsUnderOneIdExactlyOneIsAConflict() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<JsonNode> answers =
                    atOnce(
                            "[" + item("x" + round, scope, "\"value\":1") + "]",
                            "[" + item("x" + round, scope, "\"value\":2") + "]");
            assertEquals(List.of("counted", "id_conflict"), words(answers, 0));
        }
        assertEquals(ROUNDS, rows());
    }

    @Test
    void oneIdThroughTwoPartitionsAtOnceCountsOnce() throws Exception {
        String elsewhere = scopeOfAnotherPartition();
        for (int round = 0; round < ROUNDS; round++) {
            List<JsonNode> answers =
                    atOnce(
                            batch("p" + round + "-", 8, scope),
                            batch("p" + round + "-", 8, elsewhere));
            for (int item = 0; item < 8; item++) {
                assertEquals(List.of("counted", "id_conflict"), words(answers, item));
            }
        }
        assertEquals(8 * ROUNDS, rows());
        long here = (long) status(scope).getFirst();
        long there = (long) status(elsewhere).getFirst();
        assertEquals(8L * ROUNDS, here + there);
    }

    @Test
    void repeatsWithinOneBatchAreToldApart() {
        JsonNode answer =
                post(
                        "["
                                + item("w", scope, "\"value\":1")
                                + ","
                                + item("w", scope, "\"value\":1.0")
                                + ","
                                + item("w", scope, "\"value\":2")
                                + "]");

        assertEquals("counted", word(answer, 0));
        assertEquals("duplicate", word(answer, 1), "numbers are compared by value");
        assertEquals("id_conflict", word(answer, 2));
        assertEquals(List.of(1L, 1.0), status(scope));
    }

    @Test
    void aCorrectionTwiceCorrectsOnce() {
        assertEquals("counted", one("k1", "\"value\":10"));
        String correction = "\"value\":4,\"corrects\":\"" + id("k1") + "\",\"reason\":\"typo\"";

        assertEquals("counted", one("k2", correction));
        assertEquals("duplicate", one("k2", correction));
        assertEquals("already_superseded", one("k3", correction));
        assertEquals("duplicate", one("k1", "\"value\":10"), "the original is still known");

        assertEquals(2, rows());
        assertEquals(List.of(1L, 4.0), status(scope));
    }

    @Test
    void aRetractionTwiceRetractsOnce() {
        assertEquals("counted", one("t1", "\"value\":10"));
        assertEquals("counted", one("t2", "\"value\":3"));
        String retraction = "\"retracts\":\"" + id("t1") + "\",\"reason\":\"wrong team\"";

        assertEquals("counted", one("t3", retraction));
        assertEquals("duplicate", one("t3", retraction));
        assertEquals("already_superseded", one("t4", retraction));

        assertEquals(3, rows());
        assertEquals(List.of(1L, 3.0), status(scope));
    }

    @Test
    void twoCorrectionsOfOneAtOnceAreOneCorrection() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String original = "q" + round;
            assertEquals("counted", one(original, "\"value\":10"));
            String rest = ",\"corrects\":\"" + id(original) + "\",\"reason\":\"typo\"";
            List<JsonNode> answers =
                    atOnce(
                            "[" + item(original + "a", scope, "\"value\":1" + rest) + "]",
                            "[" + item(original + "b", scope, "\"value\":1" + rest) + "]");
            assertEquals(List.of("already_superseded", "counted"), words(answers, 0));
        }
        assertEquals(List.of((long) ROUNDS, (double) ROUNDS), status(scope));
    }

    @Test
    void whatIsHeldCountsOnceByItselfWhenItIsDefined() {
        String late = run + "-late";
        String held = item("h1", late, "team:" + run + "-new", "\"value\":5");
        String correction =
                item(
                        "h2",
                        late,
                        "team:" + run + "-new",
                        "\"value\":6,\"corrects\":\"" + id("h1") + "\",\"reason\":\"typo\"");

        assertEquals("unknown_kpi", word(post("[" + held + "]"), 0));
        assertEquals("duplicate", word(post("[" + held + "]"), 0));
        assertEquals("unknown_kpi", word(post("[" + correction + "]"), 0));
        assertEquals("held", shown("h1"));
        Defined.kpi(late, Defined.SUM);
        assertEquals("duplicate", word(post("[" + held + "]"), 0));
        assertEquals(0, rows());
        Defined.team(run + "-new", run);

        eventually("counted", "h1");
        eventually("counted", "h2");
        assertEquals("duplicate", word(post("[" + held + "," + correction + "]"), 0));
        assertEquals(2, rows());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertEquals(List.of(1L, 6.0), status(late, "team:" + run + "-new")));
    }

    @Test
    void whatWasHeldAndTurnsOutWrongIsRejectedAndItsIdIsFree() {
        String late = run + "-ratio";
        assertEquals(
                "unknown_kpi", word(post("[" + item("f", late, scope, "\"value\":5") + "]"), 0));
        Defined.kpi(
                late,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\","
                        + "\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\"");

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertEquals(
                                1,
                                database.query(
                                                "select 1 from measurement_rejected where"
                                                        + " id = $1 and code ="
                                                        + " 'shape_mismatch'",
                                                id("f"))
                                        .size()));
        String right = item("f", late, scope, "\"numerator\":1,\"denominator\":2");
        assertEquals("counted", word(post("[" + right + "]"), 0));
        assertEquals(1, rows());
    }

    @Test
    void everyRefusalHasItsCode() {
        String trials = run + "-trials";
        Defined.kpi(
                trials,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\","
                        + "\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\","
                        + "\"trials\":true");
        String gone = run + "-gone";
        Defined.kpi(gone, Defined.SUM);
        Defined.retire("/kpis/" + gone);
        String ahead =
                Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS).toString();
        assertEquals("counted", one("e0", "\"value\":1"));

        refused("shape_mismatch", item("e1", scope, "\"numerator\":1,\"denominator\":2"));
        refused("invalid_value", item("e2", scope, "\"value\":1,\"weight\":0"));
        refused("invalid_value", item("e3", trials, scope, "\"numerator\":3,\"denominator\":2"));
        refused("unknown_dimension", item("e4", scope, "\"value\":1,\"dimensions\":{\"a\":\"b\"}"));
        refused(
                "observed_in_future",
                item("e5", scope, "\"value\":1").replace("2026-01-17T12:00:00Z", ahead));
        refused("kpi_retired", item("e6", gone, scope, "\"value\":1"));
        refused("malformed", item("e7", scope, "\"value\":\"one\""));
        refused("id_conflict", item("e0", scope, "\"value\":2"));
        refused(
                "unknown_measurement",
                item("e8", scope, "\"value\":1,\"corrects\":\"nothing\",\"reason\":\"typo\""));
        refused(
                "scope_mismatch",
                item(
                        "e9",
                        "stream:" + run,
                        "\"value\":1,\"corrects\":\"" + id("e0") + "\",\"reason\":\"typo\""));
        assertEquals(1, rows());
    }

    private void refused(String code, String item) {
        JsonNode receipt = post("[" + item + "]").path("receipts").path(0);
        assertEquals("rejected", receipt.path("receipt").asText(), receipt.toString());
        assertEquals(code, receipt.path("code").asText(), receipt.toString());
        assertNotEquals("", receipt.path("detail").asText());
    }

    private String scopeOfAnotherPartition() {
        for (int i = 0; ; i++) {
            String team = run + "-e" + i;
            if (Topic.partition(kpi + "|team:" + team) != Topic.partition(kpi + "|" + scope)) {
                Defined.team(team, run);
                return "team:" + team;
            }
        }
    }

    /** Posts both at the same moment, each over a connection of its own. */
    private static List<JsonNode> atOnce(String one, String other) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
            List<Future<JsonNode>> sent = new ArrayList<>();
            for (String body : List.of(one, other)) {
                sent.add(
                        senders.submit(() -> {
                            together.await(10, TimeUnit.SECONDS);
                            return post(body);
                        }));
            }
            for (Future<JsonNode> answer : sent) {
                answers.add(answer.get(60, TimeUnit.SECONDS));
            }
        }
        return answers;
    }

    /** What the answers say of an item, sorted. */
    private static List<String> words(List<JsonNode> answers, int item) {
        return answers.stream().map(answer -> word(answer, item)).sorted().toList();
    }

    /** The code, or the receipt's word where there is none. */
    private static String word(JsonNode answer, int item) {
        JsonNode receipt = answer.path("receipts").path(item);
        return receipt.path("code").asText(receipt.path("receipt").asText());
    }

    private String one(String id, String rest) {
        return word(post("[" + item(id, scope, rest) + "]"), 0);
    }

    private static JsonNode post(String batch) {
        return read(
                given().contentType("application/json")
                        .header("Prefer", WAIT)
                        .body(batch)
                        .post(DOOR)
                        .then()
                        .statusCode(207)
                        .extract()
                        .asString());
    }

    private String batch(String ids, int size, String at) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(item(ids + i, at, "\"value\":1"));
        }
        return "[" + String.join(",", items) + "]";
    }

    private String item(String id, String at, String rest) {
        return item(id, kpi, at, rest);
    }

    private String item(String id, String of, String at, String rest) {
        return "{\"id\":\""
                + id(id)
                + "\",\"source\":\""
                + source
                + "\",\"kpi\":\""
                + of
                + "\",\"scope\":\""
                + at
                + "\",\"observedAt\":\"2026-01-17T12:00:00Z\","
                + rest
                + "}";
    }

    private String id(String id) {
        return run + id;
    }

    private long rows() {
        return database.query(
                        """
                        select count(*) from measurement m join source s on s.id = m.source_id
                        where s.name = $1
                        """,
                        source)
                .iterator()
                .next()
                .getLong(0);
    }

    private String shown(String id) {
        return read(given().queryParam("source", source)
                        .queryParam("id", id(id))
                        .get(DOOR + "/one")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("receipt")
                .asText();
    }

    private void eventually(String receipt, String id) {
        Awaitility.await(id)
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertEquals(receipt, shown(id)));
    }

    private List<Object> status(String at) {
        return status(kpi, at);
    }

    /** How many measurements, and their sum, in January. */
    private static List<Object> status(String of, String at) {
        JsonNode row =
                read(given().queryParam("kpi", of)
                                .queryParam("scope", at)
                                .queryParam("period", "2026-01")
                                .get("/api/v1/status")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString())
                        .path("items")
                        .path(0);
        return List.of(row.path("n").asLong(), row.path("value").asDouble());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
