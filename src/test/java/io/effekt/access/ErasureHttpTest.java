package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.effekt.access.people.People;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ErasureHttpTest {
    private static final String WORDS = "Kari broke her leg";

    @Inject Database database;
    @Inject Notifications notifications;

    private final String key = "er" + UUID.randomUUID().toString().substring(0, 8);
    private final String token =
            Token.of(UUID.randomUUID().toString(), "admin")
                    .claim("name", "\"Kari Normann\"")
                    .signed();

    @Test
    void aNameIsForgottenAndTheHistoryStaysAndVerifies() {
        String kari = actor();
        define();
        given().get("/api/v1/actors/" + kari)
                .then()
                .statusCode(200)
                .body("kind", equalTo("person"))
                .body("name", equalTo("Kari Normann"))
                .body("firstSeen", notNullValue())
                .body("erasedAt", nullValue());

        erase(kari, "").body("nameErased", equalTo(true)).body("textsErased", equalTo(0));

        given().get("/api/v1/actors/" + kari)
                .then()
                .statusCode(200)
                .body("name", nullValue())
                .body("firstSeen", nullValue())
                .body("erasedAt", notNullValue());
        audit(kari).body("items.reason", contains(WORDS));
        assertEquals(0, names(kari));
        isAsRecorded();
        assertNotEquals(kari, actor());
        erase(kari, "").body("nameErased", equalTo(false));
    }

    @Test
    void whatTheyWroteGoesWhereThatIsAsked() {
        String kari = actor();
        define();
        as(token)
                .contentType("application/json")
                .body(
                        "[%s, %s]"
                                .formatted(
                                        measurement("\"2026-01\""), measurement("\"no period\"")))
                .header("Prefer", "wait=20")
                .post("/api/v1/measurements")
                .then()
                .statusCode(207);
        assertEquals(3, words());

        erase(kari, "?texts=true").body("textsErased", equalTo(3));

        assertEquals(0, words());
        audit(kari).body("items.reason", everyItem(nullValue()));
        isAsRecorded();
        given().queryParam("subject", "actor:" + kari)
                .get("/api/v1/audit")
                .then()
                .body("items.type", contains("access.actor-erased.v1"))
                .body("items.reason", contains("asked for " + WORDS))
                .body("items.actor", contains("admin"));
    }

    @Test
    void whereverSomebodyIsRememberedTheyAreForgotten() {
        People elsewhere = new People(database, notifications);
        People.Known kari = new People.Known("https://login.example", key);
        UUID id = elsewhere.id(kari, "Kari Normann");
        assertEquals(Optional.of(id), elsewhere.remembered(kari));

        erase("person:" + id, "").body("nameErased", equalTo(true));

        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> elsewhere.remembered(kari).isEmpty());
        assertNotEquals(id, elsewhere.id(kari, "Kari Normann"));
    }

    @Test
    void nobodyElseIsForgotten() {
        String kari = actor();
        given().delete("/api/v1/actors/person:" + UUID.randomUUID()).then().statusCode(404);
        given().delete("/api/v1/actors/nobody-" + key).then().statusCode(404);
        given().delete("/api/v1/actors/" + kari + "?texts=yes").then().statusCode(400);
        as(Client.key(Right.AUDIT_READ)).delete("/api/v1/actors/" + kari).then().statusCode(403);
        as(Client.key(Right.STATUS_READ)).get("/api/v1/actors/" + kari).then().statusCode(403);
        Defined.stream(key);
        as(Client.limited("\"streams\": [\"" + key + "\"]", Right.AUDIT_READ))
                .get("/api/v1/actors/" + kari)
                .then()
                .statusCode(403);

        assertEquals(kari, actor());
    }

    private String actor() {
        return as(token).get("/api/v1/me").then().extract().path("actor");
    }

    private void define() {
        Defined.stream(key);
        as(token)
                .contentType("application/json")
                .body("{\"name\": \"Renamed\", \"reason\": \"%s\"}".formatted(WORDS))
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(200);
        Defined.team(key, key);
        Defined.kpi(key, Defined.SUM);
    }

    private String measurement(String period) {
        return """
        {"id": "%s", "kpi": "%s", "scope": "team:%s", "period": %s, "value": 1, "comment": "%s"}
        """
                .formatted(UUID.randomUUID(), key, key, period, WORDS);
    }

    private static io.restassured.response.ValidatableResponse erase(String actor, String query) {
        return given().header("Effekt-Reason", "asked for " + WORDS)
                .delete("/api/v1/actors/" + actor + query)
                .then()
                .statusCode(200)
                .body("actor", equalTo(actor));
    }

    private static io.restassured.response.ValidatableResponse audit(String actor) {
        return given().queryParam("actor", actor)
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .body("items.size()", greaterThan(0));
    }

    private static void isAsRecorded() {
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(200)
                .body("verified", equalTo(true));
    }

    private long names(String actor) {
        return count("select count(*) from person where 'person:' || id = $1", actor);
    }

    /** Everywhere that the words may lie, by this test's keys. */
    private long words() {
        return count(
                """
                select (select count(*) from decision_text t join decision d using (seq)
                        where t.reason = $1 and d.subject = 'value-stream:' || $2)
                    + (select count(*) from measurement_text t join measurement m using (part, seq)
                        join series s on s.id = m.series_id where t.comment = $1 and s.kpi = $2)
                    + (select count(*) from measurement_rejected
                        where convert_from(body, 'UTF8') like '%' || $1 || '%' and kpi = $2)
                """,
                WORDS, key);
    }

    private long count(String sql, Object... arguments) {
        return database.query(sql, arguments).iterator().next().getLong(0);
    }
}
