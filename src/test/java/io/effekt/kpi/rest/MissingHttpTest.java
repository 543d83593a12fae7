package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class MissingHttpTest {
    @Test
    void itNamesWhoHasNotReportedAndWhoReportedLast() {
        String kpi = sum();
        String stream = fresh();
        Defined.stream(stream);
        List<String> teams = List.of(stream + "-a", stream + "-b", stream + "-c");
        teams.forEach(team -> Defined.team(team, stream));
        missing(kpi, "2026-03", stream).body("items", empty());
        Measured.number(kpi, "team:" + teams.get(0), "2026-02", "1");
        Measured.number(kpi, "team:" + teams.get(1), "2026-03", "1");

        missing(kpi, "2026-03", stream)
                .body(
                        "items.scope",
                        equalTo(List.of("team:" + teams.get(0), "team:" + teams.get(2))))
                .body("items[0].due", equalTo("2026-04-05"))
                .body("items[0].overdue", is(true))
                .body("items[0].valueStream", equalTo(stream))
                .body("items[0].scopeName", equalTo(teams.get(0)))
                .body("items[0].reportedBefore", is(true))
                .body("items[0].lastReport.source", equalTo("test"))
                .body("items[0].lastReport.observedAt", containsString("2026-02-28"))
                .body("items[1].reportedBefore", is(false))
                .body("items[1].lastReport", nullValue());
        missing(kpi, "2026-01", stream).body("items", empty());
        missing(kpi, "2019-12", stream).body("items", empty());
    }

    @Test
    void aTargetOfItsOwnMakesATeamExpected() {
        String kpi = sum();
        String team = fresh();
        Defined.stream(team);
        Defined.team(team, team);
        Defined.target(kpi, "team:" + team, "\"comparator\":\"gte\",\"value\":1");
        LocalDate month = LocalDate.now(ZoneId.of("Europe/Oslo")).withDayOfMonth(1);

        missing(kpi, month.toString().substring(0, 7), team)
                .body("items.scope", equalTo(List.of("team:" + team)))
                .body("items[0].overdue", is(false));
        given().get("/api/v1/status/missing?kpi=" + kpi)
                .then()
                .statusCode(200)
                .body("items[0].period", equalTo(month.minusMonths(1).toString().substring(0, 7)));
    }

    @Test
    void pagesHangTogether() {
        String kpi = sum();
        String stream = fresh();
        Defined.stream(stream);
        for (int i = 0; i < 4; i++) {
            Defined.team(stream + "-" + i, stream);
        }
        Measured.number(kpi, "team:" + stream + "-0", "2026-01", "1");

        String next =
                given().get(path(kpi, "2026-03", stream) + "&limit=3")
                        .then()
                        .body("items.size()", is(3))
                        .extract()
                        .path("next");
        given().urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .body("items.scope", equalTo(List.of("team:" + stream + "-3")))
                .body("next", nullValue());
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheCure() {
        String kpi = sum();
        given().get("/api/v1/status/missing?kpi=" + kpi + "&period=2026-Q1")
                .then()
                .statusCode(400)
                .body("detail", containsString("2026-01"));
        given().get("/api/v1/status/missing?period=soon").then().statusCode(400);
        given().get("/api/v1/status/missing?valueStream=none").then().statusCode(404);
        given().get("/api/v1/status/missing?kpi=none").then().statusCode(404);
        given().get("/api/v1/status/missing?period=2026-03")
                .then()
                .statusCode(200)
                .body("items.period", not(hasItem("2026-Q1")));
    }

    private static ValidatableResponse missing(String kpi, String period, String stream) {
        return given().get(path(kpi, period, stream)).then().statusCode(200);
    }

    private static String path(String kpi, String period, String stream) {
        return "/api/v1/status/missing?kpi=" + kpi + "&period=" + period + "&valueStream=" + stream;
    }

    private static String sum() {
        String key = fresh();
        Defined.kpi(key, Defined.SUM);
        return key;
    }
}
