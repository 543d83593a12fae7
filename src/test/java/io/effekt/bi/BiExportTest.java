package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiExportTest {
    private final String random = "bi" + UUID.randomUUID().toString().substring(0, 8);
    private final String other = random + "o";
    private String key = "";

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(random, random);
        Defined.team(other, random);
        Defined.kpi(random, Defined.SUM);
        for (int month = 1; month < 6; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, "1.50");
            Measured.number(random, "team:" + other, "2026-0" + month, "2");
        }
        // Limited to one KPI, so that what other tests measure is not seen.
        key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
    }

    private io.restassured.specification.RequestSpecification reader() {
        return given().header("Authorization", "Bearer " + key);
    }

    @Test
    void theCatalogueSaysWhatThereIs() {
        reader().get("/api/v1/bi")
                .then()
                .statusCode(200)
                .body("sets.name", hasItem("KpiStatusHistory"))
                .body("sets.find { it.name == 'Measurements' }.columns.name", hasItem("PeriodKey"))
                .body("sets.find { it.name == 'Kpis' }.view", equalTo("bi.kpis"));
    }

    @Test
    void rowsComeWithNamesDaysAndExactNumbers() {
        reader().queryParam("from", "2026-02-01")
                .queryParam("to", "2026-03-01")
                .get("/api/v1/bi/KpiStatusHistory")
                .then()
                .statusCode(200)
                .body(
                        "items.Scope",
                        equalTo(
                                List.of(
                                        "org",
                                        "stream:" + random,
                                        "team:" + random,
                                        "team:" + other)))
                .body("items[2].Value", equalTo(1.5f))
                .body("items[2].TeamName", equalTo(random))
                .body("items[2].PeriodEnd", equalTo("2026-02-28"))
                .body("items[2].PeriodKey", equalTo(20260201))
                .body("items[0].Value", equalTo(3.5f))
                .body("next", nullValue());
    }

    @Test
    void pagesAreOnePictureWhileMeasurementsComeIn() {
        List<String> seen = new ArrayList<>();
        String next = "/api/v1/bi/Measurements?limit=3&fields=Id,Partition,Sequence,Kpi";
        int pages = 0;
        while (next != null) {
            JsonPath page =
                    reader().urlEncodingEnabled(false)
                            .get(next)
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            seen.addAll(page.getList("items.Id"));
            next = page.getString("next");
            Measured.number(random, "team:" + random, "2026-0" + (pages + 1), "9");
            pages++;
        }
        assertEquals(4, pages);
        assertEquals(10, seen.size());
        assertEquals(10, seen.stream().distinct().count());
    }

    @Test
    void csvAndNdjsonHaveTheSameCellsAsJson() {
        List<List<String>> json = new ArrayList<>();
        JsonPath page =
                reader().queryParam("fields", "Kpi,Scope,PeriodStart,Value,RecordedAt,IsComplete")
                        .get("/api/v1/bi/KpiStatusHistory")
                        .then()
                        .extract()
                        .jsonPath();
        for (Object row : page.getList("items")) {
            json.add(
                    ((java.util.Map<?, ?>) row)
                            .values().stream().map(cell -> Objects.toString(cell, "")).toList());
        }
        String csv = export("csv");
        String[] lines = csv.split("\r\n", -1);
        assertEquals("Kpi,Scope,PeriodStart,Value,RecordedAt,IsComplete", lines[0]);
        assertEquals(json.size() + 2, lines.length);
        for (int i = 0; i < json.size(); i++) {
            assertEquals(String.join(",", json.get(i)), lines[i + 1]);
        }
        String[] objects = export("ndjson").split("\n", -1);
        assertEquals(json.size() + 1, objects.length);
        for (int i = 0; i < json.size(); i++) {
            JsonPath row = new JsonPath(objects[i]);
            assertEquals(json.get(i).get(3), Objects.toString(row.getString("Value"), ""));
            assertEquals(json.get(i).get(4), row.getString("RecordedAt"));
        }
    }

    private String export(String format) {
        return reader().queryParam("fields", "Kpi,Scope,PeriodStart,Value,RecordedAt,IsComplete")
                .queryParam("format", format)
                .get("/api/v1/bi/KpiStatusHistory")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void pagesOfCsvAreLinked() {
        int rows = 0;
        String next = "/api/v1/bi/Measurements?format=csv&limit=4&fields=Kpi";
        while (next != null) {
            ExtractableResponse<Response> page =
                    reader().urlEncodingEnabled(false).get(next).then().statusCode(200).extract();
            rows += page.asString().split("\r\n", -1).length - 2;
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertEquals(10, rows);
    }

    @Test
    void whatASpreadsheetWouldComputeIsNeutralised() {
        given().contentType("application/json")
                .body("{\"name\": \"=HYPERLINK(\\\"http://x\\\")\"}")
                .put("/api/v1/value-streams/" + random)
                .then()
                .statusCode(200);
        String csv =
                given().queryParam("format", "csv")
                        .get("/api/v1/bi/ValueStreams")
                        .then()
                        .extract()
                        .asString();
        assertTrue(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), csv);
    }

    @Test
    void whoIsLimitedToATeamSeesItsRows() {
        String limited = Client.limited("\"teams\": [\"" + random + "\"]", Right.BI_READ);
        for (String set : List.of("KpiStatus", "KpiStatusHistory", "Measurements")) {
            given().header("Authorization", "Bearer " + limited)
                    .get("/api/v1/bi/" + set)
                    .then()
                    .statusCode(200)
                    .body("items.Scope.unique()", equalTo(List.of("team:" + random)));
        }
        given().header("Authorization", "Bearer " + limited)
                .get("/api/v1/bi/Teams")
                .then()
                .body("items.Team", equalTo(List.of(random)));
    }

    @Test
    void guardedAnswersAreInNoSet() {
        String survey = random + "-survey";
        Defined.kpi(
                survey,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"enps\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"minGroupSize\":5");
        Measured.put(
                survey,
                "team:" + random,
                "\"period\": \"2026-01\"",
                "\"scores\": {\"9\": 2, \"3\": 1}");
        given().queryParam("format", "csv")
                .get("/api/v1/bi/Measurements")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.not(containsString(survey)));
    }

    @Test
    void whatIsAskedWrongIsSaid() {
        String[][] wrong = {
            {"/api/v1/bi/Nothing", "404"},
            {"/api/v1/bi/Teams?from=2026-01-01", "400"},
            {"/api/v1/bi/Teams?fields=Nothing", "400"},
            {"/api/v1/bi/Teams?format=xml", "400"},
            {"/api/v1/bi/Teams?cursor=abc", "400"},
            {"/api/v1/bi/Teams?limit=20001", "400"},
            {"/api/v1/bi/KpiStatus?from=yesterday", "400"},
            {"/api/v1/bi?x=1", "400"}
        };
        for (String[] each : wrong) {
            reader().get(each[0])
                    .then()
                    .statusCode(Integer.parseInt(each[1]))
                    .contentType("application/problem+json");
        }
        given().header("Authorization", "Bearer " + Client.key(Right.MEASUREMENTS_WRITE))
                .get("/api/v1/bi/Teams")
                .then()
                .statusCode(403);
        String cursor =
                reader().queryParam("limit", 1)
                        .get("/api/v1/bi/Measurements")
                        .then()
                        .body("items", hasSize(1))
                        .extract()
                        .path("next");
        reader().urlEncodingEnabled(false).get(cursor + "&from=2026-01-01").then().statusCode(400);
    }
}
