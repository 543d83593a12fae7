package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What came in one import, and taking the whole of it back. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ImportsTest {
    private static final String API = "/api/v1";

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "imported-" + own;
    private final String scope = "team:t-" + own;

    @BeforeEach
    void define() {
        Defined.stream("s-" + own);
        Defined.team("t-" + own, "s-" + own);
        Defined.kpi(kpi, Defined.SUM);
    }

    private String item(String id, String fields) {
        return item(id, kpi, fields);
    }

    private String item(String id, String ofKpi, String fields) {
        return """
        {"id":"%s","source":"%s","kpi":"%s","scope":"%s","observedAt":"2026-01-17T12:00:00Z",%s}
        """
                .formatted(id, own, ofKpi, scope, fields);
    }

    private ValidatableResponse post(UUID importId, String... items) {
        return given().contentType("application/json")
                .header("Prefer", "wait=20")
                .header("Effekt-Import", importId)
                .body("[" + String.join(",", items) + "]")
                .post(API + "/measurements")
                .then()
                .statusCode(207);
    }

    private ValidatableResponse retract(Object importId) {
        return given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(Map.of("reason", "the wrong file"))
                .post(API + "/imports/" + importId + "/retract")
                .then();
    }

    private void holds(Integer value, int n) {
        given().get(API + "/status?kpi=" + kpi + "&scope=" + scope + "&period=2026-01")
                .then()
                .statusCode(200)
                .body("items[0].value", is(value))
                .body("items[0].n", is(n));
    }

    @Test
    void anImportShowsWhatItBrought() {
        UUID id = UUID.randomUUID();
        post(id, item("a", "\"value\":1"), item("b", "\"value\":2"), item("c", "\"weight\":-1"));
        post(id, item("d", "unknown-" + own, "\"value\":1"));

        given().get(API + "/imports/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id.toString()))
                .body("counted", is(2))
                .body("standing", is(2))
                .body("held", is(1))
                .body("rejected", is(1))
                .body("actors", equalTo(List.of("admin")))
                .body("series", hasSize(1))
                .body("series[0].kpi", equalTo(kpi))
                .body("series[0].scope", equalTo(scope))
                .body("series[0].counted", is(2))
                .body("firstRecordedAt", notNullValue());
    }

    @Test
    void takenBackAsAWholeItCountsNoMoreAndTwiceIsAsOnce() {
        UUID id = UUID.randomUUID();
        post(UUID.randomUUID(), item("before", "\"value\":100"));
        post(id, item("a", "\"value\":1"), item("b", "\"value\":2"));
        holds(103, 3);

        retract(id)
                .statusCode(200)
                .header("Location", containsString("/api/v1/imports/"))
                .body("sent", is(2))
                .body("counted", is(2))
                .body("left", is(0));
        holds(100, 1);
        retract(id).statusCode(200).body("sent", is(0)).body("left", is(2));
        holds(100, 1);
        given().queryParam("source", own)
                .queryParam("id", "a")
                .get(API + "/measurements/one")
                .then()
                .body("chain", hasSize(2))
                .body("chain[1].reason", equalTo("the wrong file"));
    }

    @Test
    void whatItCorrectedOrRetractedIsAsBefore() {
        UUID id = UUID.randomUUID();
        post(UUID.randomUUID(), item("a", "\"value\":10"), item("b", "\"value\":20"));
        post(
                id,
                item("a2", "\"value\":11,\"corrects\":\"a\",\"reason\":\"typo\""),
                item("b2", "\"retracts\":\"b\",\"reason\":\"typo\""),
                item("a3", "\"value\":12,\"corrects\":\"a2\",\"reason\":\"typo\""));
        holds(12, 1);

        retract(id).statusCode(200).body("sent", is(2)).body("problems", hasSize(0));

        holds(30, 2);
    }

    @Test
    void whatSomebodyHasCorrectedSinceStays() {
        UUID id = UUID.randomUUID();
        post(id, item("a", "\"value\":1"), item("b", "\"value\":2"));
        post(
                UUID.randomUUID(),
                item("a2", "\"value\":5,\"corrects\":\"a\",\"reason\":\"counted again\""));

        retract(id).statusCode(200).body("sent", is(1)).body("left", is(1));

        holds(5, 1);
    }

    @Test
    void takingBackCanBeTakenBack() {
        UUID id = UUID.randomUUID();
        post(id, item("a", "\"value\":1"));
        String by = retract(id).statusCode(200).extract().path("by");
        retract(by).statusCode(200).body("sent", is(1));

        holds(1, 1);
    }

    @Test
    void whatIsHeldNeverCounts() {
        UUID id = UUID.randomUUID();
        String later = "later-" + own;
        post(id, item("h", later, "\"value\":1")).body("held", is(1));
        retract(id).statusCode(202).body("sent", is(1));
        post(UUID.randomUUID(), item("other", later, "\"value\":7"));
        Defined.kpi(later, Defined.SUM);

        Awaitility.await()
                .untilAsserted(() ->
                        assertEquals(
                                "7 1",
                                given()
                                        .get(
                                                API
                                                        + "/status?kpi="
                                                        + later
                                                        + "&scope="
                                                        + scope
                                                        + "&period=2026-01")
                                        .then()
                                        .extract()
                                        .<Map<String, Object>>path("items[0]")
                                        .entrySet()
                                        .stream()
                                        .filter(e ->
                                                e.getKey().equals("value")
                                                        || e.getKey().equals("n"))
                                        .sorted(
                                                Map.Entry.<String, Object>comparingByKey()
                                                        .reversed())
                                        .map(e -> String.valueOf(e.getValue()))
                                        .reduce((a, b) -> a + " " + b)
                                        .orElse("")));
    }

    @Test
    void anImportOfManyCallsGoesBackInOne() {
        UUID id = UUID.randomUUID();
        for (int call = 0; call < 3; call++) {
            String[] items = new String[700];
            for (int i = 0; i < items.length; i++) {
                items[i] = item(call + "-" + i, "\"value\":1");
            }
            post(id, items).body("receipts.receipt", everyItem(equalTo("counted")));
        }
        holds(2_100, 2_100);

        retract(id).statusCode(200).body("sent", is(2_100)).body("problems", hasSize(0));

        given().get(API + "/status?kpi=" + kpi + "&scope=" + scope + "&period=2026-01")
                .then()
                .body("items[0].status", equalTo("no_data"));
    }

    @Test
    void withoutAReasonNothingIsTakenBack() {
        UUID id = UUID.randomUUID();
        post(id, item("a", "\"value\":1"));

        given().post(API + "/imports/" + id + "/retract")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/reason"));
        holds(1, 1);
    }

    @Test
    void anUnknownImportIsNotFound() {
        given().get(API + "/imports/" + UUID.randomUUID()).then().statusCode(404);
        given().get(API + "/imports/last").then().statusCode(404);
        retract(UUID.randomUUID()).statusCode(404);
    }
}
