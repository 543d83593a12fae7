package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A team is out of use from a day on: expected before it, in none of the periods after. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RetiredTeamsHttpTest {
    private static final List<String> MONTHS =
            List.of("2025-01", "2025-02", "2025-03", "2025-04", "2025-05");

    private final String own = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final String gone = own + "-gone";
    private final String stays = own + "-stays";

    @BeforeEach
    void twoTeamsOfAStream() {
        Defined.stream(own);
        Defined.team(gone, own);
        Defined.team(stays, own);
        Defined.kpi(own, Defined.SUM);
        for (String month : MONTHS) {
            Measured.number(own, "team:" + stays, month, "1");
        }
        Measured.number(own, "team:" + gone, "2025-01", "5");
    }

    @Test
    void itIsExpectedBeforeTheDayAndNotAfter() {
        retire("?on=2025-03-15").statusCode(200).body("retiredFrom", equalTo("2025-03-15"));

        given().get("/api/v1/teams/" + gone)
                .then()
                .body("status", equalTo("retired"))
                .body("memberships", hasSize(1))
                .body("memberships[0].to", equalTo("2025-03-15"));
        for (String month : MONTHS) {
            int teams = month.compareTo("2025-03") <= 0 ? 2 : 1;
            int withData = month.equals("2025-01") ? 2 : 1;
            coverage("stream:" + own, month, teams, withData);
            missing(month, teams - withData);
        }
        status("stream:" + own, "2025-01").body("items[0].value", equalTo(6));
    }

    /** A day of each kind: the first of a period, the last, in the middle, before all data. */
    @Test
    void coverageAndTheListOfWhoIsMissingAlwaysAgree() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("retired teams: -Dtest.seed=" + seed);
        Random random = new Random(seed);
        List<String> days =
                List.of(
                        "2025-05-01",
                        "2025-04-30",
                        LocalDate.of(2025, 2, 1).plusDays(random.nextInt(60)).toString(),
                        "2025-01-01",
                        "2024-06-01");
        for (String day : days) {
            retire("?on=" + day).statusCode(200);
            for (String month : MONTHS) {
                agree(month);
            }
        }
        again();
        for (String month : MONTHS) {
            agree(month);
        }
    }

    @Test
    void whatIsObservedFromThatDayOnIsRejectedAndWhatWasBeforeCounts() {
        retire("?on=2025-03-15").statusCode(200);

        measure("a", "\"observedAt\": \"2025-03-14T22:59:59Z\"")
                .body("receipts[0].receipt", equalTo("counted"));
        // The day begins in the zone of the KPI.
        measure("b", "\"observedAt\": \"2025-03-14T23:00:00Z\"")
                .body("receipts[0].receipt", equalTo("rejected"))
                .body("receipts[0].code", equalTo("scope_retired"))
                .body("receipts[0].detail", containsString("2025-03-15"));
        measure("c", "\"period\": \"2025-02\"").body("receipts[0].receipt", equalTo("counted"));
        measure("d", "\"period\": \"2025-03\"").body("receipts[0].code", equalTo("scope_retired"));
        measure(
                        "e",
                        "\"observedAt\": \"2025-04-01T12:00:00Z\", \"corrects\": \"a\", \"reason\": \"x\"")
                .body("receipts[0].code", equalTo("scope_retired"));
        measure(
                        "f",
                        "\"observedAt\": \"2025-03-13T12:00:00Z\", \"corrects\": \"a\", \"reason\": \"x\"")
                .body("receipts[0].receipt", equalTo("counted"));
        given().contentType("application/json")
                .body(item("g", "\"observedAt\": \"2025-06-01T12:00:00Z\""))
                .post("/api/v1/measurements?dryRun=true")
                .then()
                .body("receipts[0].code", equalTo("scope_retired"));

        again();
        measure("h", "\"observedAt\": \"2025-06-01T12:00:00Z\"")
                .body("receipts[0].receipt", equalTo("counted"));
    }

    @Test
    void whatWasHeldIsRejectedTooOnceItCanBeDecided() {
        String later = own + "-later";
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        "[%s, %s]"
                                .formatted(
                                        item(
                                                later,
                                                "i",
                                                "\"observedAt\": \"2025-02-01T12:00:00Z\""),
                                        item(
                                                later,
                                                "j",
                                                "\"observedAt\": \"2025-04-01T12:00:00Z\"")))
                .post("/api/v1/measurements")
                .then()
                .body("held", equalTo(2));
        retire("?on=2025-03-15").statusCode(200);

        Defined.kpi(later, Defined.SUM);

        given().get("/api/v1/status?kpi=" + later + "&scope=team:" + gone)
                .then()
                .body("items[0].period", equalTo("2025-02"))
                .body("items[0].value", equalTo(3));
        given().get("/api/v1/measurements/one?source=" + own + "&id=j").then().statusCode(404);
        assertEquals(
                List.of("scope_retired"),
                given().get("/api/v1/measurements/rejected?limit=1000")
                        .then()
                        .extract()
                        .path("items.findAll { it.source == '" + own + "' && it.id == 'j' }.code"));
    }

    @Test
    void theDayIsTodayWhenNoneIsSaid() {
        String today = LocalDate.now(ZoneId.of("Europe/Oslo")).toString();
        retire("").statusCode(200).body("retiredFrom", equalTo(today));
        // The same again changes nothing, on whatever day it is said.
        retire("").statusCode(200).body("version", equalTo(2));
        retire("?on=2099-01-01").statusCode(422).body("code", equalTo("retired-before"));
        retire("?on=2025-02-30").statusCode(400).body("detail", containsString("day that exists"));
        retire("?on=2025-02-01").statusCode(200).body("version", equalTo(3));
        given().delete("/api/v1/value-streams/" + own + "?on=2025-02-01").then().statusCode(400);
    }

    @Test
    void whatWasReadMayBeSentBackAndAPutCanRetireToo() {
        retire("?on=2025-03-15").statusCode(200);
        String read = given().get("/api/v1/teams/" + gone).asString();
        put(gone, read).statusCode(200).body("version", equalTo(2));
        String other =
                "{\"name\": \"S\", \"memberships\": [{\"valueStream\": \"%s\", \"from\": \"2020-01-01\"}],%s}";
        put(stays, other.formatted(own, "\"status\": \"retired\", \"retiredFrom\": \"2025-04-01\""))
                .statusCode(200)
                .body("memberships[0].to", equalTo("2025-04-01"));
        put(stays, other.formatted(own, "\"status\": \"retired\""))
                .body("retiredFrom", equalTo("2025-04-01"));
        put(stays, other.formatted(own, "\"retiredFrom\": \"2025-04-01\""))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/retiredFrom"));
        put(stays, other.formatted(own, "\"status\": \"active\""))
                .statusCode(200)
                .body("retiredFrom", nullValue());
    }

    private void agree(String month) {
        missing(month, silent("stream:" + own, month));
        assertEquals(
                silent("org", month),
                missingOf("period=" + month + "&kpi=" + own + "&limit=1000"),
                month);
    }

    /** How many teams have no data, as the coverage says. */
    private int silent(String scope, String month) {
        ValidatableResponse row = status(scope, month);
        return row.extract().<Integer>path("items[0].coverage.teams")
                - row.extract().<Integer>path("items[0].coverage.withData");
    }

    private void coverage(String scope, String month, int teams, int withData) {
        status(scope, month)
                .body("items[0].coverage.teams", equalTo(teams))
                .body("items[0].coverage.withData", equalTo(withData));
    }

    private void missing(String month, int expected) {
        assertEquals(
                expected,
                missingOf("period=" + month + "&kpi=" + own + "&valueStream=" + own),
                month);
    }

    private static int missingOf(String query) {
        return given().get("/api/v1/status/missing?" + query)
                .then()
                .statusCode(200)
                .extract()
                .<List<?>>path("items")
                .size();
    }

    private ValidatableResponse status(String scope, String month) {
        return given().get("/api/v1/status?kpi=" + own + "&scope=" + scope + "&period=" + month)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse retire(String query) {
        return given().delete("/api/v1/teams/" + gone + query).then();
    }

    private void again() {
        Defined.team(gone, own);
    }

    private static ValidatableResponse put(String team, String body) {
        return given().contentType("application/json")
                .body(body)
                .put("/api/v1/teams/" + team)
                .then();
    }

    private ValidatableResponse measure(String id, String when) {
        return given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(id, when))
                .post("/api/v1/measurements")
                .then();
    }

    private String item(String id, String when) {
        return item(own, id, when);
    }

    private String item(String kpi, String id, String when) {
        return "{\"id\": \"%s\", \"source\": \"%s\", \"kpi\": \"%s\", \"scope\": \"team:%s\", %s, \"value\": 3}"
                .formatted(id, own, kpi, gone, when);
    }
}
