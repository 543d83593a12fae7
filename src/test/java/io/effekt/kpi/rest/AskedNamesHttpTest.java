package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
