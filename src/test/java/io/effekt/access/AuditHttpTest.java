package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class AuditHttpTest {
    private final String key = "au" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void everyDecisionIsThereWithWhoAndWhyTheNewestFirst() {
        Defined.stream(key);
        given().contentType("application/json")
                .body("{\"name\": \"Renamed\", \"reason\": \"a better name\"}")
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(200);

        given().queryParam("subject", "value-stream:" + key)
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .body("items.version", contains(2, 1))
                .body("items.actor", contains("admin", "admin"))
                .body("items[0].reason", equalTo("a better name"))
                .body("items[0].data.name", equalTo("Renamed"))
                .body("items[0].requestId", notNullValue())
                .body("items[1].reason", nullValue())
                .body("next", nullValue());
    }

    @Test
    void itIsReadPageByPage() {
        Defined.stream(key);
        Defined.stream(key + "2");

        JsonPath first =
                given().queryParam("subject", "value-stream:" + key)
                        .queryParam("limit", 1)
                        .get("/api/v1/audit")
                        .then()
                        .body("items", hasSize(1))
                        .extract()
                        .jsonPath();
        assertEquals(List.of("value-stream:" + key + "2"), first.getList("items.subject"));
        given().urlEncodingEnabled(false)
                .get(first.getString("next"))
                .then()
                .body("items.subject", contains("value-stream:" + key))
                .body("next", nullValue());
    }

    @Test
    void itIsFilteredByEverythingThatAnAuditorAsksFor() {
        Instant before = Instant.now().minusSeconds(1);
        String client = Client.key("definitions:write");
        String actor = as(client).get("/api/v1/me").then().extract().path("actor");
        as(client)
                .contentType("application/json")
                .body("{\"name\": \"X\"}")
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(201);

        String request =
                given().queryParam("actor", actor)
                        .queryParam("type", "organization.")
                        .queryParam("from", before.toString())
                        .get("/api/v1/audit")
                        .then()
                        .extract()
                        .path("items[0].requestId");
        given().queryParam("requestId", request)
                .get("/api/v1/audit")
                .then()
                .body("items.subject", contains("value-stream:" + key));
        given().queryParam("actor", actor)
                .queryParam("to", before.toString())
                .get("/api/v1/audit")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void aKeyIsThereWithoutItsHash() {
        String client = Client.key("status:read");

        given().queryParam("subject", "key:" + client.substring(7, 15))
                .get("/api/v1/audit")
                .then()
                .body("items.type", contains("access.key-issued.v1"))
                .body(not(containsString("hash")));
    }

    @Test
    void aRefusalIsKeptOnceWithWhoItWasAndWhatTheyWanted() {
        String client = Client.key("status:read");
        String actor = as(client).get("/api/v1/me").then().extract().path("actor");
        for (int i = 0; i < 3; i++) {
            as(client).delete("/api/v1/kpis/" + key).then().statusCode(403);
        }

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("actor", actor)
                                .queryParam("type", "access.refused")
                                .get("/api/v1/audit")
                                .then()
                                .body("items", hasSize(1))
                                .body(
                                        "items[0].data.operation",
                                        equalTo("DELETE /api/v1/kpis/" + key))
                                .body("items[0].data.times", equalTo(1)));
    }

    @Test
    void whoMeasuresWhereTheyMayNotIsKeptToo() {
        Defined.stream(key);
        Defined.team(key, key);
        String client =
                Client.limited("\"teams\": [\"" + key + "\"]", "measurements:write", "status:read");
        String actor = as(client).get("/api/v1/me").then().extract().path("actor");
        as(client)
                .contentType("application/json")
                .body(
                        "{\"id\": \"1\", \"kpi\": \"k\", \"scope\": \"org\", \"period\": \"2026-01\", \"value\": 1}")
                .post("/api/v1/measurements")
                .then()
                .statusCode(422)
                .body("receipts[0].code", equalTo("not_permitted"));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("actor", actor)
                                .get("/api/v1/audit?type=access.refused")
                                .then()
                                .body("items.data.operation", contains("measure k at org")));
    }

    /** As a proxy passes it on: from elsewhere. */
    private static RequestSpecification fromElsewhere(String key) {
        return as(key).header("Forwarded", "for=192.0.2.1");
    }

    @Test
    void whatIsHiddenRefusedInABodyOrForOperatorsIsKeptWithItsRequest() {
        String other = "o" + key;
        Defined.stream(key);
        Defined.team(key, key);
        Defined.team(other, key);
        Defined.kpi(key, Defined.SUM);
        Measured.number(key, "team:" + other, "2026-01", "1");
        String client =
                Client.limited(
                        "\"teams\": [\"" + key + "\"]",
                        Right.STATUS_READ,
                        Right.KEYS_MANAGE,
                        Right.AUDIT_READ);
        String actor = as(client).get("/api/v1/me").then().extract().path("actor");
        String others = Client.key(Right.STATUS_READ).substring(7, 15);
        UUID request = UUID.randomUUID();

        for (String path :
                List.of(
                        "/teams/" + other,
                        "/teams/" + other + "/versions",
                        "/status?scope=team:" + other,
                        "/status/history?kpi=" + key + "&scope=team:" + other,
                        "/measurements?scope=team:" + other,
                        "/imports/" + UUID.randomUUID(),
                        "/keys/" + others)) {
            as(client).header("X-Request-Id", request).get("/api/v1" + path).then().statusCode(404);
        }
        as(client)
                .header("X-Request-Id", request)
                .contentType("application/json")
                .body("{\"client\": \"x%s\", \"scopes\": [\"admin\"]}".formatted(key))
                .post("/api/v1/keys")
                .then()
                .statusCode(422);
        fromElsewhere(client)
                .header("X-Request-Id", request)
                .get("/q/metrics")
                .then()
                .statusCode(403);

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("actor", actor)
                                .queryParam("requestId", request)
                                .get("/api/v1/audit?type=access.refused")
                                .then()
                                .body("items.data.times.sum()", equalTo(9))
                                .body(
                                        "items.data.operation",
                                        hasItems(
                                                "GET /api/v1/teams/" + other,
                                                "GET /api/v1/status",
                                                "GET /api/v1/status/history",
                                                "GET /api/v1/measurements",
                                                "GET /api/v1/keys/" + others,
                                                "POST /api/v1/keys",
                                                "GET /q/metrics"))
                                .body("items.data.detail", everyItem(not(emptyString()))));
    }

    @Test
    void whatIsNotThereForAnybodyIsNoRefusal() {
        String client = Client.key(Right.STATUS_READ);
        String actor = as(client).get("/api/v1/me").then().extract().path("actor");
        as(client).get("/api/v1/teams/" + key).then().statusCode(404);
        as(client).get("/api/v1/audit").then().statusCode(403);

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        given().queryParam("actor", actor)
                                .get("/api/v1/audit?type=access.refused")
                                .then()
                                .body("items.data.operation", contains("GET /api/v1/audit")));
    }

    @Test
    void anAuditorWithLimitsIsNoOperator() {
        String all = Client.key(Right.AUDIT_READ);
        Defined.stream(key);
        Defined.team(key, key);
        Defined.kpi(key, Defined.SUM);
        for (String limits :
                List.of(
                        "\"teams\": [\"" + key + "\"]",
                        "\"streams\": [\"" + key + "\"]",
                        "\"kpis\": [\"" + key + "\"]")) {
            String limited = Client.limited(limits, Right.AUDIT_READ);
            fromElsewhere(limited).get("/q/metrics").then().statusCode(403);
            fromElsewhere(limited)
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body(not(containsString("checks")));
        }
        fromElsewhere(all).get("/q/metrics").then().statusCode(200);
        fromElsewhere(all).get("/q/health/ready").then().body(containsString("checks"));
    }

    @Test
    void whatBecameOfACommandIsReadByWhoeverSentItAndByAuditors() {
        String sender = Client.key(Right.DEFINITIONS_WRITE);
        as(sender)
                .contentType("application/json")
                .body("{\"name\": \"X\"}")
                .put("/api/v1/value-streams/" + key)
                .then()
                .statusCode(201);
        String command =
                given().queryParam("subject", "value-stream:" + key)
                        .get("/api/v1/audit")
                        .then()
                        .extract()
                        .path("items[0].requestId");
        for (String may : List.of(sender, AdminCaller.key(), Client.key(Right.AUDIT_READ))) {
            as(may).get("/api/v1/commands/" + command)
                    .then()
                    .statusCode(201)
                    .body("key", equalTo(key));
        }
        String nothing = UUID.randomUUID().toString();
        Defined.kpi(key, Defined.SUM);
        for (String mayNot :
                List.of(
                        Client.key(Right.DEFINITIONS_WRITE, Right.STATUS_READ),
                        Client.limited("\"kpis\": [\"" + key + "\"]", Right.AUDIT_READ),
                        Token.of(nothing, "editor").signed())) {
            assertEquals(
                    answer(mayNot, nothing).replace(nothing, "ID"),
                    answer(mayNot, command).replace(command, "ID"));
            String actor = as(mayNot).get("/api/v1/me").then().extract().path("actor");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            given().queryParam("actor", actor)
                                    .get("/api/v1/audit?type=access.refused")
                                    .then()
                                    .body(
                                            "items.data.operation",
                                            contains("GET /api/v1/commands/" + command)));
        }
    }

    private static String answer(String from, String command) {
        Response answer = as(from).get("/api/v1/commands/" + command);
        return answer.statusCode() + answer.asString() + answer.header("Retry-After");
    }

    @Test
    void whatCannotBeReadIsRefused() {
        given().get("/api/v1/audit?requestId=x").then().statusCode(400);
        given().get("/api/v1/audit?who=x").then().statusCode(400);
        as(Client.key("status:read")).get("/api/v1/audit").then().statusCode(403);
        Defined.stream(key);
        as(Client.limited("\"streams\": [\"" + key + "\"]", "audit:read"))
                .get("/api/v1/audit")
                .then()
                .statusCode(403);
    }
}
