package io.effekt.ingest.door;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.ingest.Workbook;
import io.effekt.ingest.form.BodyMediaTypes;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class MeasurementIngestTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final String PROBLEM = "application/problem+json";

    @Inject Database database;

    private final String run = UUID.randomUUID().toString();

    @Test
    void aSingleMeasurementIsAccepted() {
        post(one("a", "\"value\":1"))
                .statusCode(202)
                .contentType("application/json")
                .body("receipts", hasSize(1))
                .body("receipts[0].index", equalTo(0))
                .body("receipts[0].id", equalTo(run + "a"))
                .body("receipts[0].receipt", equalTo("accepted"))
                .body("accepted", equalTo(1))
                .body("counted", equalTo(0))
                .body("duplicate", equalTo(0))
                .body("held", equalTo(0))
                .body("rejected", equalTo(0))
                .header("Effekt-Import", matchesPattern("[0-9a-f-]{36}"))
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void theFirstSheetOfAWorkbookIsTaken() {
        byte[] book =
                new Workbook()
                        .table(
                                new String[] {"id", "kpi", "scope", "period", "value"},
                                new String[] {
                                    run + "1", "k", "org", "2026-01", "<c><v>1.5</v></c>"
                                },
                                new String[] {
                                    run + "2", "k", "org", "2026-01", "<c t=\"e\"><v>#REF!</v></c>"
                                })
                        .bytes();
        for (String type :
                new String[] {BodyMediaTypes.XLSX, BodyMediaTypes.XLSX.toUpperCase(Locale.ROOT)}) {
            given().config(
                            RestAssuredConfig.config()
                                    .encoderConfig(
                                            EncoderConfig.encoderConfig()
                                                    .encodeContentTypeAs(type, ContentType.BINARY)))
                    .contentType(type)
                    .body(book)
                    .post(DOOR)
                    .then()
                    .statusCode(207)
                    .body("receipts.id", contains(run + "1", run + "2"))
                    .body("receipts[0].receipt", equalTo("accepted"))
                    .body("receipts[1].detail", containsString("cell E3 has the error #REF!"));
        }
    }

    @Test
    void aBatchIsAnsweredItemByItemInOrder() {
        String importId = UUID.randomUUID().toString();
        sent().contentType("application/json")
                .header("Effekt-Import", importId)
                .header("X-Request-Id", "load-7")
                .body(
                        "["
                                + one("b1", "\"value\":1")
                                + ","
                                + one("b2", "\"value\":\"1\"")
                                + ","
                                + one("b3", "\"numerator\":1,\"denominator\":2")
                                + "]")
                .post(DOOR)
                .then()
                .statusCode(207)
                .header("Effekt-Import", equalTo(importId))
                .header("X-Request-Id", equalTo("load-7"))
                .body("receipts.index", contains(0, 1, 2))
                .body("receipts.receipt", contains("accepted", "rejected", "accepted"))
                .body("receipts[1].code", equalTo("malformed"))
                .body("receipts[1].detail", containsString("'value'"))
                .body("accepted", equalTo(2))
                .body("rejected", equalTo(1));
    }

    @Test
    void aSingleOneThatIsRejectedIsKeptWithItsBytes() {
        String json = one("c", "\"value\":1,\"valeu\":2");
        post(json)
                .statusCode(422)
                .body("receipts[0].receipt", equalTo("rejected"))
                .body("receipts[0].detail", containsString("did you mean 'value'?"));
        var row =
                database.query(
                                "select code, body, part from measurement_rejected where id = $1",
                                run + "c")
                        .iterator()
                        .next();
        assertEquals("malformed", row.getString(0));
        assertEquals(json, row.getBuffer(1).toString(UTF_8));
        assertEquals(null, row.getValue(2));
    }

    @Test
    void whoWaitsHearsThatAnUnknownKpiIsHeld() {
        sent().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(one("w", "\"value\":1"))
                .post(DOOR)
                .then()
                .statusCode(202)
                .body("receipts[0].receipt", equalTo("held"))
                .body("receipts[0].code", equalTo("unknown_kpi"))
                .body("held", equalTo(1));
    }

    @Test
    void aDryRunAnswersReceiptsAndChangesNothing() {
        String json = "[" + one("dry", "\"value\":1") + "," + one("dry2", "\"value\":null") + "]";
        for (int time = 0; time < 2; time++) {
            sent().contentType("application/json")
                    .body(json)
                    .post(DOOR + "?dryRun=true")
                    .then()
                    .statusCode(207)
                    .body("receipts.receipt", contains("held", "rejected"));
        }
        assertEquals(
                0,
                database.query("select 1 from measurement_rejected where id = $1", run + "dry2")
                        .size());
    }

    @Test
    void aShortAnswerNamesRejectedOnesOnly() {
        sent().contentType("application/json")
                .header("Prefer", "return=minimal")
                .body("[" + one("m1", "\"value\":1") + "," + one("m2", "\"value\":[]") + "]")
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("receipts.index", contains(1))
                .body("accepted", equalTo(1));
    }

    @Test
    void ndjsonAndCsvAreTakenWithBadLinesRefusedAlone() {
        sent().contentType("application/x-ndjson")
                .body(one("n1", "\"value\":1") + "\n{\"id\":\n" + one("n2", "\"value\":NaN") + "\n")
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("receipts.receipt", contains("accepted", "rejected", "rejected"))
                .body("receipts.code", contains(null, "malformed", "invalid_value"));
        sent().contentType("text/csv; charset=UTF-8")
                .body(
                        "id,kpi,scope,observedAt,value\n"
                                + run
                                + "v1,some-kpi,org,2026-01-17T15:00:00Z,1.5\n"
                                + run
                                + "v2,some-kpi,org,yesterday,1.5\n"
                                + run
                                + "v3,some-kpi,org,2026-01-17T15:00:00Z,2.5\n")
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("receipts.receipt", contains("accepted", "rejected", "accepted"))
                .body("receipts[1].detail", containsString("line 3"));
    }

    @Test
    void anEmptyListIsAnswered() {
        post("[]").statusCode(207).body("receipts", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[{\"id\":}]", "[1,]", "nope", "{} x", "\"text\"", "[01]"})
    void malformedJsonIsAProblem(String body) {
        problem(post(body), 400, "malformed").body("errors", hasSize(0));
    }

    @Test
    void malformedJsonIsLocated() {
        problem(post("[\n{\"id\" 1}]"), 400, "malformed")
                .body("detail", containsString("line 2, column"))
                .body("detail", not(containsString("jackson")))
                .body("instance", equalTo(DOOR));
    }

    @Test
    void numbersThatMayNotBeAreRejectedAsItems() {
        for (String number : new String[] {"NaN", "-Infinity", "9".repeat(1_001), "1e999999999"}) {
            post(one("x", "\"value\":" + number))
                    .statusCode(422)
                    .body("receipts[0].code", equalTo("invalid_value"));
        }
    }

    @Test
    void brokenUtf8IsAProblemInJsonAndTheLinesOwnInNdjson() {
        byte[] body = one("utf", "\"value\":1,\"comment\":\"??\"").getBytes(UTF_8);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xc3 : body[i];
        }
        problem(
                sent().contentType("application/json").body(body).post(DOOR).then(),
                400,
                "malformed");
        sent().contentType("application/x-ndjson")
                .body(body)
                .post(DOOR)
                .then()
                .statusCode(207)
                .body("receipts[0].code", equalTo("malformed"));
    }

    @Test
    void tenThousandAndOneItemsAreTooMany() {
        String item = one("t", "\"value\":1");
        problem(
                        post("[" + String.join(",", Collections.nCopies(10_001, item)) + "]"),
                        413,
                        "too-many-items")
                .body("detail", containsString("10000"));
    }

    @Test
    void nineMebibytesAreTooMuchHoweverTheyAreSent() throws IOException {
        byte[] nine = new byte[9 << 20];
        java.util.Arrays.fill(nine, (byte) ' ');
        problem(
                        sent().contentType("application/json").body(nine).post(DOOR).then(),
                        413,
                        "body-too-large")
                .body("detail", containsString("8388608"));
        problem(gzipped(nine), 413, "body-too-large");
        byte[] twenty = new byte[20 << 20];
        problem(
                sent().contentType("application/json").body(twenty).post(DOOR).then(),
                413,
                "body-too-large");
    }

    @Test
    void aGzipBombIsRefusedWithinASecond() throws IOException {
        byte[] bomb = bomb(1 << 30);
        gzipped(new byte[] {'['}, "gzip").statusCode(400);
        long start = System.nanoTime();
        problem(
                sent().contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body(bomb)
                        .post(DOOR)
                        .then(),
                413,
                "body-too-large");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toMillis() < 1_000, "took " + took);
    }

    @Test
    void gzipIsTakenAndOtherEncodingsAreNot() throws IOException {
        gzipped(one("g", "\"value\":1").getBytes(UTF_8)).statusCode(202);
        problem(gzipped("[]".getBytes(UTF_8), "br"), 415, "unsupported-encoding")
                .header("Accept-Encoding", "gzip");
        problem(
                sent().contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body("[]".getBytes(UTF_8))
                        .post(DOOR)
                        .then(),
                400,
                "malformed");
    }

    @Test
    void otherFormatsAreAProblem() {
        for (String type :
                new String[] {
                    "text/plain", "application/xml", "application/json; charset=latin1"
                }) {
            problem(
                    sent().header("Content-Type", type)
                            .body("[]".getBytes(UTF_8))
                            .post(DOOR)
                            .then(),
                    415,
                    "unsupported-media-type");
        }
    }

    @Test
    void headersAndParametersThatCannotBeReadAreProblems() {
        problem(
                sent().contentType("application/json")
                        .header("Effekt-Import", "7")
                        .body("[]")
                        .post(DOOR)
                        .then(),
                400,
                "malformed");
        problem(
                sent().contentType("application/json")
                        .body("[]")
                        .post(DOOR + "?dryRun=maybe")
                        .then(),
                400,
                "malformed");
        sent().contentType("application/json")
                .header("Prefer", "wait=soon, ;;=")
                .header("X-Request-Id", "a b\"c")
                .body("[]")
                .post(DOOR)
                .then()
                .statusCode(207)
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    private String one(String id, String rest) {
        return "{\"id\":\""
                + run
                + id
                + "\",\"kpi\":\"kpi-"
                + run
                + "\",\"scope\":\"team:x\","
                + "\"observedAt\":\"2026-01-17T15:00:00+01:00\","
                + rest
                + "}";
    }

    /** Bytes and types just as they are given. */
    private static RequestSpecification sent() {
        return given().config(
                        RestAssuredConfig.config()
                                .encoderConfig(
                                        EncoderConfig.encoderConfig()
                                                .defaultContentCharset(UTF_8)
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)
                                                .encodeContentTypeAs(
                                                        "application/x-ndjson", ContentType.TEXT)
                                                .encodeContentTypeAs(
                                                        "text/csv", ContentType.TEXT)));
    }

    private static ValidatableResponse post(String json) {
        return sent().contentType("application/json").body(json).post(DOOR).then();
    }

    private static ValidatableResponse problem(
            ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType(PROBLEM)
                .header("X-Request-Id", notNullValue())
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:effekt:problem:" + code))
                .body("title", notNullValue())
                .body("detail", notNullValue());
    }

    private static ValidatableResponse gzipped(byte[] plain) throws IOException {
        return gzipped(plain, "gzip");
    }

    private static ValidatableResponse gzipped(byte[] plain, String coding) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return sent().contentType("application/json")
                .header("Content-Encoding", coding)
                .body(packed.toByteArray())
                .post(DOOR)
                .then();
    }

    private static byte[] bomb(long zeros) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 20];
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            for (long written = 0; written < zeros; written += chunk.length) {
                gzip.write(chunk);
            }
        }
        return packed.toByteArray();
    }
}
