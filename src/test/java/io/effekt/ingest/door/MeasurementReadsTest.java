package io.effekt.ingest.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class MeasurementReadsTest {
    private static final String DOOR = "/api/v1/measurements";

    @Test
    void rejectedOnesAreListedWithTheirBytesAndReason() {
        String importId = reject("{\"id\":\"odd\",\"kpi\":\"k\",\"scope\":\"org\",\"value\":1}");
        given().queryParam("import", importId)
                .get(DOOR + "/rejected")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo("odd"))
                .body("items[0].body", containsString("\"odd\""));
    }

    @Test
    void rejectedOnesComeAsCsvWithTheReasonBesideTheRow() {
        String importId = reject("{\"id\":\"=1+1\",\"kpi\":\"k\",\"scope\":\"org\",\"value\":1}");
        given().queryParam("import", importId)
                .queryParam("format", "csv")
                .get(DOOR + "/rejected")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .body(startsWith("receivedAt,code,detail,source,id,kpi,scope,body"))
                .body(containsString("'=1+1"));
    }

    @Test
    void theCsvOfRejectedOnesCanBeMendedAndSentAgain() {
        String run = UUID.randomUUID().toString();
        String importId = UUID.randomUUID().toString();
        given().contentType("text/csv; charset=UTF-8")
                .header("Effekt-Import", importId)
                .body(
                        "id;kpi;scope;period;value;comment\n=1+%s;k;org;2026-13;1,5;-x\n'@%s;k;org;2026-13;2;o'clock\n"
                                .formatted(run, run))
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("rejected", equalTo(2));
        String csv =
                given().queryParam("import", importId)
                        .queryParam("format", "csv")
                        .get(DOOR + "/rejected")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        given().contentType("text/csv; charset=UTF-8")
                .body(csv.replace(",2026-13,", ",2026-12,"))
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("rejected", equalTo(0))
                .body("receipts.id", containsInAnyOrder("=1+" + run, "@" + run));
    }

    @Test
    void whoAcceptsOnlyCsvGetsCsv() {
        given().accept("text/csv")
                .get(DOOR + "/rejected")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"));
        given().queryParam("format", "xml").get(DOOR + "/rejected").then().statusCode(400);
    }

    @Test
    void heldOnesAreListedAndFoundByTheirId() {
        String id = UUID.randomUUID().toString();
        given().contentType("application/json")
                .header("Prefer", "wait=10")
                .body(
                        "{\"id\":\""
                                + id
                                + "\",\"source\":\"reads\",\"kpi\":\"nobody-"
                                + id
                                + "\",\"scope\":\"org\",\"observedAt\":\"2026-01-01T00:00:00Z\","
                                + "\"value\":1}")
                .post(DOOR)
                .then()
                .statusCode(202)
                .body("receipts[0].receipt", equalTo("held"));
        given().queryParam("kpi", "nobody-" + id)
                .get(DOOR + "/held")
                .then()
                .statusCode(200)
                .body("items[0].cause", equalTo("unknown_kpi"));
        given().queryParam("source", "reads")
                .queryParam("id", id)
                .get(DOOR + "/one")
                .then()
                .statusCode(200)
                .body("receipt", equalTo("held"));
    }

    @Test
    void whatWasNeverTakenIsNotFound() {
        given().queryParam("source", "reads")
                .queryParam("id", "never")
                .get(DOOR + "/one")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void impossibleCursorsAndParametersAreAnsweredWithTheCure() {
        for (String wrong : new String[] {"cursor=%21", "limit=0", "kpy=x", "from=yesterday"}) {
            given().urlEncodingEnabled(false)
                    .get(DOOR + "?" + wrong)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    private static String reject(String body) {
        String importId = UUID.randomUUID().toString();
        given().contentType("application/json")
                .header("Effekt-Import", importId)
                .body(body)
                .post(DOOR)
                .then()
                .statusCode(422);
        return importId;
    }
}
