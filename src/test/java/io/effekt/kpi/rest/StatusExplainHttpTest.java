package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusExplainHttpTest {
    private static final String RATIO =
            "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"month\"";

    @Test
    void aRowComesWithAllThatItWasMadeOf() {
        String kpi = ratio();
        String team = team();
        Measured.ratio(kpi, "team:" + team, "2026-02", 30, 50);
        Measured.ratio(kpi, "team:" + team, "2026-03", 31, 50);

        ValidatableResponse answer =
                explain(kpi, "team:" + team, "&period=2026-03", "en")
                        .header("Content-Language", "en")
                        .header("Vary", containsString("Accept-Language"))
                        .body("status", equalTo("at_risk"))
                        .body("value", is(62))
                        .body("changeFromPrevious", is(2))
                        .body("definition.version", is(1))
                        .body("definition.since", notNullValue())
                        .body("targetDefinition.scope", equalTo("org"))
                        .body("targetDefinition.version", is(1))
                        .body("targetDefinition.from", equalTo("2020-01-01"))
                        .body("targetDefinition.warning", is(60))
                        .body("targetDefinition.author", equalTo("admin"))
                        .body("compared.value", is(70))
                        .body("compared.paced", is(false))
                        .body("inputs.numerator", is(31))
                        .body("inputs.denominator", is(50))
                        .body("inputs.scale", is(100))
                        .body("baseline", nullValue())
                        .body("distance.to", equalTo("on_track"))
                        .body("distance.by", is(8))
                        .body("children", empty())
                        .body("override", nullValue())
                        .body(
                                "sentence",
                                endsWith(
                                        "in March 2026 was 62 %, 8 below the target of at least"
                                                + " 70 %, but not below the warning limit of 60 %,"
                                                + " so it is at risk."));
        given().urlEncodingEnabled(false)
                .get(answer.extract().<String>path("measurements"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void theHeadlineIsExplainedWhenNoPeriodIsNamed() {
        String kpi = ratio();
        String team = team();
        Measured.ratio(kpi, "team:" + team, "2025-03", 31, 50);

        explain(kpi, "team:" + team, "", "nb")
                .body("period", equalTo("2025-03"))
                .body("status", equalTo("stale"))
                .body("lastStatus", equalTo("at_risk"))
                .body("distance", nullValue())
                .body("sentence", containsString("ble sist rapportert for mars 2025"));
        explain(kpi, "team:" + team, "&at=2025-04-10T00:00:00Z", "nn")
                .body("status", equalTo("at_risk"))
                .body("sentence", containsString("i faresonen"));
        explain(kpi, "stream:" + team, "", "en")
                .body("children.scope", equalTo(List.of("team:" + team)))
                .body("children[0].value", is(62))
                .body("children[0].whole", is(true));
        explain(kpi, "team:" + team(), "", "en")
                .body("period", nullValue())
                .body("status", equalTo("no_data"))
                .body("sentence", startsWith("Nothing has ever been reported"));
    }

    @Test
    void aChangeFromABaselineShowsWhereItCountsFrom() {
        String kpi = fresh();
        Defined.kpi(kpi, Defined.SUM);
        Defined.target(
                kpi, "org", "\"comparator\":\"gte\",\"value\":10,\"basis\":\"percent_change\"");
        Measured.number(kpi, "org", "2025-01", "40");
        Measured.number(kpi, "org", "2025-02", "60");
        DefinitionsHttpTest.put(
                        "/kpis/" + kpi + "/baselines/org",
                        "{\"from\": \"2025-01-01\", \"to\": \"2025-03-01\", \"reason\": \"first\"}")
                .statusCode(201);

        explain(kpi, "org", "&period=2025-02", "en")
                .body("baseline.kind", equalTo("span"))
                .body("baseline.value", is(50))
                .body("baseline.locked", is(false))
                .body("baseline.reason", equalTo("first"))
                .body("baseline.inputs.sum", is(100))
                .body("targetDefinition.basis", equalTo("percent_change"))
                .body("targetDefinition.value", is(10))
                .body("compared.value", is(55));
        DefinitionsHttpTest.put(
                        "/kpis/" + kpi + "/baselines/org",
                        "{\"from\": \"2025-01-01\", \"to\": \"2025-03-01\", \"locked\": true}")
                .statusCode(200);
        explain(kpi, "org", "&period=2025-02", "en")
                .body("baseline.locked", is(true))
                .body("baseline.version", is(2))
                .body("baseline.inputs.measurements", is(2));
    }

    @Test
    void ofASmallGroupNothingIsTold() {
        String kpi = fresh();
        Defined.kpi(
                kpi,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"enps\","
                        + "\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\"");
        String team = team();
        String month = Instant.now().toString().substring(0, 7);
        Measured.put(
                kpi,
                "team:" + team,
                "\"observedAt\": \"" + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\"",
                "\"scores\": {\"9\": 2, \"3\": 1}");

        explain(kpi, "team:" + team, "&period=" + month, "en")
                .body("status", equalTo("pending"))
                .body("inputs", nullValue())
                .body("measurements", nullValue())
                .body("n", nullValue())
                .body("sentence", containsString("to protect those who answer"));
        // Nor by asking about a moment after its end.
        String later = Instant.now().plus(Duration.ofDays(60)).toString();
        explain(kpi, "team:" + team, "&period=" + month + "&at=" + later, "en")
                .body("status", equalTo("pending"))
                .body("inputs", nullValue());
        Measured.put(
                kpi,
                "team:" + team,
                "\"observedAt\": \"2026-01-17T12:00:00Z\"",
                "\"scores\": {\"9\": 2, \"3\": 1}");
        String answer =
                explain(kpi, "team:" + team, "&period=2026-01", "en")
                        .body("status", equalTo("suppressed"))
                        .body("inputs", nullValue())
                        .body("measurements", nullValue())
                        .body("compared", nullValue())
                        .body("distance", nullValue())
                        .body("children", empty())
                        .extract()
                        .asString();
        assertThat(answer, not(containsString("33.3")));
    }

    @ParameterizedTest
    @CsvSource({
        "enps, promoters, 3, detractors, 2",
        "favourable, favourable, 4, answers, 7",
        "mean, sum, 47, answers, 7"
    })
    void howManyAnsweredWhatIsToldToStewardsOnly(
            String aggregation, String first, int ofFirst, String second, int ofSecond) {
        String kpi = fresh();
        Defined.kpi(
                kpi,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\""
                        + aggregation
                        + "\",\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\","
                        + "\"dimensions\":[\"zone\"]");
        String scope = "team:" + team();
        Measured.put(
                kpi,
                scope,
                "\"observedAt\": \"2026-01-17T12:00:00Z\", \"dimensions\": {\"zone\": \"n\"}",
                "\"scores\": {\"0\": 1, \"4\": 1, \"7\": 1, \"8\": 1, \"9\": 2, \"10\": 1}");
        given().contentType("application/json")
                .body("{\"from\": \"2026-01-01\", \"to\": \"2026-02-01\"}")
                .put("/api/v1/kpis/" + kpi + "/baselines/" + scope)
                .then()
                .statusCode(201);
        String now = Instant.now().toString();
        for (String more : List.of("", "&dimension=zone:n", "&asOf=" + now, "&at=" + now)) {
            AdminCaller.become(Client.key("survey:steward", "status:read"));
            explain(kpi, scope, "&period=2026-01" + more, "en")
                    .body("inputs.counts.'0'", is(1))
                    .body("inputs.counts.'9'", is(2))
                    .body("inputs.counts.'5'", is(0));
            for (String right : List.of("status:read", "bi:read")) {
                AdminCaller.become(Client.key(right));
                String told =
                        explain(kpi, scope, "&period=2026-01" + more, "en")
                                .body("inputs.answers", is(7))
                                .body("inputs." + first, is(ofFirst))
                                .body("inputs." + second, is(ofSecond))
                                .body("inputs.counts", nullValue())
                                .extract()
                                .asString();
                assertThat(told, not(containsString("\"counts\":{")));
                assertThat(told, not(containsString("\"scores\":{")));
            }
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String kpi = ratio();
        String path = "/api/v1/status/explain?kpi=" + kpi + "&scope=org&period=2026-01";
        String tag = given().get(path).then().statusCode(200).extract().header("ETag");

        given().header("If-None-Match", tag).get(path).then().statusCode(304);
        given().header("If-None-Match", tag)
                .header("Accept-Language", "nb")
                .get(path)
                .then()
                .statusCode(200);
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheCure() {
        String kpi = ratio();
        given().get("/api/v1/status/explain?kpi=" + kpi + "&scope=org&period=2026-Q1")
                .then()
                .statusCode(400)
                .body("detail", containsString("2026-01"));
        given().get("/api/v1/status/explain?scope=org").then().statusCode(400);
        given().get("/api/v1/status/explain?kpi=none&scope=org").then().statusCode(404);
    }

    private static ValidatableResponse explain(
            String kpi, String scope, String more, String language) {
        return given().header("Accept-Language", language)
                .get("/api/v1/status/explain?kpi=" + kpi + "&scope=" + scope + more)
                .then()
                .statusCode(200);
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
        return key;
    }
}
