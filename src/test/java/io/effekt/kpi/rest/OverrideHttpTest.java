package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.effekt.kpi.rest.DefinitionsHttpTest.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.MovableClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OverrideHttpTest {
    private static final String RATIO =
            "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"year\"";

    @Inject MovableClock clock;

    private final String last = String.valueOf(Year.now(ZoneOffset.UTC).getValue() - 1);
    private final String before = String.valueOf(Year.now(ZoneOffset.UTC).getValue() - 2);
    private final String both = "from=" + before + "&to=" + last;

    @AfterEach
    void backToTheMachinesTime() {
        clock.moveAhead(Duration.ZERO);
    }

    @Test
    void itStandsBesideTheComputedStatusInEveryListUntilItIsLifted() {
        String kpi = measured();
        Instant unsaid = Instant.now();
        String tag =
                headline(kpi, "").body("items[0].override", nullValue()).extract().header("ETag");

        override(kpi, "\"status\": \"off_track\"", in(Duration.ofDays(5)))
                .statusCode(200)
                .body("override.status", equalTo("off_track"))
                .body("override.author", equalTo("admin"))
                .body("override.setAt", notNullValue());

        given().header("If-None-Match", tag)
                .get("/api/v1/status?kpi=" + kpi + "&scope=org")
                .then()
                .statusCode(200)
                .body("items[0].status", equalTo("on_track"))
                .body("items[0].override.status", equalTo("off_track"))
                .body("items[0].override.reason", equalTo("a slip of the pen"));
        given().get("/api/v1/status?kpi=" + kpi)
                .then()
                .body("items.override.status", hasItem("off_track"));
        given().get("/api/v1/status?scope=org&kpi=" + kpi + "&period=" + last)
                .then()
                .body("items[0].override.status", equalTo("off_track"));
        given().get("/api/v1/status/history?scope=org&kpi=" + kpi + "&" + both)
                .then()
                .body("items[0].override", nullValue())
                .body("items[1].override.status", equalTo("off_track"));
        given().get("/api/v1/status/explain?scope=org&kpi=" + kpi)
                .then()
                .body("status", equalTo("on_track"))
                .body("override.status", equalTo("off_track"));
        given().get("/api/v1/scorecard")
                .then()
                .body(
                        "rows.find {it.kpi == '" + kpi + "'}.cells[0].override.status",
                        equalTo("off_track"));
        headline(kpi, "&asOf=" + unsaid).body("items[0].override", nullValue());
        headline(kpi, "&asOf=" + Instant.now())
                .body("items[0].override.status", equalTo("off_track"));
        headline(kpi, "&at=" + in(Duration.ofDays(6))).body("items[0].override", nullValue());

        given().delete("/api/v1/status/override?kpi=" + kpi + "&scope=org&reason=mended")
                .then()
                .statusCode(200)
                .body("override", nullValue());
        headline(kpi, "").header("ETag", equalTo(tag)).body("items[0].override", nullValue());
        given().delete("/api/v1/status/override?kpi=" + kpi + "&scope=org").then().statusCode(200);
    }

    @Test
    void itLapsesByItself() {
        String kpi = measured();
        override(kpi, "\"status\": \"at_risk\"", in(Duration.ofHours(3))).statusCode(200);
        headline(kpi, "").body("items[0].override.status", equalTo("at_risk"));

        clock.moveAhead(Duration.ofHours(4));

        headline(kpi, "").body("items[0].override", nullValue());
    }

    @Test
    void withAPeriodItStandsThereAlone() {
        String kpi = measured();
        override(
                        kpi,
                        "\"status\": \"at_risk\", \"period\": \"" + before + "\"",
                        in(Duration.ofDays(5)))
                .statusCode(200)
                .body("period", equalTo(before));

        headline(kpi, "").body("items[0].override", nullValue());
        given().get("/api/v1/status/history?scope=org&kpi=" + kpi + "&" + both)
                .then()
                .body("items[0].override.status", equalTo("at_risk"))
                .body("items[1].override", nullValue());
    }

    @Test
    void whatIsWrongIsRefusedAndLeavesNothing() {
        String kpi = measured();
        override(kpi, "\"status\": \"at_risk\"", "2020-01-01T00:00:00Z")
                .statusCode(422)
                .body("code", equalTo("expires-in-past"));
        override(kpi, "\"status\": \"at_risk\"", in(Duration.ofDays(400)))
                .statusCode(422)
                .body("code", equalTo("expires-too-late"));
        override(kpi, "\"status\": \"stale\"", in(Duration.ofDays(1)))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/status"));
        override(kpi, "\"status\": \"fine\"", "tomorrow").statusCode(422);
        json().body(
                        "{\"kpi\": \""
                                + kpi
                                + "\", \"scope\": \"org\", \"status\": \"at_risk\","
                                + " \"expires\": \""
                                + in(Duration.ofDays(1))
                                + "\"}")
                .put("/api/v1/status/override")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/reason"));
        given().delete("/api/v1/status/override?kpi=" + kpi + "&scope=org").then().statusCode(404);
        given().delete("/api/v1/status/override?scope=org").then().statusCode(400);
        headline(kpi, "").body("items[0].override", nullValue());
    }

    private static ValidatableResponse override(String kpi, String fields, String expires) {
        return json().body(
                        "{\"kpi\": \"%s\", \"scope\": \"org\", %s, \"reason\": \"a slip of the pen\", \"expires\": \"%s\"}"
                                .formatted(kpi, fields, expires))
                .put("/api/v1/status/override")
                .then();
    }

    private static ValidatableResponse headline(String kpi, String more) {
        return given().get("/api/v1/status?scope=org&kpi=" + kpi + more).then().statusCode(200);
    }

    private static String in(Duration ahead) {
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private String measured() {
        String key = fresh();
        Defined.kpi(key, RATIO);
        Defined.target(key, "org", "\"comparator\":\"gte\",\"value\":70,\"warning\":60");
        Measured.ratio(key, "org", last, 8, 10);
        return key;
    }
}
