package io.effekt.bi.odata;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.bi.Function;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is promised to clients of OData beyond a request and its rows. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ODataContractTest {
    private static final String ROOT = "/odata/v4";

    private static final int PAGE = 5_000;
    private static final int LARGEST_PAGE = 20_000;
    private static final int MOST_VALUES = 200;
    private static final int DEEPEST = 50;
    private static final Set<String> PRIMITIVE =
            Set.of(
                    "Edm.String",
                    "Edm.Date",
                    "Edm.DateTimeOffset",
                    "Edm.Boolean",
                    "Edm.Int32",
                    "Edm.Int64",
                    "Edm.Decimal",
                    "Edm.Double");

    private static String key = "";

    @BeforeEach
    void client() {
        if (key.isEmpty()) {
            String random = "oc" + UUID.randomUUID().toString().substring(0, 8);
            Defined.stream(random);
            Defined.team(random, random);
            Defined.kpi(random, Defined.SUM.replace("\"month\"", "\"year\""));
            Measured.number(random, "team:" + random, "2000", "1");
            key = Client.key(Right.BI_READ);
        }
    }

    private static RequestSpecification reader() {
        return given().header("Authorization", "Bearer " + key).urlEncodingEnabled(false);
    }

    private static ValidatableResponse get(String path) {
        return reader().get(ROOT + path).then().header("OData-Version", "4.0");
    }

    private static Document metadata() throws Exception {
        byte[] xml = get("/$metadata").statusCode(200).extract().asByteArray();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    @Test
    void theModelHasPrimitiveTypesAlone() throws Exception {
        Document metadata = metadata();
        List<Element> columns = elements(metadata, "Property");
        assertTrue(columns.size() > 100);
        for (Element column : columns) {
            String type = column.getAttribute("Type");
            String name = column.getAttribute("Name");
            assertTrue(PRIMITIVE.contains(type), name + " is " + type);
            assertEquals(
                    type.equals("Edm.Decimal") || type.equals("Edm.DateTimeOffset"),
                    column.hasAttribute("Precision"),
                    name);
            assertEquals(type.equals("Edm.Decimal"), column.hasAttribute("Scale"), name);
        }
        for (String none :
                List.of("EnumType", "ComplexType", "Function", "Action", "TypeDefinition")) {
            assertEquals(List.of(), elements(metadata, none), none);
        }
    }

    /** What nothing is said of counts as supported. */
    @Test
    void whatIsNotSupportedIsAnnotated() throws Exception {
        Set<String> terms = new TreeSet<>();
        Set<String> functions = new TreeSet<>();
        for (Element annotation : elements(metadata(), "Annotation")) {
            String term = annotation.getAttribute("Term");
            terms.add(term.substring(term.indexOf('.') + 1));
            if (term.endsWith("FilterFunctions")) {
                NodeList listed = annotation.getElementsByTagName("String");
                for (int i = 0; i < listed.getLength(); i++) {
                    functions.add(listed.item(i).getTextContent());
                }
            }
        }
        for (String term :
                List.of(
                        "BatchSupported",
                        "CrossJoinSupported",
                        "KeyAsSegmentSupported",
                        "AsynchronousRequestsSupported",
                        "ComputeSupported",
                        "ExpandRestrictions",
                        "SearchRestrictions",
                        "InsertRestrictions",
                        "UpdateRestrictions",
                        "DeleteRestrictions",
                        "ChangeTracking")) {
            assertTrue(terms.contains(term), () -> term + " in " + terms);
        }
        assertEquals(
                new TreeSet<>(Arrays.stream(Function.values()).map(Function::word).toList()),
                functions);
        assertTrue(
                functions.containsAll(
                        List.of(
                                "contains",
                                "startswith",
                                "endswith",
                                "tolower",
                                "toupper",
                                "trim",
                                "length",
                                "concat",
                                "indexof",
                                "substring",
                                "year",
                                "month",
                                "day",
                                "hour",
                                "minute",
                                "second",
                                "date",
                                "now",
                                "round",
                                "floor",
                                "ceiling")));
    }

    @Test
    void aPageHasFiveThousandRowsAndAtMostTwentyThousand() {
        JsonPath first = get("/Calendar?$select=Date").statusCode(200).extract().jsonPath();
        assertEquals(PAGE, first.getList("value").size());
        assertTrue(first.getString("'@odata.nextLink'").contains("$skiptoken="));

        List<String> days = new ArrayList<>();
        String next = ROOT + "/Calendar?$select=Date&$top=10000";
        while (next != null) {
            ValidatableResponse page =
                    reader().header("Prefer", "odata.maxpagesize=50000")
                            .get(next)
                            .then()
                            .statusCode(200)
                            .header("Preference-Applied", "odata.maxpagesize=" + LARGEST_PAGE);
            JsonPath json = page.extract().jsonPath();
            days.addAll(json.getList("value.Date"));
            next = json.getString("'@odata.nextLink'");
        }
        assertEquals(10_000, days.size());
        assertEquals(days.stream().sorted().distinct().toList(), days);
        get("/Calendar/$count").statusCode(200).body(equalTo(Long.toString(days())));
        get("/Calendar/%24count?%24filter=Year%20eq%202024").body(equalTo("366"));
    }

    @Test
    void aTokenOfAnotherClientIsRefused() {
        String link =
                get("/Calendar?$top=6000").extract().jsonPath().getString("'@odata.nextLink'");
        reader().get(link).then().statusCode(200).body("value", hasSize(1_000));
        String other = Client.key(Right.BI_READ);
        given().header("Authorization", "Bearer " + other)
                .urlEncodingEnabled(false)
                .get(link)
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid-token"));

        String next = reader().get("/api/v1/bi/Calendar?limit=2").then().extract().path("next");
        reader().get(next).then().statusCode(200);
        given().header("Authorization", "Bearer " + other)
                .urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-cursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/$metadata", "/KpiStatus", "/Calendar(2026-05-17)"})
    void onlyReadingIsAllowed(String path) {
        reader().options(ROOT + path)
                .then()
                .statusCode(200)
                .header("OData-Version", "4.0")
                .header("Allow", containsString("GET"))
                .header("Allow", containsString("HEAD"))
                .header("Allow", not(containsString("POST")));
        String type = get(path).statusCode(200).extract().header("Content-Type");
        reader().head(ROOT + path)
                .then()
                .statusCode(200)
                .header("OData-Version", "4.0")
                .header("Content-Type", equalTo(type))
                .body(emptyOrNullString());
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            reader().contentType("application/json")
                    .body("{}")
                    .request(method, ROOT + path)
                    .then()
                    .statusCode(405)
                    .header("Allow", containsString("GET"))
                    .header("Allow", containsString("HEAD"))
                    .header("Allow", containsString("OPTIONS"))
                    .body("error.code", not(emptyOrNullString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"4.0,200", "4.01,200", "5.0,200", "3.0,400", "2.0,400", "four,400"})
    void versionsBeforeFourAreRefused(String version, int status) {
        reader().header("OData-MaxVersion", version)
                .header("MaxDataServiceVersion", "1.0")
                .get(ROOT + "/Teams")
                .then()
                .statusCode(status);
    }

    @Test
    void limitsAreWhereTheyAreSaidToBe() {
        String values = "'x',".repeat(MOST_VALUES - 1);
        get("/Kpis?$filter=Kpi%20in%20(" + values + "'x')").statusCode(200);
        get("/Kpis?$filter=Kpi%20in%20(" + values + "'x','x')").statusCode(400);
        get("/Kpis?$filter=" + "not%20(".repeat(DEEPEST) + "true" + ")".repeat(DEEPEST))
                .statusCode(400);
        int fine = DEEPEST - 5;
        get("/Kpis?$filter=" + "not%20(".repeat(fine) + "true" + ")".repeat(fine)).statusCode(200);
        get("/Kpis?$filter=true" + "%20and%20true".repeat(45)).statusCode(200);
        get("/Kpis?$filter=true" + "%20and%20true".repeat(100)).statusCode(400);
        for (String lambda :
                List.of("any(x:x/Kpi%20eq%20'a')", "all(x:x/Kpi%20eq%20'a')", "any()")) {
            get("/KpiStatus?$filter=KpiDetails/" + lambda).statusCode(501);
        }
        get("/KpiStatus?$filter=Kpi%20eq%20'/any('").statusCode(200);
        get("/Kpis?$select=Kpi" + ",Kpi".repeat(200)).statusCode(200);
        for (String option : List.of("$select=Kpi", "$orderby=Kpi")) {
            get("/Kpis?" + option + ",Kpi".repeat(201))
                    .statusCode(400)
                    .body("error.code", equalTo("too-much"));
        }
        get("/Kpis?x=" + "a".repeat(16_000)).statusCode(200);
        get("/Kpis?x=" + "a".repeat(17_000))
                .statusCode(414)
                .body("error.code", equalTo("uri-too-long"));
    }

    @Test
    void aFilterIsReadAsItIsSpelled() {
        String day = "/Calendar/$count?$filter=";
        get(day + "Date%20in%20(2026-05-17,2026-05-18)").body(equalTo("2"));
        String inLiteral = day + "Year+eq+2026+and+concat('1.+mai','')+eq+";
        // Blanks that are pluses: a form encoder wrote it, so the plus in the literal is a blank
        // too.
        get(inLiteral + "'1.%2Bmai'").body(equalTo("0"));
        get(inLiteral + "'1.+mai'").body(equalTo("365"));
        get(inLiteral + "'1.%20mai'").body(equalTo("0"));
        get(day + "Year+eq+2026+and+not(Month+gt+1)").body(equalTo("31"));
        get(day + "Holiday+eq+null+and+Year+eq+2026").body(startsWith("35"));
        String recorded = "/Kpis/$count?$filter=RecordedAt+lt+2100-01-01T00:00:00";
        String all = get("/Kpis/$count").extract().asString();
        for (String end : List.of("Z", ".1234567Z", "+02:00", "%2B02:00", "-11:30")) {
            assertEquals(all, get(recorded + end).statusCode(200).extract().asString(), end);
        }
    }

    /** Anyone who asks does not choose where links lead. */
    @Test
    void linksAreNotMadeOfHeadersThatAnybodyMaySend() {
        JsonPath page =
                reader().header("X-Forwarded-Host", "evil.example.com")
                        .header("X-Forwarded-Proto", "https")
                        .header("Forwarded", "host=evil.example.com;proto=https")
                        .get(ROOT + "/Calendar?$top=5001")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        String base = "http://127.0.0.1:" + RestAssured.port + ROOT;
        assertEquals(base + "/$metadata#Calendar", page.getString("'@odata.context'"));
        assertTrue(page.getString("'@odata.nextLink'").startsWith(base + "/Calendar?"));
        assertFalse(page.prettify().contains("evil"));
    }

    /** From the year of the first measurement of this test to the next year. */
    private static long days() {
        int year = Year.now(ZoneId.of("Europe/Oslo")).getValue();
        return ChronoUnit.DAYS.between(LocalDate.of(2000, 1, 1), LocalDate.of(year + 2, 1, 1));
    }
}
