package io.effekt.bi.odata;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ODataHttpTest {
    private static final String ROOT = "/odata/v4";
    private static String random = "";
    private static String key = "";

    @BeforeEach
    void world() {
        if (!random.isEmpty()) {
            return;
        }
        random = "od" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(random);
        Defined.team(random, random);
        Defined.team(random + "o", random);
        Defined.kpi(random, Defined.SUM);
        for (int month = 1; month < 6; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, month + ".5");
            Measured.number(random, "team:" + random + "o", "2026-0" + month, "-2");
        }
        key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
    }

    private static RequestSpecification reader() {
        return given().header("Authorization", "Bearer " + key).urlEncodingEnabled(false);
    }

    private static ValidatableResponse get(String path) {
        return reader().get(ROOT + path).then().header("OData-Version", "4.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void theRootAnswersWithAndWithoutSlash(String end) {
        reader().redirects()
                .follow(false)
                .get(ROOT + end)
                .then()
                .statusCode(200)
                .header("OData-Version", "4.0")
                .body("'@odata.context'", endsWith("/odata/v4/$metadata"))
                .body("value.find { it.name == 'KpiStatus' }.kind", equalTo("EntitySet"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | 200 | application/json;odata.metadata=minimal;charset=utf-8",
                "application/json;odata.metadata=minimal;odata.streaming=true | 200 |"
                        + " application/json;odata.metadata=minimal;charset=utf-8",
                "application/json;odata=minimalmetadata | 200 |"
                        + " application/json;odata.metadata=minimal;charset=utf-8",
                "application/json;odata.metadata=none | 200 |"
                        + " application/json;odata.metadata=none;charset=utf-8",
                "text/html, application/json;q=0.5 | 200 |"
                        + " application/json;odata.metadata=minimal;charset=utf-8",
                "application/xml | 406 | application/json;charset=utf-8",
                "application/json;q=0 | 406 | application/json;charset=utf-8"
            })
    void anyAcceptThatAllowsJsonGetsJson(String accept, int status, String type) {
        reader().accept(accept)
                .get(ROOT + "/KpiStatus")
                .then()
                .statusCode(status)
                .header("OData-Version", "4.0")
                .header("Content-Type", equalTo(type));
    }

    @Test
    void versionsAreHeldAgainstFour() {
        reader().header("OData-MaxVersion", "3.0").get(ROOT).then().statusCode(400);
        reader().header("OData-MaxVersion", "4.0").get(ROOT).then().statusCode(200);
        reader().header("MaxDataServiceVersion", "3.0").get(ROOT).then().statusCode(200);
    }

    @Test
    void decimalsAreTextWhereThatIsAsked() {
        reader().accept("application/json;IEEE754Compatible=true")
                .get(
                        ROOT
                                + "/KpiStatusHistory?$top=1&$filter=Value%20eq%201.5%20and%20ScopeLevel%20eq%20%27team%27&$count=true")
                .then()
                .statusCode(200)
                .body("'@odata.count'", equalTo("1"))
                .body("value[0].Value", equalTo("1.5"))
                .body("value[0].Measurements", equalTo("1"));
    }

    @Test
    void theMetadataIsXmlWithAnETag() {
        String tag =
                reader().accept("application/json;odata.metadata=minimal")
                        .get(ROOT + "/$metadata")
                        .then()
                        .statusCode(200)
                        .contentType("application/xml")
                        .body(containsString("Name=\"PeriodStart\" Type=\"Edm.Date\""))
                        .body(containsString("Type=\"Edm.Decimal\" Precision=\"38\" Scale=\"12\""))
                        .body(containsString("Type=\"Edm.DateTimeOffset\" Precision=\"6\""))
                        .extract()
                        .header("ETag");
        reader().header("If-None-Match", tag)
                .get(ROOT + "/$metadata")
                .then()
                .statusCode(304)
                .body(emptyOrNullString());
        String root = get("").extract().header("ETag");
        reader().header("If-None-Match", root).get(ROOT).then().statusCode(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void nothingIsWritten(String method) {
        reader().contentType("application/json")
                .body("{}")
                .request(method, ROOT + "/KpiStatus")
                .then()
                .statusCode(405)
                .header("OData-Version", "4.0")
                .header("Allow", containsString("GET"))
                .body("error.code", not(emptyOrNullString()));
    }

    @Test
    void whoIsNotKnownIsChallengedInBasic() {
        given().noFilters()
                .get(ROOT)
                .then()
                .statusCode(401)
                .header("OData-Version", "4.0")
                .header("WWW-Authenticate", containsString("Basic"))
                .body("error.code", not(emptyOrNullString()));
    }

    /** Filters of the ten team rows of months; each with how many there are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Value eq 1.5 | 1",
                "Value gt 2.4 and Value le 4.5 | 3",
                "not (Value lt 0) | 5",
                "not(Value lt 0) | 5",
                "Value ne -2 | 5",
                "Target eq null | 10",
                "Target ne null | 0",
                "not (Target gt 1) | 10",
                "not null gt Scope | 0",
                "not null eq null | 10",
                "PeriodStart ge 2026-02-01 and PeriodStart lt 2026-04-01 | 4",
                "Period in ('2026-01','2026-03') | 4",
                "contains(Scope,'o') or Value eq 1 | 10",
                "startswith(Scope,'team:') | 10",
                "endswith(Scope,'o') | 5",
                "tolower(Status) eq 'no_target' | 10",
                "length(Period) eq 7 | 10",
                "indexof(Period,'-') eq 4 | 10",
                "substring(Period,5) eq '02' | 2",
                "substring(Period,0,4) eq '2026' | 10",
                "concat(Period,'x') eq '2026-01x' | 2",
                "trim(Period) eq toupper('2026-01') | 2",
                "year(PeriodStart) eq 2026 and month(PeriodStart) eq 5 | 2",
                "day(PeriodEnd) eq 31 | 6",
                "date(RecordedAt) ge 2026-01-01 | 10",
                "RecordedAt lt now() | 10",
                "hour(RecordedAt) ge 0 and minute(RecordedAt) ge 0 and second(RecordedAt) lt 60 | 10",
                "RecordedAt gt 2026-01-01T00:00:00+02:00 | 10",
                "RecordedAt gt 2026-01-01T00:00:00.1234567Z | 10",
                "round(Value) eq 3 | 1",
                "floor(Value) eq 1 | 1",
                "ceiling(Value) eq 2 | 1",
                "Value add 1 eq 2.5 | 1",
                "Value sub 1 eq 0.5 | 1",
                "Value mul 2 eq 3 | 1",
                "Value div 0 eq 1 | 0",
                "PeriodKey mod 2 eq 1 | 10",
                "-Value eq 2 | 5",
                "IsComplete eq true | 10",
                "IsComplete | 10",
                "Measurements eq 1 | 10"
            })
    void filtersGiveTheirRows(String filter, int rows) {
        String path =
                "/KpiStatusHistory?$count=true&$filter=ScopeLevel%20eq%20'team'%20and%20("
                        + filter.replace(" ", "%20")
                        + ")%20and%20PeriodStart%20lt%202026-06-01";
        get(path)
                .statusCode(200)
                .body("'@odata.count'", equalTo(rows))
                .body("value", hasSize(rows));
        get(path.replace("%20", "+").replace("$filter", "%24filter"))
                .statusCode(200)
                .body("value", hasSize(rows));
        get(path.replace("?", "/$count?").replace("$count=true&", ""))
                .statusCode(200)
                .body(equalTo(Integer.toString(rows)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Nothing | 404",
                "/$nothing | 404",
                "/$%7Bx%2Fy%7D | 404",
                "/$batch | 501",
                "/$crossjoin(Kpis,Teams) | 501",
                "/KpiStatus?$wrong=1 | 400",
                "/KpiStatus?$filter=Nothing%20eq%201 | 400",
                "/KpiStatus?$filter=Value%20eq | 400",
                "/KpiStatus?$filter=Value%20eq%20'x' | 400",
                "/KpiStatus?$top=-1 | 400",
                "/KpiStatus?$top=1&$top=2 | 400",
                "/KpiStatus?$count=maybe | 400",
                "/KpiStatus?$count=false | 200",
                "/KpiStatus?$skiptoken=abc | 400",
                "/KpiStatus?$apply=aggregate(Value%20with%20sum%20as%20x) | 501",
                "/KpiStatus?$search=x | 501",
                "/KpiStatus?$compute=x | 501",
                "/KpiStatus?$deltatoken=x | 501",
                "/KpiStatus?$select=Nothing | 400",
                "/KpiStatus?$orderby=Nothing | 400",
                "/KpiStatus?other=1 | 200",
                "/KpiStatus?$format=xml | 406",
                "/KpiStatus?$format=json | 200",
                "/Kpis('none') | 404"
            })
    void whatIsAskedWrongHasACode(String path, int status) {
        ValidatableResponse answer = get(path).statusCode(status);
        if (status >= 400) {
            answer.body("error.code", not(emptyOrNullString()))
                    .body("error.message", not(emptyOrNullString()))
                    .body("error.details", not(nullValue()));
        }
    }

    @Test
    void anAddressThatIsNearlyTheMetadataIsToldSo() {
        get("/$Metadata")
                .statusCode(404)
                .body("error.message", containsString("did you mean '$metadata'?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PeriodStart eq 2026-01-31T00:00:00Z | 2026-01-31",
                "RecordedAt ge 2026-01-31 | date(RecordedAt)",
                "Team in ('a',null) | or Team eq null",
                "ValueStream in (null) | or ValueStream eq null",
                "Kpi eq 1 | 'text'"
            })
    void whatIsOfTwoTypesIsRefusedWithTheCure(String filter, String cure) {
        get("/KpiStatus?$filter=" + filter.replace(" ", "%20"))
                .statusCode(400)
                .body("error.target", equalTo("$filter"))
                .body("error.message", containsString(cure));
    }

    @Test
    void theOptionThatComparesTwoTypesIsNamed() {
        for (String before :
                List.of("", "$filter=IsComplete&", "$select=Kpi&$filter=Value%20gt%201&")) {
            get("/KpiStatus?" + before + "$orderby=Kpi%20eq%201")
                    .statusCode(400)
                    .body("error.target", equalTo("$orderby"))
                    .body("error.message", containsString("'Kpi' is a text"));
        }
    }

    /** Teams whose names have signs that encoders escape; each is found by its own name alone. */
    @Test
    void aNameIsFoundHoweverTheQueryIsEncoded() {
        List<String> names = List.of("50 % + tax", "A+B & C", "Ærlig talt + 1=2", "a%2Bb c");
        for (int i = 0; i < names.size(); i++) {
            given().contentType("application/json")
                    .body("{\"name\": \"%s %s\"}".formatted(names.get(i), random))
                    .put("/api/v1/teams/" + random + "n" + i)
                    .then()
                    .statusCode(201);
        }
        for (int i = 0; i < names.size(); i++) {
            String filter = "TeamName eq '" + names.get(i) + " " + random + "'";
            String form =
                    java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
            for (String encoded : List.of(form, form.replace("+", "%20"))) {
                for (String name : List.of("$filter", "%24filter")) {
                    given().urlEncodingEnabled(false)
                            .get(ROOT + "/Teams?" + name + "=" + encoded)
                            .then()
                            .statusCode(200)
                            .body("value.Team", equalTo(List.of(random + "n" + i)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/KpiStatus/?$top=1",
                "//KpiStatus?$top=1",
                "/KpiStatus?$select=Kpi,%20Value,%20%20Scope",
                "/KpiStatus?$orderby=Kpi,%20Value%20DESC%20,Scope",
                "/KpiStatus?$expand=KpiDetails(%20$select=Kpi,%20Unit%20),%20TeamDetails",
                "/KpiStatus?$filter=%20Value%20gt%20-1000%20&$count=True",
                "/KpiStatus?$select=Kpi,+Value&$orderby=Kpi,+Value+desc",
                "/KpiStatus/$count/",
                "/Calendar(2026-05-17)/",
                "/$metadata/"
            })
    void whatClientsWriteTooMuchIsPassedOver(String path) {
        get(path).statusCode(200);
    }

    @Test
    void whatIsTooDeepIsRefusedAtOnce() {
        for (String filter :
                List.of(
                        "(".repeat(3_000) + "true" + ")".repeat(3_000),
                        "not%20".repeat(2_000) + "true",
                        "true" + "%20and%20true".repeat(120),
                        "Period%20in%20(" + "'x',".repeat(300) + "'x')")) {
            get("/KpiStatus?$filter=" + filter)
                    .statusCode(400)
                    .body("error.code", equalTo("too-much"));
        }
    }

    @Test
    void aRowIsReadByItsKey() {
        get("/Kpis('" + random + "')")
                .statusCode(200)
                .body("Kpi", equalTo(random))
                .body("'@odata.context'", endsWith("#Kpis/$entity"));
        get("/Calendar(2026-05-17)").statusCode(200).body("Holiday", equalTo("Grunnlovsdagen"));
    }

    @Test
    void pagesFollowOneAnotherInAnyOrderAndWithALargerTop() {
        for (String order :
                List.of("", "Value desc,", "Target,", "Target desc,", "TeamName desc,Period,")) {
            List<String> paged = new ArrayList<>();
            String path =
                    ROOT
                            + "/KpiStatusHistory?$top=17&$select=Scope,Period&$orderby="
                            + order.replace(" ", "%20")
                            + "Scope";
            String next = path;
            int pages = 0;
            while (next != null) {
                JsonPath page =
                        reader().header("Prefer", "odata.maxpagesize=4")
                                .get(next)
                                .then()
                                .statusCode(200)
                                .header("Preference-Applied", "odata.maxpagesize=4")
                                .extract()
                                .jsonPath();
                for (Object row : page.getList("value")) {
                    paged.add(row.toString());
                }
                next = page.getString("'@odata.nextLink'");
                pages++;
            }
            List<String> whole = new ArrayList<>();
            for (Object row : reader().get(path).then().extract().jsonPath().getList("value")) {
                whole.add(row.toString());
            }
            assertEquals(whole, paged, order);
            assertEquals(17, paged.size(), order);
            assertEquals(5, pages, order);
        }
    }

    @Test
    void selectAndSkipAreKept() {
        get("/KpiStatusHistory?$select=Kpi,Value&$orderby=Scope,Period&$skip=2&$top=1")
                .statusCode(200)
                .body("'@odata.context'", endsWith("#KpiStatusHistory(Kpi,Value)"))
                .body("value[0].keySet().size()", equalTo(2))
                .body("value[0].Value", equalTo(1.5f));
    }

    @Test
    void whatARowBelongsToComesWithIt() {
        get("/KpiStatus?$filter=ScopeLevel%20eq%20%27team%27&$orderby=Scope&$select=Scope"
                        + "&$expand=KpiDetails($select=Unit,Kpi),TeamDetails,PeriodStartDay($select=IsoWeek)")
                .statusCode(200)
                .body(
                        "'@odata.context'",
                        endsWith(
                                "#KpiStatus(Scope,KpiDetails(Unit,Kpi),TeamDetails(),PeriodStartDay(IsoWeek))"))
                .body("value", hasSize(2))
                .body("value[0].KpiDetails", equalTo(java.util.Map.of("Unit", "h", "Kpi", random)))
                .body("value[0].TeamDetails.Team", equalTo(random))
                .body("value[1].TeamDetails.ValueStream", equalTo(random))
                .body("value[0].PeriodStartDay.IsoWeek", equalTo(18))
                .body("value[0].Kpi", nullValue());
        get("/KpiStatus?$filter=ScopeLevel%20eq%20%27org%27&$expand=*&$select=Scope,TeamDetails")
                .statusCode(200)
                .body("value[0].TeamDetails", nullValue())
                .body("value[0].KpiDetails.Kpi", equalTo(random));
        get("/Kpis?$filter=Kpi%20eq%20%27" + random + "%27&$expand=*").statusCode(200);
    }

    @Test
    void whatARowBelongsToComesOnEveryPage() {
        List<String> units = new ArrayList<>();
        String next =
                ROOT
                        + "/KpiStatusHistory?$expand=KpiDetails($select=Unit)&$select=Scope"
                        + "&$filter=PeriodStart%20lt%202026-06-01";
        while (next != null) {
            JsonPath page =
                    reader().header("Prefer", "odata.maxpagesize=7")
                            .get(next)
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            units.addAll(page.getList("value.KpiDetails.Unit"));
            next = page.getString("'@odata.nextLink'");
        }
        assertEquals(20, units.size());
        assertEquals(List.of("h"), units.stream().distinct().toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KpiDetails($filter=Unit%20eq%20%27h%27) | 501",
                "KpiDetails($expand=Kpi) | 400",
                "KpiDetails/$ref | 501",
                "TeamDetails($expand=ValueStreamDetails) | 501",
                "TeamDetails($levels=2) | 501",
                "*/$ref | 501",
                "Nothing | 400",
                "Kpi | 400"
            })
    void moreThanOneLevelIsNotExpanded(String expand, int status) {
        get("/KpiStatus?$expand=" + expand)
                .statusCode(status)
                .body("error.code", not(emptyOrNullString()));
    }

    @Test
    void theMetadataIsJsonForWhomAsksForItByName() {
        reader().accept("application/json")
                .get(ROOT + "/$metadata")
                .then()
                .statusCode(200)
                .contentType("application/json;charset=utf-8")
                .body("$Version", equalTo("4.0"))
                .body("Effekt.KpiStatusRow.Value.$Type", equalTo("Edm.Decimal"))
                .body("Effekt.KpiStatusRow.Value.$Scale", equalTo(12))
                .body("Effekt.KpiStatusRow.KpiDetails.$Type", equalTo("Effekt.KpisRow"))
                .body("Effekt.Container.KpiStatus.$Collection", equalTo(true))
                .body("Effekt.Container.KpiStatus.'@Capabilities.TopSupported'", equalTo(true));
        get("/$metadata?$format=json").contentType("application/json;charset=utf-8");
        for (String accept :
                List.of("*/*", "application/xml", "application/json, application/xml")) {
            reader().accept(accept)
                    .get(ROOT + "/$metadata")
                    .then()
                    .statusCode(200)
                    .contentType("application/xml;charset=utf-8");
        }
        reader().accept("text/html").get(ROOT + "/$metadata").then().statusCode(406);
    }
}
