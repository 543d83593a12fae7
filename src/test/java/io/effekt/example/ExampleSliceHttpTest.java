package io.effekt.example;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.database.RowSecurity;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.SwitchedOn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slice that the program does not name has all that a slice has. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
@TestProfile(SwitchedOn.class)
class ExampleSliceHttpTest {
    @Inject Database database;

    private final String random = "ex" + UUID.randomUUID().toString().substring(0, 8);
    private final String mine = random + "m";
    private final String other = random + "o";
    private String admin = "";

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(mine, random);
        Defined.team(other, random);
        Defined.kpi(random, Defined.SUM);
        // A pledge may have the key of a KPI that somebody is limited to.
        Defined.kpi(other, Defined.SUM);
        // The contract of the program does not name the slice: no answer is held against it.
        RestAssured.replaceFiltersWith(List.of());
        admin = AdminCaller.key();
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key)
                .header("Prefer", "wait=60")
                .contentType("application/json");
    }

    private static String path(String pledge) {
        return "/api/v1/pledges/" + pledge;
    }

    private String pledge(String title, String team) {
        return "{\"title\": \"%s\", \"kpi\": \"%s\", \"team\": \"%s\"}"
                .formatted(title, random, team);
    }

    private ValidatableResponse put(String key, String pledge, String body) {
        return as(key).body(body).put(path(pledge)).then();
    }

    @Test
    void pledgeIsMadeChangedAndWithdrawnLikeEveryResource() {
        String body = pledge("Fewer meetings", mine);
        as(admin).body(body).put(path(random) + "?dryRun=true").then().statusCode(200);
        as(admin).get(path(random)).then().statusCode(404);

        put(admin, random, body).statusCode(201).header("ETag", "\"1\"");
        put(admin, random, body).statusCode(200).header("ETag", "\"1\"");
        as(admin)
                .header("If-Match", "\"7\"")
                .body(pledge("No meetings", mine))
                .put(path(random))
                .then()
                .statusCode(412);
        as(admin)
                .header("If-Match", "\"1\"")
                .header("Effekt-Reason", "Bolder")
                .body(pledge("No meetings", mine))
                .put(path(random))
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
        as(admin)
                .get(path(random))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("title", equalTo("No meetings"))
                .body("status", equalTo("active"));
        as(admin).delete(path(random)).then().statusCode(200).body("status", equalTo("retired"));

        as(admin)
                .get(path(random) + "/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(3, 2, 1))
                .body("items[0].event", equalTo("example.pledge-withdrawn.v1"))
                .body("items[1].reason", equalTo("Bolder"))
                .body("items[2].definition.title", equalTo("Fewer meetings"));
        as(admin)
                .get("/api/v1/pledges?status=active&limit=1000")
                .then()
                .body("items.key", not(hasItem(random)));
        as(admin)
                .get("/api/v1/pledges?status=retired&limit=1000")
                .then()
                .body("items.key", hasItem(random));
        as(admin)
                .get("/api/v1/audit?type=example.&subject=pledge:" + random)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(3));
        put(admin, random, body).statusCode(200).body("status", equalTo("active"));
    }

    @Test
    void pledgeThatBreaksARuleIsRefused() {
        put(admin, random, "{\"title\": \"x\", \"kpi\": \"no-kpi\", \"team\": \"no-team\"}")
                .statusCode(422)
                .body("errors.code", contains("unknown-kpi", "unknown-team"));
        put(admin, random, pledge("x", mine)).statusCode(201);
        put(admin, random, pledge("x", other))
                .statusCode(422)
                .body("errors.code", contains("place-is-fixed"));
        as(admin).delete(path(random + "-none")).then().statusCode(404);
        as(admin).get("/api/v1/pledges?colour=red").then().statusCode(400);
    }

    @Test
    void limitedCallersSeeAndChangeWhatTheyMay() {
        put(admin, mine, pledge("ours", mine)).statusCode(201);
        put(admin, other, pledge("theirs", other)).statusCode(201);

        given().get(path(mine)).then().statusCode(401);
        String bi = Client.key(Right.BI_READ);
        as(bi).get(path(mine)).then().statusCode(403);
        String reader = Client.key(Right.STATUS_READ);
        as(reader).get(path(mine)).then().statusCode(200);
        put(reader, mine, pledge("x", mine)).statusCode(403);

        String team =
                Client.limited(
                        "\"teams\": [\"" + mine + "\"]",
                        Right.STATUS_READ,
                        Right.DEFINITIONS_WRITE);
        as(team).get("/api/v1/pledges").then().body("items.key", equalTo(List.of(mine)));
        as(team).get(path(mine) + "/versions").then().statusCode(200);
        put(team, mine, pledge("ours, again", mine)).statusCode(200);
        put(team, random, pledge("for others", other)).statusCode(403);
        put(team, random, pledge("for us", mine)).statusCode(201);
        as(team).get(path(other)).then().statusCode(404);
        as(team).get(path(other) + "/versions").then().statusCode(404);
        put(team, other, pledge("x", mine)).statusCode(404);
        as(team).delete(path(other)).then().statusCode(404);

        String kpi = Client.limited("\"kpis\": [\"" + other + "\"]", Right.STATUS_READ);
        as(kpi).get(path(other)).then().statusCode(404);
        as(kpi).get("/api/v1/pledges").then().body("items", empty());
    }

    /** What lies below the application. */
    @Test
    void policiesHideWhatTheCallerMayNotSee() {
        put(admin, mine, pledge("ours", mine)).statusCode(201);
        put(admin, other, pledge("theirs", other)).statusCode(201);
        assertEquals(List.of(2L, 2L, 2L), seen("*", "*"));
        assertEquals(List.of(1L, 1L, 1L), seen("team:" + mine, "*"));
        assertEquals(List.of(0L, 0L, 0L), seen("*", other));
        assertEquals(List.of(2L, 2L, 2L), seen("*", random));
    }

    /** How many of this test's rows are seen in the tables of slice and definitions. */
    private List<Long> seen(String scopes, String kpis) {
        RowSecurity narrowing =
                new RowSecurity(Map.of("scopes", scopes, "ever", scopes, "kpis", kpis));
        return List.of(
                        "pledge where key",
                        "definition where subject",
                        "definition_version where subject")
                .stream()
                .map(rows ->
                        database.<Long>seenBy(
                                narrowing,
                                tx ->
                                        tx.query(
                                                        "select count(*) from "
                                                                + rows
                                                                + " in ($1, $2, $3, $4)",
                                                        mine,
                                                        other,
                                                        "pledge:" + mine,
                                                        "pledge:" + other)
                                                .iterator()
                                                .next()
                                                .getLong(0)))
                .toList();
    }

    @Test
    void documentOfAllDefinitionsCarriesPledges() {
        put(admin, mine, pledge("ours", mine)).statusCode(201);
        Map<String, Object> exported =
                as(admin)
                        .get("/api/v1/definitions")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("pledges.find { it.key == '" + mine + "' }");
        assertEquals("ours", exported.get("title"));

        String document =
                "{\"pledges\": [{\"key\": \"%s\", %s, {\"key\": \"%s\", %s]}"
                        .formatted(
                                mine,
                                pledge("ours", mine).substring(1),
                                other,
                                pledge("theirs", other).substring(1));
        as(admin)
                .body(document)
                .put("/api/v1/definitions")
                .then()
                .statusCode(200)
                .body("created", equalTo(1))
                .body("unchanged", equalTo(1));
        as(admin).get(path(other)).then().statusCode(200).body("title", equalTo("theirs"));
        as(admin)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("components.schemas.Definitions.properties", hasKey("pledges"))
                .body("components.schemas.Definitions.properties", hasKey("kpis"));
    }

    @Test
    void workerHasCountedBeforeTheAnswerComes() {
        put(admin, mine, pledge("first", mine)).statusCode(201);
        assertEquals(1, openBeside(mine));
        put(admin, random, pledge("second", mine)).statusCode(201);
        assertEquals(2, openBeside(random));
        assertEquals(2, openBeside(mine));
        put(admin, other, pledge("elsewhere", other)).statusCode(201);
        assertEquals(1, openBeside(other));
        as(admin).delete(path(random)).then().statusCode(200);
        assertEquals(1, openBeside(mine));
    }

    private Integer openBeside(String pledge) {
        return database.query("select open_beside from pledge where key = $1", pledge)
                .iterator()
                .next()
                .getInteger(0);
    }

    @Test
    void rowsAreMadeAnewFromTheLog() {
        put(admin, mine, pledge("ours", mine)).statusCode(201);
        put(admin, mine, pledge("ours, again", mine)).statusCode(200);
        put(admin, other, pledge("theirs", other)).statusCode(201);
        as(admin).delete(path(other)).then().statusCode(200);
        assertEquals(0, compared("verify").getInt("different.pledge"));

        database.query("update pledge set title = 'forged' where key = $1", mine);
        database.query("delete from pledge where key = $1", other);

        // One row as it is and as it should be, and one that is missing.
        assertEquals(3, compared("rebuild").getInt("different.pledge"));
        assertEquals(0, compared("verify").getInt("different.pledge"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertEquals(1, openBeside(mine)));
    }

    private JsonPath compared(String how) {
        return as(admin)
                .post("/api/v1/projections/" + how)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
