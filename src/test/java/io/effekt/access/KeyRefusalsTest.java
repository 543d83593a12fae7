package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are not given, and what is said in their place. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class KeyRefusalsTest {
    private final String random = UUID.randomUUID().toString().substring(0, 8);

    @Inject Database database;

    private static ValidatableResponse wanted(String client, String fields) {
        return given().contentType("application/json")
                .body(
                        "{\"client\": \"%s\", \"scopes\": [\"status:read\"]%s}"
                                .formatted(client, fields.isEmpty() ? "" : ", " + fields))
                .post("/api/v1/keys")
                .then();
    }

    private static ValidatableResponse refused(ValidatableResponse answer, String code) {
        return answer.statusCode(422).body("errors.code", hasItem(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "adm1n",
                "ad-min",
                "adrnin",
                "kafka",
                "kafka-",
                "k4fka",
                "system",
                "5ystem",
                "service",
                "serv1ce",
                "serv-ice",
                "evaluator",
                "eva1uator",
                "evaluat0r",
                "effekt",
                "effekt-sync",
                "ef-fekt",
                "3ffekt",
                "effekt2",
                "person"
            })
    void noClientActsUnderANameOfTheService(String client) {
        refused(wanted(client, ""), "reserved").body("errors[0].pointer", equalTo("/client"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kafka",
                "KAFKA",
                " kafka",
                "kafka ",
                "ｋafka",
                "кafka",
                "Admin",
                "system\\t"
            })
    void whatIsNoKeyIsNoName(String client) {
        refused(wanted(client, ""), "invalid-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira-kafka", "survey-service", "hr-system", "kafkaesque", "effect"})
    void namesThatOnlyHoldSuchAWordAreFree(String client) {
        wanted(client + "-" + random, "").statusCode(201);
    }

    @Test
    void aKeyThatTheDatabaseGivesSuchANameLetsNobodyIn() {
        String key = Client.key("status:read");
        String id = key.substring(7, 15);
        as(key).get("/api/v1/status").then().statusCode(200);
        String client = as(key).get("/api/v1/me").then().extract().path("actor");
        try {
            database.query("update api_key set client = 'kafka' where id = $1", id);
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> as(key).get("/api/v1/status").then().statusCode(401));
        } finally {
            database.query("update api_key set client = $2 where id = $1", id, client);
        }
    }

    @Test
    void nobodyTakesOverThePastOfANameThatNoKeyHad() {
        String rejected = "old-" + random;
        String decided = "dec-" + random;
        String held = "held-" + random;
        UUID any = UUID.randomUUID();
        database.query(
                """
                insert into measurement_held (part, epoch, kafka_offset, received_at, source, id, kpi,
                    scope, cause, request_id, import_id, actor, body)
                values (0, -2, $1, now(), 's', $2, $2, 'org', 'unknown-kpi', $3, $3, $4, $5)
                """,
                Math.abs((long) random.hashCode()),
                random,
                any,
                held,
                io.vertx.core.buffer.Buffer.buffer("{}"));
        database.query(
                """
                insert into measurement_rejected (epoch, kafka_offset, part, received_at, code,
                    detail, actor, body, published)
                values (-2, $1, 0, now(), 'malformed', 'x', $2, '', true)
                """,
                Math.abs((long) random.hashCode()),
                rejected);
        database.query(
                "insert into command_outcome (request_id, kafka_offset, status, seq, body, actor,"
                        + " decided_at) values ($1, 0, 200, 1, '{}', $2, now())",
                any,
                decided);
        try {
            for (String name : new String[] {rejected, decided, held}) {
                refused(wanted(name, ""), "name-has-a-past");
            }
        } finally {
            database.query("delete from measurement_held where actor = $1", held);
            database.query("delete from measurement_rejected where actor = $1", rejected);
            database.query("delete from command_outcome where actor = $1", decided);
        }
        wanted(rejected, "").statusCode(201);
        wanted(rejected, "").statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-01:00",
                "-0001-01-01T00:00:00Z",
                "+1000000000-01-01T00:00:00Z",
                "+123456-06-01T00:00:00+02:00"
            })
    void noTimeThatCannotBeStoredIsTaken(String time) {
        refused(wanted("c" + random, "\"expiresAt\": \"" + time + "\""), "invalid-time");
        String id = Client.key("status:read").substring(7, 15);
        refused(
                given().contentType("application/json")
                        .body("{\"expiresAt\": \"" + time + "\"}")
                        .post("/api/v1/keys/" + id + "/rotate")
                        .then(),
                "invalid-time");
        refused(
                given().contentType("application/json")
                        .body(
                                ("{\"kpi\": \"k\", \"scope\": \"org\", \"status\": \"on_track\","
                                                + " \"reason\": \"x\", \"expires\": \"%s\"}")
                                        .formatted(time))
                        .put("/api/v1/status/override")
                        .then(),
                "invalid-time");
        for (String asked :
                new String[] {
                    "status?at=", "status?asOf=", "measurements?kpi=k&asOf=", "audit?from="
                }) {
            assertEquals(
                    400,
                    given().urlEncodingEnabled(true)
                            .get("/api/v1/" + asked + encoded(time))
                            .statusCode(),
                    asked);
        }
    }

    private static String encoded(String text) {
        return text.replace("+", "%2B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31T23:59:59.999999999Z", "2199-06-01T00:00:00.1234567+02:00"})
    void logAndTableSayTheSameTime(String time) {
        String id =
                wanted("c" + random, "\"expiresAt\": \"" + time + "\"")
                        .statusCode(201)
                        .extract()
                        .path("id");
        String shown =
                given().get("/api/v1/keys/" + id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("expiresAt");
        String logged =
                database.query("select data from decision where subject = $1", "key:" + id)
                        .iterator()
                        .next()
                        .getString(0);
        assertTrue(logged.contains("\"" + shown + "\""), logged + " and " + shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u200f", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u2028"})
    void whatTurnsATextAroundIsInNoNameAndNoSource(String hidden) {
        String text = "a" + hidden + "b";
        refused(wanted("c" + random, "\"name\": \"" + text + "\""), "invalid-text");
        refused(wanted("c" + random, "\"sources\": [\"" + text + "\"]"), "invalid-text");
        refused(wanted("c" + random, "\"reason\": \"" + text + "\""), "invalid-text");
        given().contentType("application/json")
                .body("{\"name\": \"" + text + "\"}")
                .put("/api/v1/value-streams/v" + random)
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("invalid-text"));
        for (Map.Entry<String, String> field :
                Map.of(
                                "id", text,
                                "source", "urn:" + text,
                                "comment", text,
                                "corrects", text)
                        .entrySet()) {
            String receipt =
                    given().contentType("application/json")
                            .body(item(field.getKey(), field.getValue()))
                            .post("/api/v1/measurements?dryRun=true")
                            .then()
                            .extract()
                            .asString();
            assertTrue(receipt.contains("U+%04X".formatted((int) hidden.charAt(0))), receipt);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0007", "\\u001b", "\\u007f", "\\n", "\\t"})
    void whatSteersATerminalIsInNoText(String escaped) {
        String text = "a" + escaped + "b";
        boolean isLine = !escaped.startsWith("\\u");
        refused(wanted("c" + random, "\"name\": \"" + text + "\""), "invalid-text");
        refused(wanted("c" + random, "\"sources\": [\"" + text + "\"]"), "invalid-text");
        given().contentType("application/json")
                .body("{\"name\": \"" + text + "\"}")
                .put("/api/v1/value-streams/v" + random)
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("invalid-text"))
                .body("errors[0].detail", containsString("take it out"));
        given().contentType("application/json")
                .body("{\"name\": \"x\", \"reason\": \"" + text + "\"}")
                .put("/api/v1/value-streams/v" + random)
                .then()
                .statusCode(isLine ? oneOf(200, 201) : equalTo(422));
        for (String field : List.of("id", "corrects", "comment")) {
            String receipt =
                    given().contentType("application/json")
                            .body(item(field, text))
                            .post("/api/v1/measurements?dryRun=true")
                            .then()
                            .extract()
                            .asString();
            assertEquals(
                    !(isLine && field.equals("comment")), receipt.contains("take it out"), receipt);
        }
    }

    private static String item(String field, String text) {
        String known =
                "{\"id\": \"x\", \"kpi\": \"k\", \"scope\": \"org\", \"period\": \"2026-01\","
                        + " \"value\": 1, ";
        return (field.equals("id") ? known.replace("\"id\": \"x\", ", "") : known)
                + (field.equals("corrects") ? "\"reason\": \"r\", " : "")
                + "\"%s\": \"%s\"}".formatted(field, text);
    }

    @ParameterizedTest
    @CsvSource({"teams, x", "streams, y", "kpis, z"})
    void aLimitToWhatIsNotThereIsRefusedWithWhatWasMeant(String field, String wrong) {
        Defined.stream(random);
        Defined.team(random, random);
        Defined.kpi(random, Defined.SUM);
        String typo = random.substring(0, 7) + wrong;

        refused(wanted("c" + random, "\"%s\": [\"%s\"]".formatted(field, typo)), "not-defined")
                .body("errors[0].pointer", equalTo("/" + field))
                .body("errors[0].detail", containsString("did you mean '" + random + "'?"));
        wanted("c" + random, "\"%s\": [\"%s\"]".formatted(field, random)).statusCode(201);
    }

    @Test
    void whoIsLimitedLearnsNothingOfWhatThereIs() {
        Defined.stream(random);
        Defined.team("t" + random, random);
        Defined.team("u" + random, random);
        String manager =
                Client.limited("\"teams\": [\"t" + random + "\"]", "keys:manage", "status:read");
        String ofOthers = refusal(manager, "u" + random);
        String ofNobody = refusal(manager, "w" + random);

        assertEquals(ofOthers, ofNobody);
        assertFalse(ofOthers.contains("not-defined"), ofOthers);
    }

    private String refusal(String manager, String team) {
        return as(manager)
                .contentType("application/json")
                .body(
                        "{\"client\": \"m%s\", \"scopes\": [\"status:read\"], \"teams\": [\"%s\"]}"
                                .formatted(random, team))
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .extract()
                .jsonPath()
                .getList("errors")
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/keys, keys:manage",
        "/api/v1/audit, audit:read",
        "/api/v1/log/head, audit:read",
        "/api/v1/definitions, status:read"
    })
    void whoMayNotIsToldWhichRightIsNeeded(String path, String right) {
        String key = Client.key("bi:read");

        as(key).get(path).then().statusCode(403).body("detail", containsString("'" + right + "'"));
    }

    @Test
    void whoIsLimitedIsToldThatTheLimitsAreInTheWay() {
        Defined.stream(random);
        Defined.team(random, random);
        String key = Client.limited("\"teams\": [\"" + random + "\"]", "audit:read");

        as(key).get("/api/v1/log/head")
                .then()
                .statusCode(403)
                .body("detail", containsString("'audit:read' without limits"))
                .body("detail", not(containsString("has no right")));
    }
}
