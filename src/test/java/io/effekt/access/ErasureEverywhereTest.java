package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * A word that somebody wrote wherever one can write, looked for everywhere once they are erased.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ErasureEverywhereTest {
    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String random = UUID.randomUUID().toString().substring(0, 8);
    private final String key = "ee" + random;
    private final String later = "later" + random;
    private final String word = "canary" + random;
    private final String token =
            Token.of(UUID.randomUUID().toString(), "admin")
                    .claim("name", "\"" + word + "\"")
                    .signed();

    @Test
    void noWordOfTheirsIsAnywhereAndEverythingGoesOn() throws Exception {
        String kari = as(token).get("/api/v1/me").then().extract().path("actor");
        Defined.stream(key);
        Defined.team(key, key);
        Defined.kpi(key, Defined.SUM);
        reasons();
        measurements();
        String issued = names();
        refusedCommands(kari);
        assertEquals(
                new TreeSet<>(
                        Set.of(
                                "api_key",
                                "command_outcome",
                                "command_rejected",
                                "decision_text",
                                "measurement_held",
                                "measurement_rejected",
                                "measurement_text",
                                "person")),
                tablesWithTheWord());
        assertTrue(answersWithTheWord(issued).size() > 3);

        given().delete("/api/v1/actors/" + kari + "?texts=true")
                .then()
                .statusCode(200)
                .body("nameErased", equalTo(true))
                .body("textsErased", greaterThan(7));

        assertEquals(Set.of(), tablesWithTheWord());
        assertEquals(List.of(), answersWithTheWord(issued));
        given().get("/api/v1/keys/" + issued).then().body("name", equalTo("[erased]"));
        verifies();
        given().delete("/api/v1/actors/" + kari + "?texts=true")
                .then()
                .body("nameErased", equalTo(false))
                .body("textsErased", equalTo(0));
        whatWaitsCountsAsTheNumbersItIs();
        assertEquals(Set.of(), tablesWithTheWord());
        verifies();
    }

    private void reasons() {
        as(token)
                .contentType("application/json")
                .body("{\"name\": \"Renamed\", \"reason\": \"%s\"}".formatted(word))
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(200);
        as(token)
                .header("Effekt-Reason", word)
                .contentType("application/json")
                .body("{\"name\": \"Again\"}")
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(200);
    }

    private void measurements() {
        post(measurement("1", key, "\"period\": \"2026-01\"")).statusCode(200);
        post(measurement("1c", key, "\"period\": \"2026-01\"", "corrects", "1")).statusCode(200);
        post(measurement("2", later, "\"period\": \"2026-02\""))
                .body("receipts.receipt", contains("held"));
        post(measurement("2c", later, "\"period\": \"2026-02\"", "corrects", "2"))
                .body("receipts.receipt", contains("held"));
        post(measurement(word, key, "\"period\": \"2026-13\"")).statusCode(422);
        post(measurement("3", key, "\"note\": \"" + word + "\", \"period\": \"2026-01\""))
                .statusCode(422);
        post(measurement("4", word, "\"period\": 7")).statusCode(422);
    }

    private String measurement(String id, String kpi, String fields) {
        return """
        {"id": "%s", "source": "urn:%s", "kpi": "%s", "scope": "team:%s", "value": 1.50, "comment": "%s", %s}
        """
                .formatted(id, random, kpi, key, word, fields);
    }

    private String measurement(String id, String kpi, String fields, String how, String of) {
        return measurement(
                id, kpi, fields + ", \"%s\": \"%s\", \"reason\": \"%s\"".formatted(how, of, word));
    }

    private ValidatableResponse post(String body) {
        return as(token)
                .contentType("application/json")
                .header("Prefer", "wait=20")
                .body(body)
                .post("/api/v1/measurements")
                .then();
    }

    /** A key that they named, and that somebody else has replaced and ended since. */
    private String names() {
        String first =
                as(token)
                        .contentType("application/json")
                        .body(
                                "{\"client\": \"c%s\", \"name\": \"%s\", \"scopes\": [\"status:read\"]}"
                                        .formatted(random, word))
                        .post("/api/v1/keys")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        String second =
                given().contentType("application/json")
                        .body("{}")
                        .post("/api/v1/keys/" + first + "/rotate")
                        .then()
                        .statusCode(201)
                        .body("name", equalTo(word))
                        .extract()
                        .path("id");
        given().delete("/api/v1/keys/" + first).then().statusCode(200);
        return second;
    }

    private void refusedCommands(String kari) throws Exception {
        as(token)
                .contentType("application/json")
                .body(
                        "{\"name\": \"x\", \"memberships\": [{\"valueStream\": \"%s\", \"from\": \"2020-01-01\", \"to\": null}]}"
                                .formatted(word))
                .put("/api/v1/teams/x" + random)
                .then()
                .statusCode(422);
        String body =
                "{\"command\": \"kpi.%s\", \"actor\": \"%s\", \"reason\": \"%s\", \"data\": {}}"
                        .formatted(word, kari, word);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                String.valueOf(kafka.clientConfig().get("bootstrap.servers"))),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("effekt.decisions.v1", "x", body.getBytes(UTF_8)))
                    .get();
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> tablesWithTheWord().contains("command_rejected"));
    }

    /** The word as text, in JSON and arrays, and in bytes. */
    private Set<String> tablesWithTheWord() {
        Set<String> found = new TreeSet<>();
        for (Row table :
                database.query(
                        """
                        select c.relname from pg_class c
                        where c.relnamespace = 'effekt'::regnamespace and c.relkind in ('r', 'p')
                            and has_table_privilege(c.oid, 'select')
                        """)) {
            String name = table.getString(0);
            long rows =
                    database.query(
                                    "select count(*) from effekt."
                                            + name
                                            + " t where t::text like $1 or t::text like $2",
                                    "%" + word + "%",
                                    "%" + HexFormat.of().formatHex(word.getBytes(UTF_8)) + "%")
                            .iterator()
                            .next()
                            .getLong(0);
            if (rows > 0) {
                found.add(name);
            }
        }
        return found;
    }

    /** Every read of the contract, for the administrator. */
    private List<String> answersWithTheWord(String issued) {
        List<String> found = new ArrayList<>();
        for (Operation operation :
                Operation.all(
                        given().accept("application/json")
                                .get("/q/openapi")
                                .then()
                                .extract()
                                .asString())) {
            if (operation.reads()) {
                for (Map<String, String> names :
                        List.of(
                                Map.<String, String>of(),
                                Map.of(
                                        "kpi", key,
                                        "scope", "team:" + key,
                                        "id of keys", issued),
                                Map.of(
                                        "source",
                                        "urn:" + random,
                                        "id",
                                        "1",
                                        "key of value-streams",
                                        key,
                                        "key of kpis",
                                        key))) {
                    Response answer = operation.call(given(), names);
                    if ((answer.headers() + answer.asString()).contains(word)) {
                        found.add(operation + " " + names);
                    }
                }
            }
        }
        return found;
    }

    private static void verifies() {
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(200)
                .body("verified", equalTo(true));
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() ->
                        given().post("/api/v1/projections/verify")
                                .then()
                                .statusCode(200)
                                .body("different.values().sum()", equalTo(0)));
    }

    private void whatWaitsCountsAsTheNumbersItIs() {
        Defined.kpi(later, Defined.SUM);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("kpi", later)
                                .get("/api/v1/measurements")
                                .then()
                                .body("items.id", hasItem("2c"))
                                .body("items.id", hasItem("2"))
                                .body("items.find { it.id == '2' }.comment", nullValue())
                                .body("items.find { it.id == '2c' }.reason", equalTo("[erased]"))
                                .body(containsString("1.5")));
        // Who signs in again is somebody else, to whom a steward gives the source.
        String actor = as(token).get("/api/v1/me").then().extract().path("actor");
        given().contentType("application/json")
                .body("{\"source\": \"urn:%s\", \"clients\": [\"%s\"]}".formatted(random, actor))
                .post("/api/v1/sources/hand-over")
                .then()
                .statusCode(200);
        // Sent again as that it is known.
        post("""
        {"id": "2", "source": "urn:%s", "kpi": "%s", "scope": "team:%s", "value": 1.5, "period": "2026-02"}
        """
                        .formatted(random, later, key))
                .body("receipts.receipt", contains("duplicate"));
        given().delete("/api/v1/actors/" + actor).then().statusCode(200);
    }
}
