package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beyond a caller's limits is neither released nor told by what is said of it. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BeyondLimitsTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final String SURVEY =
            "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"mean\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"month\",\"minGroupSize\":5";

    private final String own = "bl" + UUID.randomUUID().toString().substring(0, 8);
    private final String survey = own + "-survey";
    private final String number = own + "-number";
    private final String other = own + "-other";
    private int sent;

    @BeforeEach
    void define() {
        Defined.stream(own);
        Defined.stream(other);
        Defined.team(own, own);
        Defined.team(other, other);
        Defined.kpi(survey, SURVEY);
        Defined.kpi(number, Defined.SUM);
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    private static String steward(String limits) {
        return Client.limited(limits, "survey:steward", "status:read", "measurements:write");
    }

    private String item(String kpi, String scope, String more) {
        return """
        {"id": "%s-%d", "source": "urn:%s", "kpi": "%s", "scope": "%s", "period": "2026-01", %s}
        """
                .formatted(own, sent++, own, kpi, scope, more);
    }

    private void somethingIsHeld() {
        as(Client.key("measurements:write"))
                .header("Prefer", "wait=30")
                .body(item(survey, "team:" + own, "\"scores\": {\"7\": 8}"))
                .post(DOOR)
                .then()
                .body("receipts[0].code", equalTo("late_for_closed_period"));
    }

    private Response release(String key, String kpi, String scope) {
        return as(key).body(
                        """
                        {"kpi": "%s", "scope": "%s", "period": "2026-01", "reason": "r"}
                        """
                                .formatted(kpi, scope))
                .post(DOOR + "/held/release");
    }

    /** The answer is that for a place where there is nothing, and nothing is released. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"teams\": [\"OTHER\"]",
                "\"streams\": [\"OTHER\"]",
                "\"kpis\": [\"NUMBER\"]",
                "\"teams\": [\"OWN\"], \"kpis\": [\"NUMBER\"]"
            })
    void aStewardWithLimitsReleasesNothingBeyondThem(String limits) {
        somethingIsHeld();
        String key =
                steward(
                        limits.replace("OTHER", other)
                                .replace("NUMBER", number)
                                .replace("OWN", own));

        Response there = release(key, survey, "team:" + own);
        Response nowhere = release(key, survey + "x", "team:" + own);

        assertEquals(404, there.statusCode(), there::asString);
        assertEquals(nowhere.asString(), there.asString().replace(survey, survey + "x"));
        given().queryParam("kpi", survey)
                .get(DOOR + "/held")
                .then()
                .body("items.size()", equalTo(1));
    }

    @Test
    void aStewardReleasesWhatLiesWithinTheLimits() {
        somethingIsHeld();
        String key = steward("\"streams\": [\"" + own + "\"], \"kpis\": [\"" + survey + "\"]");

        Response released = release(key, survey, "team:" + own);

        assertEquals(200, released.statusCode(), released::asString);
        assertEquals(1, released.<Integer>path("counted"));
    }

    /** A client that shares the source is no steward, and may not read where it was measured. */
    @Test
    void whereAnAnswerWasMeasuredIsNotToldToWhoSharesTheSource() {
        String sharer = Client.key("measurements:write", "status:read");
        String client = as(sharer).get("/api/v1/me").path("actor");
        Defined.source("urn:" + own, "admin", client);
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(survey, "team:" + own, "\"scores\": {\"7\": 8}"))
                .post(DOOR)
                .then()
                .body("receipts[0].receipt", equalTo("counted"));
        String correction = ",\"corrects\": \"" + own + "-0\", \"reason\": \"r\"";

        Response told =
                as(sharer)
                        .body(item(survey, "team:" + other, "\"scores\": {\"7\": 8}" + correction))
                        .post(DOOR + "?dryRun=true");
        Response steward =
                given().contentType("application/json")
                        .body(item(survey, "team:" + other, "\"scores\": {\"7\": 8}" + correction))
                        .post(DOOR + "?dryRun=true");

        assertEquals("scope_mismatch", told.path("receipts[0].code"), told::asString);
        String detail = told.path("receipts[0].detail");
        assertFalse(detail.contains("team:" + own) || detail.contains(survey), detail);
        assertTrue(steward.<String>path("receipts[0].detail").contains("team:" + own));
    }

    /** Whether a KPI guards small groups, or is there at all, shows in nothing that is listed. */
    @Test
    void whatIsListedOfTheRejectedIsAlikeWhateverTheHiddenKpiIs() {
        String key =
                Client.limited(
                        "\"kpis\": [\"" + number + "\"]", "status:read", "measurements:write");
        for (String kpi : List.of(survey, own + "-absent", number + "x")) {
            as(key).body(
                            """
                            {"id": "%s", "kpi": "%s", "scope": "team:%s", "period": "2026-01",
                             "value": 1}
                            """
                                    .formatted(kpi, kpi, own))
                    .post(DOOR);
        }

        List<String> bodies =
                as(key).queryParam("limit", 1000)
                        .get(DOOR + "/rejected")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("items.findAll { it.id.startsWith('" + own + "') }.body");

        assertEquals(List.of("", "", ""), bodies);
    }
}
