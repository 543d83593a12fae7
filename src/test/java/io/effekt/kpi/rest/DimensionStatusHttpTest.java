package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status by one value of one dimension, over HTTP. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class DimensionStatusHttpTest {
    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "space-" + own;

    @BeforeEach
    void measure() {
        Defined.stream("s-" + own);
        Defined.team("a-" + own, "s-" + own);
        Defined.team("b-" + own, "s-" + own);
        Defined.kpi(
                kpi,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\","
                        + "\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\","
                        + "\"dimensions\":[\"zone\"]");
        Defined.target(kpi, "org", "\"comparator\":\"gte\",\"value\":75,\"warning\":65");
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(
                        "["
                                + measured("1", "a", "2026-03-10", "north", 80)
                                + ","
                                + measured("2", "b", "2026-03-11", "north", 60)
                                + ","
                                + measured("3", "a", "2026-03-12", "south", 20)
                                + ","
                                + measured("4", "a", "2026-02-12", "north", 50)
                                + "]")
                .post("/api/v1/measurements")
                .then()
                .statusCode(207)
                .body("receipts.receipt", everyItem(equalTo("counted")));
    }

    private String measured(String id, String team, String day, String zone, int minutes) {
        return """
        {"id":"%s-%s","kpi":"%s","scope":"team:%s-%s","observedAt":"%sT12:00:00Z",
         "numerator":%d,"denominator":100,"dimensions":{"zone":"%s"}}
        """
                .formatted(own, id, kpi, team, own, day, minutes, zone);
    }

    private ValidatableResponse status(String query) {
        return given().get("/api/v1/status?kpi=" + kpi + query).then();
    }

    @Test
    void aPeriodIsListedByValueAtEveryLevel() {
        for (String moment : new String[] {"", "&at=2026-11-20T00:00:00Z", "&asOf=" + later()}) {
            status("&period=2026-03&dimension=zone:north" + moment)
                    .statusCode(200)
                    .body(
                            "items.scope",
                            contains("org", "stream:s-" + own, "team:a-" + own, "team:b-" + own))
                    .body("items.dimension", everyItem(is("zone:north")))
                    .body("items.status", contains("at_risk", "at_risk", "on_track", "off_track"))
                    .body("items[0].value", is(70))
                    .body("items[2].changeFromPrevious", is(30))
                    .body("items[2].target.value", is(75));
        }
    }

    /** A moment in which everything has been recorded. */
    private static String later() {
        return Instant.now().plusSeconds(1).toString();
    }

    @Test
    void headlinesAreKeptByValueToo() {
        status("&dimension=zone:south")
                .statusCode(200)
                .body("items.scope", contains("org", "stream:s-" + own, "team:a-" + own))
                .body("items.status", everyItem(is("stale")));
    }

    @Test
    void withoutADimensionARowIsOfEverything() {
        status("&period=2026-03")
                .statusCode(200)
                .body("items", hasSize(4))
                .body("items.dimension", everyItem(nullValue()))
                .body("items[0].n", is(3));
    }

    @Test
    void aNamedScopeGetsItsRowThoughNothingBearsTheLabel() {
        status("&scope=team:b-" + own + "&dimension=zone:south")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].status", is("no_data"))
                .body("items[0].dimension", is("zone:south"));
        status("&scope=team:b-" + own + "&dimension=zone:south&period=2026-03")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].status", is("no_data"));
    }

    @Test
    void aDimensionIsWrittenWithItsValue() {
        status("&dimension=zone")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].detail", containsString("name:value"));
    }

    @Test
    void valuesArePagedLikeOthers() {
        String next =
                status("&period=2026-03&dimension=zone:north&limit=3")
                        .statusCode(200)
                        .body("items", hasSize(3))
                        .extract()
                        .path("next");
        given().urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .body("items.scope", contains("team:b-" + own))
                .body("items.dimension", contains("zone:north"));
    }

    @Test
    void aDimensionHasSoManyValuesAndNoMore() {
        StringBuilder batch = new StringBuilder("[");
        for (int i = 0; i < 201; i++) {
            batch.append(i == 0 ? "" : ",");
            batch.append(measured("zone-" + i, "a", "2026-04-10", "desk-" + i, 50));
        }
        // North and south are there already.
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(batch.append("]").toString())
                .post("/api/v1/measurements")
                .then()
                .statusCode(207)
                .body("counted", is(198))
                .body("rejected", is(3))
                .body("receipts[200].code", equalTo("invalid_value"))
                .body("receipts[200].detail", containsString("coarser label"));
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body("[" + measured("known", "b", "2026-04-10", "desk-7", 50) + "]")
                .post("/api/v1/measurements")
                .then()
                .body("counted", is(1));
    }
}
