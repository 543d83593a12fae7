package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.dataset.Column;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of sets: for Excel, for Norway, a part of a set, and none where nothing is new. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiFilesTest {
    private static final String SHEET =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String BI = "/api/v1/bi/";

    private static String own = "";
    private static String key = "";

    @BeforeEach
    void world() {
        if (!own.isEmpty()) {
            return;
        }
        own = "bf" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(own);
        for (String team : List.of("a", "b")) {
            Defined.team(own + team, own);
        }
        for (String kpi : List.of(own, own + "x")) {
            Defined.kpi(kpi, Defined.SUM);
            for (int month = 1; month < 4; month++) {
                Measured.number(kpi, "team:" + own + "a", "2026-0" + month, "-" + month + ".25");
                Measured.number(kpi, "team:" + own + "b", "2026-0" + month, month + "000.5");
            }
        }
        name("=1;2 \"Æ\"");
        key = limited(own);
    }

    private static void name(String name) {
        given().contentType("application/json")
                .body("{\"name\": \"" + name.replace("\"", "\\\"") + "\"}")
                .put("/api/v1/value-streams/" + own)
                .then()
                .statusCode(200);
    }

    private static String limited(String kpi) {
        return Client.limited("\"kpis\": [\"" + kpi + "\", \"" + kpi + "x\"]", Right.BI_READ);
    }

    private static RequestSpecification reader() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key);
    }

    @Test
    void aCsvForNorwayHasItsSeparatorsAndWords() {
        String fields = "&fields=Scope,PeriodStart,Value,IsComplete,ValueStreamName,PeriodKey";
        byte[] file =
                reader().get(BI + "KpiStatusHistory?format=csv&locale=nb&kpi=" + own + fields)
                        .then()
                        .statusCode(200)
                        .header("Content-Disposition", containsString("\"KpiStatusHistory.csv\""))
                        .extract()
                        .asByteArray();
        assertArrayEquals(
                new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, Arrays.copyOf(file, 3));
        List<String> lines =
                List.of(
                        new String(file, 3, file.length - 3, StandardCharsets.UTF_8)
                                .split("\r\n", -1));
        assertEquals(
                "Scope;PeriodStart;Value;IsComplete;ValueStreamName;PeriodKey", lines.getFirst());
        assertTrue(
                lines.contains(
                        "team:" + own + "a;2026-02-01;-2,25;SANN;\"'=1;2 \"\"Æ\"\"\";20260201"),
                lines::toString);
        for (String locale : List.of("nn", "nb-NO", "no")) {
            reader().get(BI + "KpiStatusHistory?format=csv&locale=" + locale + "&kpi=" + own)
                    .then()
                    .statusCode(200)
                    .body(containsString("-2,25;"));
        }
        String plain =
                reader().get(BI + "KpiStatusHistory?format=csv&locale=en&kpi=" + own + fields)
                        .asString();
        assertTrue(plain.startsWith("Scope,PeriodStart,Value"), plain);
        assertTrue(plain.contains(",-2.25,true,"), plain);
        reader().get(BI + "Teams?format=csv&locale=de").then().statusCode(400);
        reader().get(BI + "Teams?locale=nb").then().statusCode(400);
    }

    @Test
    void aSheetHasTypedCells() throws Exception {
        String path = "KpiStatusHistory?kpi=" + own + "&scope=team:" + own + "a";
        JsonPath json = reader().get(BI + path).then().statusCode(200).extract().jsonPath();
        Response answer =
                reader().accept(SHEET).get(BI + path).then().statusCode(200).extract().response();
        assertEquals(SHEET, answer.contentType());
        assertTrue(answer.header("Content-Disposition").contains("KpiStatusHistory.xlsx"));
        List<Map<String, Object>> items = json.getList("items");
        List<Column> columns = ProgramDatasets.named("KpiStatusHistory").orElseThrow().columns();
        try (ReadableWorkbook book =
                new ReadableWorkbook(new ByteArrayInputStream(answer.asByteArray()))) {
            List<Row> rows = book.getFirstSheet().read();
            assertEquals(
                    columns.stream().map(Column::name).toList(),
                    rows.getFirst().stream().map(cell -> cell.asString()).toList());
            assertEquals(items.size() + 1, rows.size());
            for (int i = 0; i < items.size(); i++) {
                compare(columns, items.get(i), rows.get(i + 1));
            }
        }
    }

    private static void compare(List<Column> columns, Map<String, Object> item, Row row) {
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            Object value = item.get(column.name());
            Optional<Cell> found = row.getOptionalCell(c);
            if (value == null || value.toString().isEmpty()) {
                assertTrue(found.map(Cell::getText).orElse("").isEmpty(), column::name);
                continue;
            }
            Cell cell = found.orElseThrow();
            switch (column.type()) {
                case TEXT -> assertEquals(value, cell.asString(), column.name());
                case BOOLEAN -> assertEquals(value, cell.asBoolean(), column.name());
                case DAY ->
                        assertEquals(value, cell.asDate().toLocalDate().toString(), column.name());
                case MOMENT ->
                        assertEquals(
                                value.toString().substring(0, 19),
                                cell.asDate().toString().substring(0, 19),
                                column.name());
                default -> {
                    assertEquals(CellType.NUMBER, cell.getType(), column.name());
                    assertEquals(
                            Double.parseDouble(value.toString()),
                            cell.asNumber().doubleValue(),
                            column.name());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | '' | text/csv;charset=utf-8",
                "application/x-ndjson | '' | application/x-ndjson",
                "text/csv;q=0.2, application/json;q=0.1 | '' | text/csv;charset=utf-8",
                "text/csv | ?format=json | application/json",
                "application/xml | ?format=ndjson | application/x-ndjson",
                "*/* | '' | application/json"
            })
    void theHeaderChoosesTheFormWhereNoParameterDoes(String accept, String query, String type) {
        reader().accept(accept)
                .get(BI + "Kpis" + query)
                .then()
                .statusCode(200)
                .header("Content-Type", containsString(type))
                .header("Vary", containsString("Accept,"));
        reader().accept("application/xml").get(BI + "Kpis").then().statusCode(406);
    }

    @Test
    void setsAreFilteredByKpiScopeAndLevel() {
        for (String set : List.of("KpiStatus", "KpiStatusHistory", "Measurements")) {
            List<String> kpis =
                    reader().get(BI + set + "?kpi=" + own + "x")
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath()
                            .getList("items.Kpi");
            assertEquals(List.of(own + "x"), kpis.stream().distinct().toList());
            List<String> scopes =
                    reader().get(BI + set + "?kpi=" + own + "&scope=team:" + own + "b&level=team")
                            .jsonPath()
                            .getList("items.Scope");
            assertEquals(List.of("team:" + own + "b"), scopes.stream().distinct().toList());
            reader().get(BI + set + "?scope=team:" + own + "b&level=org")
                    .then()
                    .body("items", equalTo(List.of()));
        }
        assertEquals(
                List.of("stream:" + own),
                reader().get(BI + "KpiStatus?kpi=" + own + "&level=stream")
                        .jsonPath()
                        .getList("items.Scope"));
        reader().get(BI + "Kpis?kpi=" + own).then().body("items.Kpi", equalTo(List.of(own)));
        reader().get(BI + "KpiStatus?format=csv&level=org&fields=Scope&kpi=" + own)
                .then()
                .body(equalTo("Scope\r\norg\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KpiStatus?kpi=%sxx | 404 | did you mean '%sx'",
                "KpiStatus?kpi=nothing-like-it | 404 | /api/v1/kpis",
                "KpiStatus?scope=orgg | 400 | team:<key>",
                "KpiStatus?level=teams | 400 | team, stream or org",
                "Calendar?kpi=%s | 400 | no column Kpi",
                "Teams?scope=org | 400 | no column Scope",
                "ValueStreams?level=org | 400 | leave out 'level'",
                "KpiStatu | 404 | 'KpiStatus'",
                "KpiStatus?fields=Kpi,Vlue | 400 | 'Value'",
                "KpiStatus?fields=KpiKey | 400 | 'Kpi'",
                "KpiStatus?filds=Kpi | 400 | 'fields'",
                "KpiStatus?colour=red | 400 | cursor, fields, format, from, kpi",
                "KpiStatus?format=pdf | 400 | json, ndjson, csv or xlsx"
            })
    void aWrongNameIsToldWithTheNearest(String path, int status, String cure) {
        reader().get(BI + path.replace("%s", own))
                .then()
                .statusCode(status)
                .body("detail", containsString(cure.replace("%s", own)));
    }

    @Test
    void aNearestNameIsOneThatTheCallerSees() {
        String hidden = own + "secret";
        Defined.kpi(hidden, Defined.SUM);
        given().header("Authorization", "Bearer " + key)
                .get("/api/v1/status?kpi=" + hidden + "t")
                .then()
                .statusCode(404)
                .body("detail", not(containsString(hidden)));
        given().get("/api/v1/status?kpi=" + hidden + "t")
                .then()
                .statusCode(404)
                .body("detail", containsString("did you mean '" + hidden + "'"));
    }

    @ParameterizedTest
    @CsvSource({
        "/odata/v4/KpiStatus",
        "/odata/v4/KpiStatusHistory?$count=true&$top=3",
        "/odata/v4/KpiStatusHistory?$expand=KpiDetails&$select=Kpi",
        "/odata/v4/Kpis('%s')",
        "/odata/v4/Measurements",
        "/odata/v4/Measurements?$top=2",
        "/api/v1/bi/KpiStatusHistory",
        "/api/v1/bi/KpiStatusHistory?limit=2",
        "/api/v1/bi/KpiStatusHistory?format=csv",
        "/api/v1/bi/KpiStatusHistory?format=xlsx&limit=3",
        "/api/v1/bi/Measurements?format=ndjson",
        "/api/v1/bi/ValueStreams?format=csv",
        "/api/v1/bi/Calendar?from=2026-05-01&to=2026-05-31"
    })
    void anUnchangedSetIsNotSentAgain(String template) {
        String path = template.replace("%s", own);
        Response first = reader().get(path);
        assertEquals(200, first.statusCode(), first::asString);
        String tag = first.header("ETag");
        String bare = tag.replace("W/", "");
        for (String sent : List.of(tag, bare, "\"other\", " + bare, "W/\"a\",W/" + bare, "*")) {
            reader().header("If-None-Match", sent)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag))
                    .header("Vary", containsString("Authorization"));
        }
        reader().header("If-None-Match", "W/\"other\"").get(path).then().statusCode(200);
    }

    @Test
    void aChangedSetHasAnotherTag() {
        List<String> paths =
                List.of(
                        "/odata/v4/KpiStatusHistory",
                        "/odata/v4/KpiStatusHistory?$select=Value&$count=true",
                        "/odata/v4/KpiStatus?$expand=KpiDetails($select=Unit)&$select=Scope",
                        "/api/v1/bi/Measurements?format=csv",
                        "/api/v1/bi/KpiStatus?format=csv&locale=nb");
        List<String> before = tags(paths);
        Measured.number(own, "team:" + own + "a", "2026-04", "8");
        List<String> measured = tags(paths);
        given().contentType("application/json")
                .body(
                        "{\"name\":{\"en\":\"new name\"},"
                                + Defined.SUM.replace("\"h\"", "\"d\"")
                                + "}")
                .put("/api/v1/kpis/" + own)
                .then()
                .statusCode(200);
        List<String> renamed = tags(paths);
        for (int i = 0; i < paths.size(); i++) {
            assertNotEquals(before.get(i), measured.get(i), paths.get(i));
            if (i != 1) {
                assertNotEquals(measured.get(i), renamed.get(i), paths.get(i));
            }
        }
    }

    private static List<String> tags(List<String> paths) {
        return paths.stream().map(path -> reader().get(path).header("ETag")).toList();
    }

    @Test
    void aTagIsOfOneCallerAndOneForm() {
        String others = Client.limited("\"kpis\": [\"" + own + "x\"]", Right.BI_READ);
        for (String path :
                List.of("/odata/v4/KpiStatus", BI + "KpiStatus", BI + "Measurements?format=csv")) {
            String tag = reader().get(path).header("ETag");
            given().header("Authorization", "Bearer " + others)
                    .header("If-None-Match", tag)
                    .get(path)
                    .then()
                    .statusCode(200);
            given().header("If-None-Match", tag).get(path).then().statusCode(200);
        }
        String tag = reader().get("/odata/v4/KpiStatus").header("ETag");
        for (String accept :
                List.of(
                        "application/json;odata.metadata=none",
                        "application/json;IEEE754Compatible=true")) {
            reader().accept(accept)
                    .header("If-None-Match", tag)
                    .get("/odata/v4/KpiStatus")
                    .then()
                    .statusCode(200);
        }
        String csv = reader().get(BI + "Kpis?format=csv").header("ETag");
        for (String other : List.of("ndjson", "xlsx", "csv&locale=nb", "csv&limit=1")) {
            reader().header("If-None-Match", csv)
                    .get(BI + "Kpis?format=" + other)
                    .then()
                    .statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/odata/v4",
        "/odata/v4/$metadata",
        "/odata/v4/vocabularies/Org.OData.Core.V1.xml",
        "/api/v1/status?limit=3",
        "/api/v1/scorecard",
        "/api/v1/status/missing"
    })
    void aTagIsComparedWeaklyAtEveryDoor(String path) {
        String tag = reader().get(path).then().statusCode(200).extract().header("ETag");
        String bare = tag.replace("W/", "");
        for (String sent : List.of("W/" + bare, bare, "\"x\" , W/" + bare, "*")) {
            reader().header("If-None-Match", sent).get(path).then().statusCode(304);
        }
        reader().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);
    }

    @Test
    void aChangeIsHeldAgainstStrongTagsAlone() {
        String path = "/api/v1/teams/" + own + "a";
        String tag = given().get(path).header("ETag");
        String body = given().get(path).jsonPath().getString("name");
        for (String sent : List.of("W/" + tag, "\"77\"", "W/\"1\", W/" + tag)) {
            given().contentType("application/json")
                    .header("If-Match", sent)
                    .body("{\"name\": \"" + body + "\"}")
                    .put(path)
                    .then()
                    .statusCode(412);
        }
        given().header("If-None-Match", "W/" + tag).get(path).then().statusCode(304);
    }
}
