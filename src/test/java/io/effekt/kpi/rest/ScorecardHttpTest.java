package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ScorecardHttpTest {
    private static final String FIELDS =
            "\"name\":{\"en\":\"Saved\",\"nb\":\"Spart\"}," + Defined.SUM;

    @Test
    void theOrganisationAndItsStreamsAreTheColumns() {
        String kpi = kpi();
        String stream = stream();
        Measured.number(kpi, "team:" + stream, "2026-02", "8");
        Measured.number(kpi, "team:" + stream, "2026-03", "7");
        String row = "rows.find {it.kpi == '" + kpi + "'}";

        ValidatableResponse answer =
                scorecard("period=2026-03", "en")
                        .body("columns[0].scope", equalTo("org"))
                        .body("columns[0].name", equalTo("Organisation"))
                        .body("columns.scope", hasItem("stream:" + stream))
                        .body(row + ".name", equalTo("Saved"))
                        .body(row + ".unit", equalTo("h"))
                        .body(row + ".direction", equalTo("up"))
                        .body(row + ".cells[0].value", is(7))
                        .body(row + ".cells[0].change", is(-1))
                        .body(row + ".cells[0].status", equalTo("on_track"))
                        .body(row + ".cells[0].target.value", is(5))
                        .body(row + ".cells[0].period", equalTo("2026-03"))
                        .body(row + ".cells[0].complete", is(true))
                        .body(row + ".cells[0].override", nullValue());
        List<String> columns = answer.extract().path("columns.scope");
        int at = columns.indexOf("stream:" + stream);
        answer.body(row + ".cells[" + at + "].value", is(7))
                .body(row + ".cells.size()", is(columns.size()));
        scorecard("period=2026-03", "nn")
                .header("Content-Language", "nn")
                .body("columns[0].name", equalTo("Organisasjonen"))
                .body(row + ".name", equalTo("Spart"));
        scorecard("period=2026-Q1", "en").body("rows.kpi", not(hasItem(kpi)));
    }

    @Test
    void aStreamAndItsTeamsAreTheColumnsWhenItIsNamed() {
        String kpi = kpi();
        String stream = stream();
        Defined.team(stream + "-silent", stream);
        Measured.number(kpi, "team:" + stream, "2026-03", "7");
        String row = "rows.find {it.kpi == '" + kpi + "'}";

        scorecard("valueStream=" + stream, "en")
                .body(
                        "columns.scope",
                        equalTo(
                                List.of(
                                        "stream:" + stream,
                                        "team:" + stream,
                                        "team:" + stream + "-silent")))
                .body(row + ".cells[0].value", is(7))
                .body(row + ".cells[0].status", equalTo("stale"))
                .body(row + ".cells[0].lastStatus", equalTo("on_track"))
                .body(row + ".cells[1].value", is(7))
                .body(row + ".cells[2]", nullValue());
        scorecard("valueStream=" + stream + "&at=2026-04-10T00:00:00Z", "en")
                .body(row + ".cells[1].status", equalTo("on_track"));
        scorecard("valueStream=" + stream + "&asOf=2020-01-01T00:00:00Z", "en")
                .body("rows.size()", is(0));
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String stream = stream();
        String path = "/api/v1/scorecard?valueStream=" + stream;
        String tag = given().get(path).then().statusCode(200).extract().header("ETag");

        given().header("If-None-Match", tag).get(path).then().statusCode(304);
        given().get("/api/v1/scorecard?valueStream=none").then().statusCode(404);
        given().get("/api/v1/scorecard?stream=" + stream).then().statusCode(400);
        given().get("/api/v1/scorecard?asOf=" + Instant.now())
                .then()
                .statusCode(200)
                .body("columns", notNullValue());
    }

    private static ValidatableResponse scorecard(String query, String language) {
        return given().header("Accept-Language", language)
                .get("/api/v1/scorecard?" + query)
                .then()
                .statusCode(200);
    }

    private static String kpi() {
        String key = fresh();
        DefinitionsHttpTest.put("/kpis/" + key, "{" + FIELDS + "}").statusCode(201);
        Defined.target(key, "org", "\"comparator\":\"gte\",\"value\":5");
        return key;
    }

    private static String stream() {
        String key = fresh();
        Defined.stream(key);
        Defined.team(key, key);
        return key;
    }
}
