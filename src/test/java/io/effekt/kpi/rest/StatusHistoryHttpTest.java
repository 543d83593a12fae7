package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusHistoryHttpTest {
    private static final String RATIO =
            "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"month\"";

    @Test
    void everyPeriodBetweenIsThereAlsoThoseWithoutData() {
        String kpi = ratio();
        String team = team();
        Measured.ratio(kpi, team, "2025-11", 6, 10);
        Measured.ratio(kpi, team, "2026-02", 8, 10);

        history(kpi, team, "from=2025-10&to=2026-03")
                .body(
                        "items.period",
                        equalTo(
                                List.of(
                                        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02",
                                        "2026-03")))
                .body(
                        "items.status",
                        equalTo(
                                List.of(
                                        "no_data",
                                        "at_risk",
                                        "no_data",
                                        "no_data",
                                        "on_track",
                                        "no_data")))
                .body("items[1].value", is(60))
                .body("items[1].target.value", is(70))
                .body("items[2].n", is(0))
                .body("next", nullValue());
    }

    @Test
    void withoutSpanItGoesFromTheFirstDataToTheCurrentPeriod() {
        String kpi = ratio();
        String team = team();
        LocalDate month = LocalDate.now(java.time.ZoneId.of("Europe/Oslo")).withDayOfMonth(1);
        String first = month.minusMonths(3).toString().substring(0, 7);
        Measured.ratio(kpi, team, first, 6, 10);

        history(kpi, team, "")
                .body("items", hasSize(4))
                .body("items[0].period", equalTo(first))
                .body("items[3].period", equalTo(month.toString().substring(0, 7)))
                .body("items[3].status", equalTo("pending"));
        history(kpi, team, "at=" + month.minusMonths(1) + "T12:00:00Z").body("items", hasSize(3));
    }

    @Test
    void aSpanMayBeWrittenInDaysOrInLongerPeriods() {
        String kpi = ratio();

        history(kpi, "org", "from=2025-01-15&to=2025-04-01")
                .body("items.period", equalTo(List.of("2025-01", "2025-02", "2025-03")));
        history(kpi, "org", "from=2025-Q1&to=2025-H1").body("items", hasSize(6));
        history(kpi, "org", "from=2024&to=2025").body("items", hasSize(24));
    }

    @Test
    void pagesHangTogether() {
        String kpi = ratio();
        String path = "/api/v1/status/history?kpi=" + kpi + "&scope=org&from=2024&to=2024&limit=5";
        List<String> periods = new ArrayList<>();
        int pages = 0;
        while (path != null) {
            var answer = given().urlEncodingEnabled(false).get(path).then().statusCode(200);
            periods.addAll(answer.extract().path("items.period"));
            path = answer.extract().path("next");
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(12, periods.size());
        assertEquals(12, periods.stream().distinct().count());
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String kpi = ratio();
        String team = team();
        Measured.ratio(kpi, team, "2026-01", 6, 10);
        String span = "from=2025-12&to=2026-02";
        String tag = history(kpi, team, span).extract().header("ETag");

        given().header("If-None-Match", tag).get(path(kpi, team, span)).then().statusCode(304);
        Measured.ratio(kpi, team, "2026-02", 6, 10);
        given().header("If-None-Match", tag).get(path(kpi, team, span)).then().statusCode(200);
    }

    @Test
    void anotherMomentIsAnsweredFromTheLog() {
        String kpi = ratio();
        String team = team();
        Measured.ratio(kpi, team, "2025-11", 6, 10);
        Instant before = Instant.now();
        Measured.ratio(kpi, team, "2025-11", 9, 10);

        history(kpi, team, "from=2025-11&to=2025-11").body("items[0].value", is(75));
        history(kpi, team, "from=2025-11&to=2025-11&asOf=" + before).body("items[0].value", is(60));
        history(kpi, team, "from=2025-11&to=2025-12&at=2025-10-15T00:00:00Z")
                .body("items.status", equalTo(List.of("pending", "pending")));
        given().get(path(kpi, team, "asOf=2020-01-01T00:00:00Z"))
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-kpi"));
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheCure() {
        String kpi = ratio();
        refused("scope=org", "'kpi'");
        refused("kpi=" + kpi, "'scope'");
        refused("kpi=" + kpi + "&scope=org&from=yesterday", "2026-W14");
        refused("kpi=" + kpi + "&scope=org&from=0000", "1900");
        refused("kpi=" + kpi + "&scope=org&from=2026-02&to=2026-01", "later than 'from'");
        refused("kpi=" + kpi + "&scope=org&cursor=abc", "cursor");
        refused("kpi=" + kpi + "&scope=org&cursor=MQorOTk5OTk5OTk5LTEyLTMx", "cursor");
        refused("kpi=" + kpi + "&scope=org&form=2026", "did you mean 'from'");
        given().get("/api/v1/status/history?kpi=none&scope=org").then().statusCode(404);
        given().get("/api/v1/status/history?kpi=" + kpi + "&scope=team:none")
                .then()
                .statusCode(404);
        given().get("/api/v1/status?period=0000").then().statusCode(400);
        refused("kpi=" + kpi + "&scope=org&at=%2B999999999-12-31T23:59:59Z", "a year from 1");
        refused("kpi=" + kpi + "&scope=org&asOf=yesterday", "2026-05-01T00:00:00Z");
        history(kpi, "org", "at=0001-01-01T00:00:00Z").body("items", hasSize(1));
        history(kpi, "org", "at=9000-01-01T00:00:00Z").body("items", hasSize(1));
    }

    private static void refused(String query, String cure) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/status/history?" + query)
                .then()
                .statusCode(400)
                .body("detail", containsString(cure));
    }

    private static ValidatableResponse history(String kpi, String scope, String more) {
        return given().get(path(kpi, scope, more)).then().statusCode(200);
    }

    private static String path(String kpi, String scope, String more) {
        return "/api/v1/status/history?kpi="
                + kpi
                + "&scope="
                + scope
                + (more.isEmpty() ? "" : "&" + more);
    }

    private static String ratio() {
        String key = fresh();
        Defined.kpi(key, RATIO);
        Defined.target(key, "org", "\"comparator\":\"gte\",\"value\":70,\"warning\":60");
        return key;
    }

    private static String team() {
        String key = fresh();
        Defined.stream(key);
        Defined.team(key, key);
        return "team:" + key;
    }
}
