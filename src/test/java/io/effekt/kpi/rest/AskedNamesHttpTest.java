package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a question names wrong is told with the nearest that there is, and with the list. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class AskedNamesHttpTest {
    private static String own = "";

    @BeforeEach
    void world() {
        if (own.isEmpty()) {
            own = "an" + UUID.randomUUID().toString().substring(0, 8);
            Defined.stream(own);
            Defined.team(own, own);
            Defined.kpi(own, Defined.SUM.replace("month", "quarter"));
            Defined.kpi(own + "-parts", Defined.SUM + ",\"dimensions\":[\"zone\"]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status?status=red | 400 | off_track, none, pending",
                "status?status=red | 400 | did you mean 'off_track'",
                "status?status=Green | 400 | did you mean 'on_track'",
                "status?status=on-track | 400 | did you mean 'on_track'",
                "status?status=nodata | 400 | did you mean 'no_data'",
                "status?kpi=%sx | 404 | did you mean '%s'",
                "status?scope=team:%sx | 404 | did you mean 'team:%s'",
                "status?valueStream=%sx | 404 | did you mean '%s'",
                "status/explain?kpi=%sy&scope=org | 404 | did you mean '%s'",
                "status/history?kpi=%s&scope=stream:%sy | 404 | did you mean 'stream:%s'",
                "status/missing?kpi=%sq | 404 | did you mean '%s'",
                "scorecard?valueStream=%sq | 404 | did you mean '%s'",
                "status?kpi=%s&period=2026-11 | 400 | of the length 'quarter'; write for instance 2026-Q4",
                "status?kpi=%s&scope=org&period=2026 | 400 | 2026-Q1",
                "status?kpi=%s&period=2026-W03 | 400 | 2026-Q1",
                "status/explain?kpi=%s&scope=org&period=2026-11 | 400 | 2026-Q4",
                "status/missing?kpi=%s&period=2026-02-03 | 400 | 2026-Q1",
                "status?kpi=%s-parts&dimension=zon:north | 404 | did you mean 'zone'? It has zone.",
                "status?kpi=%s&dimension=zone:north | 404 | ; it has none.",
                "status/history?kpi=%s-parts&scope=org&dimension=zome:x | 404 | did you mean 'zone'",
                "status/explain?kpi=%s-parts&scope=org&dimension=place:x | 404 | ; it has zone.",
                "measurements?kpi=%sx | 404 | did you mean '%s'",
                "measurements?scope=team:%sx | 404 | did you mean 'team:%s'",
                "measurements?scope=stream:%sy | 404 | did you mean 'stream:%s'",
                "measurements?kpi=%s-parts&dimension=zon:north | 404 | did you mean 'zone'",
                "status/history?kpi=%s&scope=org&from=2026-11&to=2026-12 | 400 | the periods of '%s' are of the length 'quarter'; write a day, or for instance 2026-Q4",
                "status/history?kpi=%s&scope=org&to=2026-02 | 400 | of the length 'quarter'; write a day",
                "status/history?kpi=%s&scope=org&from=2026-W03 | 400 | for instance 2026-Q1",
                "status?colour=x | 400 | asOf, at, cursor, dimension, kpi, level",
                "scorecard?kpi=x | 400 | asOf, at, period, valueStream",
                "status/missing?vlueStream=x | 400 | did you mean 'valueStream'"
            })
    void aQuestionIsRefusedWithTheCure(String path, int status, String cure) {
        given().get("/api/v1/" + path.replace("%s", own))
                .then()
                .statusCode(status)
                .body("detail", containsString(cure.replace("%s", own)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status/history?kpi=%s&scope=org&from=2026-05-17&to=2026-11-02",
                "status/history?kpi=%s&scope=org&from=2026-Q1&to=2026-Q2",
                "status/history?kpi=%s&scope=org&from=2025-H1&to=2026",
                "status/history?kpi=%s-parts&scope=org&dimension=zone:nowhere",
                "measurements?kpi=%s-parts&scope=team:%s&dimension=zone:nowhere",
                "measurements?kpi=%s-parts&dimension=zon:north&asOf=2020-01-01T00:00:00Z",
                "measurements?kpi=%sx&scope=team:%sx&asOf=2020-01-01T00:00:00Z"
            })
    void whatIsThereOrWasAskedOfEarlierIsAnswered(String path) {
        given().get("/api/v1/" + path.replace("%s", own)).then().statusCode(200);
    }

    /** What a caller may not see is answered like what is not there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "measurements?kpi=@",
                "measurements?kpi=@-parts&dimension=zone:north",
                "measurements?kpi=@-parts&dimension=zon:north",
                "measurements?kpi=@&asOf=2026-01-01T00:00:00Z",
                "status?kpi=@-parts&dimension=zon:north"
            })
    void whatIsHiddenIsNotThere(String path) {
        String seen = "zq" + UUID.randomUUID().toString().substring(0, 8);
        Defined.kpi(seen, Defined.SUM);
        String key = Client.limited("\"kpis\": [\"" + seen + "\"]", Right.STATUS_READ);
        given().header("Authorization", "Bearer " + key)
                .get("/api/v1/" + path.replace("@", own))
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-kpi"))
                .body("detail", equalTo("There is no such KPI; GET /api/v1/kpis lists them."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2026-11 | 2026-Q4", "2026 | 2026-Q1", "2026-05-17 | 2026-Q2"})
    void aReleaseOfAnotherLengthIsToldSo(String period, String own) {
        given().contentType("application/json")
                .body(
                        "{\"kpi\": \"%s\", \"scope\": \"team:%s\", \"period\": \"%s\", \"reason\": \"x\"}"
                                .formatted(AskedNamesHttpTest.own, AskedNamesHttpTest.own, period))
                .post("/api/v1/measurements/held/release")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", containsString("/period"))
                .body("detail", containsString("write for instance " + own));
    }
}
