package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.database.RowSecurity;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client may have keys for different teams: what one of them sent the other does not read. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class KeysOfOneClientTest {
    @Inject Database database;

    private final String random = UUID.randomUUID().toString().substring(0, 8);
    private final String one = "one-" + random;
    private final String other = "two-" + random;

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(one, random);
        Defined.team(other, random);
        Defined.kpi(random, Defined.SUM);
    }

    @Test
    void whatOneMayNotSendIsToldToWhoeverSentIt() {
        String ofOne = key(one);
        String ofOther = key(other);
        send(ofOne, "team:" + one, "\"no period\"");
        send(ofOne, "team:" + other, "\"2026-01\"");
        send(ofOne, "team:Ønsker", "\"2026-01\"");

        as(ofOne)
                .get("/api/v1/measurements/rejected")
                .then()
                .statusCode(200)
                .body("items.scope", contains("team:Ønsker", "team:" + other, "team:" + one));
        as(ofOther)
                .get("/api/v1/measurements/rejected")
                .then()
                .statusCode(200)
                .body("items.scope", contains("team:Ønsker", "team:" + other));
    }

    @Test
    void whatIsHeldIsReadByWhoSeesItsScope() {
        String ofOne = key(one);
        String ofOther = key(other);
        database.query(
                """
                insert into measurement_held (part, epoch, kafka_offset, received_at, source, id, kpi,
                    scope, cause, request_id, import_id, actor, body, period)
                values (0, -1, $1, now(), 's', $2, $2, 'team:' || $3, 'closed-period', $4, $4,
                    'c' || $2, $5, '2026-01')
                """,
                Math.abs((long) random.hashCode()),
                random,
                one,
                UUID.randomUUID(),
                Buffer.buffer("{}"));

        held(ofOne).body("items.scope", contains("team:" + one));
        held(ofOther).body("items", empty());
    }

    @Test
    void underneathItIsTheSame() {
        send(key(one), "team:" + one, "\"no period\"");

        assertEquals(1, rejected("team:" + one));
        assertEquals(0, rejected("team:" + other));
    }

    private long rejected(String ever) {
        RowSecurity narrowing =
                new RowSecurity(
                        Map.of(
                                "scopes",
                                ever,
                                "streams",
                                "",
                                "kpis",
                                "*",
                                "spans",
                                "",
                                "ever",
                                ever,
                                "named",
                                ever,
                                "actor",
                                "c" + random));
        return database.<Long>seenBy(
                narrowing,
                tx ->
                        tx.query("select count(*) from measurement_rejected")
                                .iterator()
                                .next()
                                .getLong(0));
    }

    private io.restassured.response.ValidatableResponse held(String key) {
        return as(key).queryParam("kpi", random)
                .get("/api/v1/measurements/held")
                .then()
                .statusCode(200);
    }

    private void send(String key, String scope, String period) {
        as(key).contentType("application/json")
                .header("Prefer", "wait=20")
                .body(
                        "{\"id\": \"%s\", \"kpi\": \"%s\", \"scope\": \"%s\", \"period\": %s, \"value\": 1}"
                                .formatted(UUID.randomUUID(), random, scope, period))
                .post("/api/v1/measurements");
    }

    private String key(String team) {
        return given().contentType("application/json")
                .body(
                        "{\"client\": \"c%s\", \"scopes\": [\"%s\", \"%s\"], \"teams\": [\"%s\"]}"
                                .formatted(
                                        random, Right.MEASUREMENTS_WRITE, Right.STATUS_READ, team))
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
