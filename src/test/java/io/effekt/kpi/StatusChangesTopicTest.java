package io.effekt.kpi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** Every change of a headline is on the topic, once, and in order for its KPI and scope. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusChangesTopicTest {
    private static final String TOPIC = "effekt.status-changes.v1";
    private static final JsonMapper JSON = new JsonMapper();

    /** The last value of the open year counts, so each measurement may change the status. */
    private static final String LAST =
            "\"unit\":\"h\",\"shape\":\"number\",\"aggregation\":\"last\",\"rollUp\":\"average\","
                    + "\"direction\":\"up\",\"period\":\"year\"";

    private static final String SEVENTY = "\"comparator\":\"gte\",\"value\":70,\"warning\":60";

    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String run = "s" + UUID.randomUUID().toString().substring(0, 8);
    private int sent;

    @Test
    void everyChangeIsThereOnceAndInOrder() {
        Defined.stream(run);
        Defined.team(run, run);
        List<String> kpis = List.of(run + "-one", run + "-two");
        for (String kpi : kpis) {
            Defined.kpi(kpi, LAST);
            Defined.target(kpi, "org", SEVENTY);
        }
        Map<String, List<String>> expected = new TreeMap<>();
        for (String value : List.of("80", "65", "66", "10", "90", "90", "64", "80")) {
            for (String kpi : kpis) {
                measure(kpi, value);
                for (String scope : List.of("team:" + run, "stream:" + run, "org")) {
                    add(
                            expected.computeIfAbsent(kpi + "|" + scope, any -> new ArrayList<>()),
                            headline(kpi, scope));
                }
            }
        }
        nothingWaits();

        Map<String, List<JsonNode>> changes = changes();

        assertEquals(expected.keySet(), changes.keySet());
        expected.forEach(
                (key, statuses) -> isTold(key, statuses, changes.getOrDefault(key, List.of())));
    }

    private static void isTold(String key, List<String> statuses, List<JsonNode> changes) {
        // The organisation has a target of its own, and so may have a headline without data before
        // anything is measured.
        String before = changes.getFirst().path("from").asText();
        assertTrue(List.of("null", "no_data").contains(before), key + " " + changes);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            JsonNode change = changes.get(i);
            assertEquals(i + 1, change.path("number").asInt(), key + " " + changes);
            assertEquals(before, change.path("from").asText(), key + " " + changes);
            assertEquals(key, change.path("kpi").asText() + "|" + change.path("scope").asText());
            assertTrue(change.path("value").isNumber(), change.toString());
            before = change.path("to").asText();
            told.add(before);
        }
        assertEquals(statuses, told, key);
    }

    private static void add(List<String> statuses, String now) {
        if (statuses.isEmpty() || !statuses.getLast().equals(now)) {
            statuses.add(now);
        }
    }

    private void measure(String kpi, String value) {
        given().contentType("application/json")
                .header("Prefer", "wait=40")
                .body(
                        "{\"id\":\""
                                + run
                                + sent++
                                + "\",\"kpi\":\""
                                + kpi
                                + "\",\"scope\":\"team:"
                                + run
                                + "\",\"observedAt\":\""
                                + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                                + "\",\"value\":"
                                + value
                                + "}")
                .post("/api/v1/measurements")
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", Matchers.is("counted"));
    }

    private static String headline(String kpi, String scope) {
        return read(given().queryParam("kpi", kpi)
                        .queryParam("scope", scope)
                        .get("/api/v1/status")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("items")
                .path(0)
                .path("status")
                .asText();
    }

    private void nothingWaits() {
        Awaitility.await("published")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        database.query(
                                                "select 1 from status_change where not published"
                                                        + " and kpi like $1",
                                                run + "%")
                                        .size()
                                == 0);
    }

    private Map<String, List<JsonNode>> changes() {
        Map<String, List<JsonNode>> changes = new TreeMap<>();
        String bootstrap = String.valueOf(kafka.clientConfig().get("bootstrap.servers"));
        for (ConsumerRecord<byte[], byte[]> record : new Topic(bootstrap, TOPIC).read()) {
            String key = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
            if (key.startsWith(run)) {
                changes.computeIfAbsent(key, any -> new ArrayList<>())
                        .add(read(Topic.text(record)));
            }
        }
        return changes;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
