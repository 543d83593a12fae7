package io.effekt.access.keys;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.effekt.access.Token;
import io.effekt.database.Database;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Frozen;
import io.effekt.testing.MovableClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
public class KeysHttpTest {
    @Inject Database database;
    @Inject MovableClock clock;
    @Inject KeyTable keys;

    private final String client = "c" + UUID.randomUUID();

    @Test
    void aKeyLetsItsClientInAndSaysWhatItMay() {
        String key = issue("status:read");

        as(key).get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("actor", equalTo(client))
                .body("scopes", contains("status:read"))
                .body("everywhere", equalTo(true));
        as(key).get("/api/v1/status").then().statusCode(200);
    }

    @Test
    void itMayNotDoWhatNoScopeSays() {
        String key = issue("status:read");

        as(key).contentType("application/json")
                .body("{\"name\": \"X\"}")
                .put("/api/v1/value-streams/never-made")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("not-permitted"));
        given().get("/api/v1/value-streams/never-made").then().statusCode(404);
    }

    @Test
    void whoIsKnownGetsInWhileTheDatabaseStandsStill() {
        String key = issue("status:read");
        String person = UUID.randomUUID().toString();
        as(key).get("/api/v1/me").then().statusCode(200);
        String actor =
                as(Token.of(person, "viewer").signed())
                        .get("/api/v1/me")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("actor");

        try (Frozen server = Frozen.server("PostgreSQL")) {
            var asked = CompletableFuture.runAsync(() -> database.query("select 1"));
            for (int i = 0; i < 100; i++) {
                as(key).get("/api/v1/me").then().statusCode(200).body("actor", equalTo(client));
            }
            // A token of its own for each ten: what is remembered is the person.
            for (int i = 0; i < 10; i++) {
                String token = Token.of(person, "viewer").claim("jti", "\"" + i + "\"").signed();
                for (int j = 0; j < 10; j++) {
                    as(token)
                            .get("/api/v1/me")
                            .then()
                            .statusCode(200)
                            .body("actor", equalTo(actor));
                }
            }
            assertFalse(asked.isDone(), "the database answers");
        }
    }

    @Test
    void whenItsTimeIsOverItLetsNobodyIn() {
        Instant ends = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        String key =
                wanted(
                                given(),
                                "\"scopes\": [\"status:read\"], \"expiresAt\": \"%s\""
                                        .formatted(ends))
                        .statusCode(201)
                        .body("expiresAt", equalTo(ends.toString()))
                        .extract()
                        .path("key");
        try {
            as(key).get("/api/v1/status").then().statusCode(200);
            clock.moveAhead(Duration.ofMinutes(55));
            as(key).get("/api/v1/status").then().statusCode(200);
            clock.moveAhead(Duration.ofMinutes(61));
            as(key).get("/api/v1/status").then().statusCode(401);
            basic("", key).get("/api/v1/status").then().statusCode(401);
        } finally {
            clock.moveAhead(Duration.ZERO);
        }
        as(key).get("/api/v1/status").then().statusCode(200);
    }

    @Test
    void noKeyOutlivesTheOneThatGaveIt() {
        Instant ends = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        String manager =
                wanted(
                                given(),
                                "\"scopes\": [\"keys:manage\", \"status:read\"], \"expiresAt\": \"%s\""
                                        .formatted(ends))
                        .statusCode(201)
                        .extract()
                        .path("key");
        String lasting = issue("status:read");
        for (String expires : List.of("", ", \"expiresAt\": \"" + ends.plusSeconds(1) + "\"")) {
            wanted(as(manager), "\"scopes\": [\"status:read\"]" + expires)
                    .statusCode(422)
                    .body("errors.pointer", contains("/expiresAt"))
                    .body("errors[0].detail", containsString("at the latest " + ends));
        }
        as(manager)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/keys/" + id(lasting) + "/rotate")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/expiresAt"));

        wanted(as(manager), "\"scopes\": [\"status:read\"], \"expiresAt\": \"" + ends + "\"")
                .statusCode(201)
                .body("expiresAt", equalTo(ends.toString()));
    }

    @Test
    void itIsShownOnceAndKeptNowhere() {
        String key = issue("status:read");

        given().get("/api/v1/keys")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("items.client", hasItem(client))
                .body(not(containsString(key.substring(17))))
                .body(not(containsString("hash")));
    }

    @Test
    void itMayBeThePasswordOfAnyUserOrNone() {
        String key = issue("status:read");

        basic("", key).get("/api/v1/me").then().statusCode(200).body("actor", equalTo(client));
        basic("somebody", key).get("/api/v1/me").then().statusCode(200);
        basic(key, "").get("/api/v1/me").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer effekt_12345678_00000000000000000000000000000000000000",
                "Bearer eyJhbGciOiJub25lIn0.e30.",
                "Basic ???",
                "Basic bm9jb2xvbg==",
                "Digest username=x",
                "Negotiate abc"
            })
    void whatIsNoKeyIsAskedForOne(String header) {
        RequestSpecification request = given().noFilters();
        if (!header.isEmpty()) {
            request.header("Authorization", header);
        }
        request.get("/api/v1/status")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", matchesPattern("Basic realm=.*Bearer realm=.*"))
                .body("code", equalTo("not-authenticated"));
    }

    @Test
    void twoHeadersAreNone() {
        given().noFilters()
                .header("Authorization", "Bearer " + AdminCaller.key(), "Bearer x")
                .get("/api/v1/status")
                .then()
                .statusCode(401);
    }

    @Test
    void inTheAddressItIsNotTakenUnlessThatIsSwitchedOn() {
        given().noFilters()
                .get("/api/v1/status?api_key=" + AdminCaller.key())
                .then()
                .statusCode(401);
    }

    @Test
    void revokedItIsRefusedAtOnce() {
        String key = issue("status:read");
        as(key).get("/api/v1/me").then().statusCode(200);

        given().header("Effekt-Reason", "lost on a train")
                .delete("/api/v1/keys/" + id(key))
                .then()
                .statusCode(200)
                .body("revokedAt", notNullValue());

        as(key).get("/api/v1/me").then().statusCode(401);
        given().delete("/api/v1/keys/" + id(key)).then().statusCode(200);
    }

    @Test
    void rotatedBothAreTakenUntilTheOverlapIsOver() {
        String old = issue("status:read");

        String fresh = rotate(old, "{\"overlapHours\": 1}").extract().path("key");

        as(old).get("/api/v1/me").then().statusCode(200);
        as(fresh).get("/api/v1/me").then().statusCode(200).body("actor", equalTo(client));
        given().get("/api/v1/keys/" + id(old)).then().body("expiresAt", notNullValue());
        given().get("/api/v1/keys/" + id(fresh)).then().body("expiresAt", nullValue());
    }

    @Test
    void rotatedWithoutAnOverlapOnlyTheNewOneIsTaken() {
        String old = issue("status:read");

        String fresh = rotate(old, "{\"overlapHours\": 0}").extract().path("key");

        as(old).get("/api/v1/me").then().statusCode(401);
        as(fresh).get("/api/v1/me").then().statusCode(200);
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/keys/" + id(old) + "/rotate")
                .then()
                .statusCode(422)
                .body("code", equalTo("key-ended"));
    }

    @Test
    void aReplacementNeedsNoBodyAndAKeyNeedsOne() {
        String old = issue("status:read");

        given().contentType("application/json")
                .post("/api/v1/keys/" + id(old) + "/rotate")
                .then()
                .statusCode(201);
        given().contentType("application/json").post("/api/v1/keys").then().statusCode(400);
    }

    @Test
    void nobodyGivesMoreThanTheyHold() {
        String manager = issue("keys:manage\", \"status:read");

        wanted(as(manager), "\"scopes\": [\"definitions:write\"]")
                .statusCode(422)
                .body("errors.code", hasItem("not-permitted"));
        wanted(as(manager), "\"scopes\": [\"admin\"]").statusCode(422);
        wanted(as(manager), "\"scopes\": [\"status:read\"]").statusCode(201);
    }

    @Test
    void nobodyReplacesOrEndsAKeyThatMayMoreThanTheyMay() {
        String strong =
                wanted(given(), "\"scopes\": [\"admin\"]").statusCode(201).extract().path("id");
        String manager = issue("keys:manage");

        as(manager)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/keys/" + strong + "/rotate")
                .then()
                .statusCode(403);
        as(manager).delete("/api/v1/keys/" + strong).then().statusCode(403);
        given().delete("/api/v1/keys/" + strong).then().statusCode(200);
    }

    @Test
    void whoIsLimitedBecomesNoOtherClientAndBindsNoSources() {
        String team = "t-" + UUID.randomUUID();
        Defined.stream(team);
        Defined.team(team, team);
        String limited =
                Client.limited("\"teams\": [\"" + team + "\"]", "keys:manage", "status:read");
        String victim = "victim-" + UUID.randomUUID();
        given().contentType("application/json")
                .body("{\"client\": \"" + victim + "\", \"scopes\": [\"status:read\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201);
        String ours = "\"scopes\": [\"status:read\"], \"teams\": [\"" + team + "\"]";

        as(limited)
                .contentType("application/json")
                .body("{\"client\": \"" + victim + "\", " + ours + "}")
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/client"));
        as(limited)
                .contentType("application/json")
                .body("{\"client\": \"n-" + team + "\", \"sources\": [\"hr\"], " + ours + "}")
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/sources"));
        as(limited)
                .contentType("application/json")
                .body("{\"client\": \"n-" + team + "\", " + ours + "}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201);
    }

    @Test
    void aSourceHasOneOwnerAtATime() {
        String mine = "urn:" + client;
        String id = bound(client, mine + ":*").statusCode(201).extract().path("id");
        String another = "other-" + client;

        for (String theirs : List.of(mine + ":jira", mine + ":j*", mine + "*", mine + ":*")) {
            bound(another, theirs)
                    .statusCode(422)
                    .body("code", equalTo("source-bound"))
                    .body("detail", containsString("bound to '" + client + "'"));
        }
        bound(another, mine).statusCode(201);
        bound(client, mine + ":jira").statusCode(201).body("id", notNullValue());
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/keys/" + id + "/rotate")
                .then()
                .statusCode(201);
    }

    @Test
    void whatNobodyMayUseBindsNoSource() {
        String id = bound(client, "urn:" + client).statusCode(201).extract().path("id");

        given().delete("/api/v1/keys/" + id).then().statusCode(200);

        bound("other-" + client, "urn:" + client).statusCode(201);
    }

    private static ValidatableResponse bound(String client, String source) {
        return given().contentType("application/json")
                .body(
                        "{\"client\": \"%s\", \"scopes\": [\"status:read\"], \"sources\": [\"%s\"]}"
                                .formatted(client, source))
                .post("/api/v1/keys")
                .then();
    }

    @Test
    void whatIsWrongIsNamed() {
        wanted(given(), "\"scopes\": [\"status:reed\"]")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/scopes"))
                .body("errors[0].detail", containsString("'status:read'"));
        wanted(given(), "\"scopes\": []").statusCode(422);
        wanted(given(), "\"scopes\": [\"admin\"], \"teams\": [\"a\"]")
                .statusCode(422)
                .body("errors.code", hasItem("not-limited"));
        wanted(given(), "\"scopes\": [\"bi:read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"")
                .statusCode(422)
                .body("errors.code", hasItem("expires-in-past"));
        wanted(given(), "\"scopes\": [\"bi:read\"], \"team\": [\"a\"]")
                .statusCode(422)
                .body("errors.code", hasItem("unknown-field"));
        given().contentType("application/json")
                .body("{\"client\": \"admin\", \"scopes\": [\"status:read\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("errors.code", hasItem("reserved"));
        given().get("/api/v1/keys/nothing1").then().statusCode(404);
    }

    @Test
    void theLastUseIsKnown() {
        String key = issue("status:read");
        given().get("/api/v1/keys/" + id(key)).then().body("lastUsedAt", nullValue());

        as(key).get("/api/v1/me").then().statusCode(200);

        given().get("/api/v1/keys/" + id(key)).then().body("lastUsedAt", notNullValue());
    }

    @Test
    void theLastUseOutlivesTheProcessAndNeverGoesBack() throws InterruptedException {
        String id = id(issue("status:read"));
        Instant first = Instant.parse("2026-03-02T08:00:00Z");

        usedInAProcessOfItsOwn(id, first);
        assertEquals(first, keys.uses().get(id));
        usedInAProcessOfItsOwn(id, first.plusSeconds(60));
        usedInAProcessOfItsOwn(id, first.minusSeconds(60));

        assertEquals(first.plusSeconds(60), keys.uses().get(id));
        given().get("/api/v1/keys/" + id)
                .then()
                .body("lastUsedAt", equalTo(first.plusSeconds(60).toString()));
    }

    private void usedInAProcessOfItsOwn(String id, Instant at) throws InterruptedException {
        KeyUse use = new KeyUse(keys, InstantSource.fixed(at));
        use.start(new StartupEvent());
        KeyTable.Stored stored = database.inTransaction(tx -> keys.find(tx, id)).orElseThrow();
        use.used(stored.key());
        use.stop(new ShutdownEvent());
    }

    private String issue(String scopes) {
        return wanted(given(), "\"scopes\": [\"" + scopes + "\"]")
                .statusCode(201)
                .body("key", matchesPattern("effekt_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}"))
                .extract()
                .path("key");
    }

    private ValidatableResponse wanted(RequestSpecification from, String fields) {
        return from.contentType("application/json")
                .body("{\"client\": \"" + client + "\", " + fields + "}")
                .post("/api/v1/keys")
                .then();
    }

    private static ValidatableResponse rotate(String key, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/keys/" + id(key) + "/rotate")
                .then()
                .statusCode(201);
    }

    private static String id(String key) {
        return key.substring(7, 15);
    }

    public static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static RequestSpecification basic(String user, String password) {
        String pair = user + ":" + password;
        return given().header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
