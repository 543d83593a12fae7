package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Value streams, teams and KPIs as a client defines them. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class DefinitionsHttpTest {
    private static final String RATIO =
            """
            {"name": {"nb": "Digital bruk"}, "unit": "%", "shape": "ratio", "aggregation": "pooled",
             "rollUp": "pooled", "direction": "up", "period": "month"}
            """;

    @Test
    void whatWasDefinedCanBeReadAtOnce() {
        String key = fresh();

        put("/value-streams/" + key, "{\"name\": \"Onboarding\", \"reason\": \"the first\"}")
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/api/v1/value-streams/" + key))
                .body("key", equalTo(key))
                .body("name", equalTo("Onboarding"))
                .body("status", equalTo("active"))
                .body("version", equalTo(1))
                .body("author", equalTo("admin"))
                .body("recordedAt", notNullValue())
                .body("notices", empty());

        get("/value-streams/" + key)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("name", equalTo("Onboarding"));
    }

    @Test
    void theSameBodyAgainIsTheSameVersion() {
        String path = "/value-streams/" + fresh();
        put(path, "{\"name\": \"Onboarding\"}").statusCode(201);

        put(path, "{\"name\": \"Onboarding\"}").statusCode(200).header("ETag", "\"1\"");
        put(path, "{\"name\": \"Mottak\"}").statusCode(200).header("ETag", "\"2\"");

        get(path + "/versions").statusCode(200).body("items.version", equalTo(List.of(2, 1)));
    }

    @Test
    void whatWasReadMayBeSentBack() {
        String path = "/kpis/" + fresh();
        put(path, RATIO).statusCode(201);
        String read = get(path).extract().asString();

        put(path, read).statusCode(200).header("ETag", "\"1\"");
    }

    @Test
    void whoHasTheVersionAlreadyIsSentNothing() {
        String path = "/value-streams/" + fresh();
        put(path, "{\"name\": \"Onboarding\"}");

        json().header("If-None-Match", "\"1\"").get("/api/v1" + path).then().statusCode(304);
    }

    @Test
    void ofTwentyWritersAtOnceOneWins() throws Exception {
        String path = "/api/v1/value-streams/" + fresh();
        json().body("{\"name\": \"Start\"}").put(path).then().statusCode(201);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = "{\"name\": \"Writer " + i + "\"}";
            writers.add(() -> json().header("If-Match", "\"1\"").body(body).put(path).statusCode());
        }

        List<Integer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(20)) {
            for (Future<Integer> answer : pool.invokeAll(writers)) {
                answers.add(answer.get());
            }
        }

        assertEquals(
                1, answers.stream().filter(status -> status == 200).count(), answers::toString);
        assertEquals(19, answers.stream().filter(status -> status == 412).count());
        json().get(path).then().header("ETag", "\"2\"");
    }

    @Test
    void aPreconditionIsHeldTo() {
        String path = "/api/v1/value-streams/" + fresh();
        json().header("If-Match", "*").body("{\"name\": \"A\"}").put(path).then().statusCode(412);
        json().header("If-None-Match", "*")
                .body("{\"name\": \"A\"}")
                .put(path)
                .then()
                .statusCode(201);
        json().header("If-None-Match", "*")
                .body("{\"name\": \"B\"}")
                .put(path)
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("code", equalTo("precondition-failed"));
        json().header("If-Match", "1").body("{\"name\": \"B\"}").put(path).then().statusCode(400);
        json().header("If-Match", "W/\"1\"")
                .body("{\"name\": \"B\"}")
                .put(path)
                .then()
                .statusCode(412);
        json().header("If-Match", "\"7\", \"1\"")
                .body("{\"name\": \"B\"}")
                .put(path)
                .then()
                .statusCode(200);
    }

    @Test
    void aTeamNamesTheStreamThatIsMissing() {
        put(
                        "/teams/" + fresh(),
                        """
                        {"name": "Platform", "memberships": [
                          {"valueStream": "no-such-stream", "from": "2025-01-01", "to": null}]}
                        """)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("value-stream-not-defined"))
                .body("errors[0].pointer", equalTo("/memberships/0/valueStream"))
                .body("errors[0].detail", containsString("'no-such-stream'"));
    }

    @Test
    void aTeamMovesAndIsReplaced() {
        String stream = fresh();
        put("/value-streams/" + stream, "{\"name\": \"S\"}");
        String successor = fresh();
        put("/teams/" + successor, "{\"name\": \"New\"}").statusCode(201);
        String team = fresh();

        JsonPath retired =
                put(
                                "/teams/" + team,
                                "{\"name\": \"Old\", \"replacedBy\": [\""
                                        + successor
                                        + "\"], \"status\": \"retired\", \"memberships\": [{\"valueStream\":"
                                        + " \""
                                        + stream
                                        + "\", \"from\": \"2025-06-01\"}, {\"valueStream\": \""
                                        + stream
                                        + "\", \"from\": \"2025-01-01\", \"to\": \"2025-06-01\"}]}")
                        .statusCode(201)
                        .body("memberships.from", equalTo(List.of("2025-01-01", "2025-06-01")))
                        .body("retiredFrom", notNullValue())
                        .body("status", equalTo("retired"))
                        .body("replacedBy", equalTo(List.of(successor)))
                        .extract()
                        .jsonPath();
        assertEquals(retired.getString("retiredFrom"), retired.getString("memberships[1].to"));
    }

    @Test
    void retiringKeepsWhatWas() {
        String path = "/kpis/" + fresh();
        put(path, RATIO).statusCode(201);

        json().header("Effekt-Reason", "nobody looks at it")
                .delete("/api/v1" + path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("status", equalTo("retired"));

        get(path).statusCode(200).body("unit", equalTo("%")).body("status", equalTo("retired"));
        get(path + "/versions")
                .body("items[0].reason", equalTo("nobody looks at it"))
                .body("items[0].event", equalTo("kpi.retired.v1"))
                .body("items[1].definition.status", equalTo("active"));
        json().delete("/api/v1" + path).then().statusCode(200).header("ETag", "\"2\"");
        json().delete("/api/v1/kpis/" + fresh()).then().statusCode(404);
    }

    @Test
    void aKpiIsGivenWhatItDoesNotSay() {
        put("/kpis/" + fresh(), RATIO)
                .statusCode(201)
                .body("timeZone", equalTo("Europe/Oslo"))
                .body("graceDays", equalTo(5))
                .body("minGroupSize", nullValue())
                .body("favourableFrom", equalTo(8))
                .body("trials", equalTo(false))
                .body("dimensions", empty());
    }

    @Test
    void aChangeThatHoldsForAllPeriodsSaysSo() {
        String path = "/kpis/" + fresh();
        put(path, RATIO).statusCode(201);

        put(path, RATIO.replace("\"%\"", "\"share\""))
                .statusCode(200)
                .body("version", equalTo(2))
                .body("notices", hasItem("The change of 'unit' holds for all periods at once."));
    }

    @Test
    void whatIsWrongIsSaidAllAtOnceWithItsPlace() {
        put(
                        "/kpis/" + fresh(),
                        """
                        {"name": "Adoption", "unit": 5, "shape": "ration", "agregation": "pooled",
                         "rollUp": "pooled", "direction": "up", "period": "month",
                         "graceDays": "five", "timeZone": "Europe/Olso"}
                        """)
                .statusCode(422)
                .body("errors.pointer", hasItem("/name"))
                .body("errors.pointer", hasItem("/unit"))
                .body("errors.find {it.pointer == '/shape'}.detail", containsString("'ratio'"))
                .body(
                        "errors.find {it.pointer == '/agregation'}.detail",
                        containsString("'aggregation'"))
                .body("errors.find {it.pointer == '/aggregation'}.code", equalTo("required"))
                .body("errors.pointer", hasItem("/graceDays"))
                .body("errors.pointer", hasItem("/timeZone"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]]",
                "{\"name\": \"A\", \"name\": \"B\"}",
                "{\"name\": NaN}",
                "{\"name\": \"A\"} trailing",
                "\u0000"
            })
    void whatIsNoJsonIsMalformed(String body) {
        put("/value-streams/" + fresh(), body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("malformed"));
    }

    @Test
    void hostileBodiesAreAnsweredAndNothingMore() {
        String path = "/value-streams/" + fresh();
        String digits = "1".repeat(1_001);
        put(path, "{\"name\": " + digits + "}").statusCode(400);
        put(path, "[".repeat(2_000)).statusCode(400);
        put(path, "{\"name\": \"a\\u0000b\"}").statusCode(422);
        put(path, "{\"name\": \"\\ud800\"}").statusCode(422);
        put(path, "\"Onboarding\"").statusCode(422);
        put(path, "null").statusCode(422);
        put(path, "{\"name\": \"" + "x".repeat(201) + "\"}").statusCode(422);
        json().contentType("text/plain").body("x").put("/api/v1" + path).then().statusCode(415);
        json().body(new byte[] {'{', '"', (byte) 0xc3, '"'})
                .put("/api/v1" + path)
                .then()
                .statusCode(400);
        put("/value-streams/Not_A_Key", "{\"name\": \"A\"}").statusCode(422);
        get(path).statusCode(404);
    }

    @Test
    void aTrialChangesNothing() {
        String path = "/value-streams/" + fresh();

        put(path + "?dryRun=true", "{\"name\": \"A\"}")
                .statusCode(200)
                .header("Effekt-Dry-Run", "true")
                .body("version", equalTo(1));
        get(path).statusCode(404);
        put(path + "?dryRun=true", "{\"name\": \"\"}").statusCode(422);
        put(path + "?dryRum=true", "{\"name\": \"A\"}")
                .statusCode(400)
                .body("detail", containsString("dryRun"));
        put(path + "?dryRun=yes", "{\"name\": \"A\"}").statusCode(400);
    }

    @Test
    void whoWillNotWaitIsToldWhereToLook() {
        String path = "/value-streams/" + fresh();

        Response answer =
                json().header("Prefer", "wait=0").body("{\"name\": \"A\"}").put("/api/v1" + path);

        assertEquals(202, answer.statusCode());
        String location = answer.header("Location");
        org.awaitility.Awaitility.await().until(() -> json().get(location).statusCode() == 201);
        json().get(location).then().body("name", equalTo("A"));
        get(path).statusCode(200);
    }

    @Test
    void reasonsKeepTheirLetters() {
        String path = "/value-streams/" + fresh();
        put(path, "{\"name\": \"A\", \"reason\": \"må være på plass før påske\"}");

        get(path + "/versions")
                .body("items[0].reason", equalTo("må være på plass før påske"))
                .body("items[0].author", equalTo("admin"));
    }

    @Test
    void listsGoOnWhereThePageEnded() {
        String prefix = "page-" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 5; i++) {
            put("/teams/" + prefix + "-" + i, "{\"name\": \"T\"}").statusCode(201);
        }

        List<String> found = new ArrayList<>();
        String next = "/api/v1/teams?limit=2&status=active";
        while (next != null) {
            Response page = json().get(next);
            assertEquals(200, page.statusCode());
            found.addAll(page.path("items.key"));
            next = page.path("next");
        }

        assertEquals(5, found.stream().filter(key -> key.startsWith(prefix)).count());
        assertEquals(found.stream().distinct().toList(), found);
        get("/teams?cursor=nonsense").statusCode(400);
        get("/teams?limit=0").statusCode(400);
        get("/teams?status=asleep").statusCode(400);
    }

    @Test
    void versionsArePagedToo() {
        String path = "/value-streams/" + fresh();
        for (int i = 1; i <= 3; i++) {
            put(path, "{\"name\": \"N" + i + "\"}");
        }

        Response first = json().get("/api/v1" + path + "/versions?limit=2");

        first.then().body("items.version", equalTo(List.of(3, 2))).body("next", notNullValue());
        json().get(first.<String>path("next"))
                .then()
                .body("items.version", equalTo(List.of(1)))
                .body("items", hasSize(1))
                .body("next", nullValue());
    }

    static ValidatableResponse put(String path, String body) {
        return json().body(body).put("/api/v1" + path).then();
    }

    static ValidatableResponse get(String path) {
        return json().get("/api/v1" + path).then();
    }

    static RequestSpecification json() {
        return given().contentType("application/json").urlEncodingEnabled(false);
    }

    static String fresh() {
        return "d-" + UUID.randomUUID();
    }
}
