package io.effekt.edge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Together;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as bytes: whatever comes is answered, and every refusal is in the form of its door. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OddRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOOR = "/api/v1/measurements";

    /** How many made-up requests are sent. */
    private static final int ROUNDS = Integer.getInteger("effekt.oddRequests", 400);

    private static final List<String> PATHS =
            List.of(
                    "/api/v1/status",
                    "/api/v1/teams/x",
                    "/api/v1/bi/Teams",
                    "/odata/v4/",
                    "/odata/v4/Teams",
                    "/odata/v4/Kpis?$filter=");

    /** What belongs nowhere in an address, and what is rarely seen there. */
    private static final List<String> PIECES =
            List.of(
                    "%",
                    "%4",
                    "%zz",
                    "%%",
                    "%00",
                    "\0",
                    "%0d%0a",
                    "%7f",
                    "{",
                    "}",
                    "[x]",
                    "|",
                    "\\",
                    "^",
                    "`",
                    "<b>",
                    "\"",
                    "#",
                    "%FF",
                    "%C3",
                    "%c3%28",
                    "%E6",
                    "\u00e6",
                    "\u00c3\u00a6",
                    "\u00c3",
                    "\u00f0\u009f\u0098\u0080",
                    "%ED%A0%80",
                    "%C0%AF",
                    " ",
                    "\t",
                    "\u0001",
                    "?",
                    "%u00e6",
                    "æ",
                    ";",
                    "//",
                    "..",
                    "%2e%2e",
                    "%5c",
                    "~",
                    "'",
                    "x");

    // ---- addresses and heads

    @Test
    void everyRefusalHasABodyInTheFormOfItsDoor() {
        long seed = Long.getLong("effekt.oddRequests.seed", System.nanoTime());
        System.out.println("effekt.oddRequests.seed=" + seed);
        Random random = new Random(seed);
        List<Callable<List<String>>> sends = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            String path = PATHS.get(random.nextInt(PATHS.size()));
            String request = random.nextInt(3) == 0 ? oddHead(path, random) : oddPath(path, random);
            boolean isOData = path.startsWith("/odata/");
            sends.add(() -> wrong(request, isOData, send(request, "")));
        }
        List<String> wrong = new ArrayList<>();
        Together.run(8, sends).forEach(wrong::addAll);
        assertEquals(List.of(), wrong, "seed " + seed);
    }

    private static String oddPath(String path, Random random) {
        StringBuilder target = new StringBuilder(path);
        if (!path.contains("?") && random.nextBoolean()) {
            target.append(random.nextBoolean() ? "?x=" : "/");
        }
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            target.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return head("GET", target.toString(), "HTTP/1.1", "Host: x");
    }

    private static String oddHead(String path, Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> head("GET", path + "?x=" + "y".repeat(40_000), "HTTP/1.1", "Host: x");
            case 1 -> head("GET", path, "HTTP/1.1", "Host: x", "X-A: " + "y".repeat(200_000));
            case 2 -> head("GET", path, "HTTP/1.1", "X-A: b\r\n".repeat(9_000) + "Host: x");
            case 3 -> head("GET", path, "HTTP/9.9", "Host: x");
            case 4 -> head("GET", path, "HTTP/2.0", "Host: x");
            case 5 -> head("GET", path, "HTPT/1.1", "Host: x");
            case 6 -> head("GET", path, "", "Host: x");
            case 7 -> head("GET", path, "HTTP/1.1", "Host: x", "Bad Header: x");
            case 8 -> head("GET", path, "HTTP/1.1", "Host: x", "X\0: x");
            case 9 -> head("GET", path, "HTTP/1.1", "Host: x", "Content-Length: ten");
            case 10 -> head("GET", path, "HTTP/1.1", "Host: x", "Content-Length: -1");
            case 11 ->
                    head(
                            "GET",
                            path,
                            "HTTP/1.1",
                            "Host: x",
                            "Content-Length: 1",
                            "Content-Length: 2");
            case 12 -> head("G\u00e6T", path, "HTTP/1.1", "Host: x");
            default -> head("GET", path, "HTTP/1.1 x", "Host: x");
        };
    }

    /** Why the answer is none that may be; empty when it is fine. */
    private static List<String> wrong(String request, boolean isOData, Wire.Answer answer) {
        String type = String.valueOf(Wire.header(answer.head(), "content-type"));
        boolean fine =
                (answer.status() >= 200 && answer.status() < 400)
                        || ((answer.status() < 500 || answer.status() == 505)
                                && answer.status() >= 400
                                && isInForm(answer, isOData, type));
        String line = request.substring(0, Math.min(160, request.indexOf('\n')));
        return fine ? List.of() : List.of(line + " -> " + shown(answer));
    }

    private static boolean isInForm(Wire.Answer answer, boolean isOData, String type) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return isOData
                    ? type.startsWith("application/json")
                            && !body.at("/error/code").asText().isEmpty()
                            && !body.at("/error/message").asText().isEmpty()
                    : type.startsWith("application/problem+json")
                            && body.at("/status").asInt() == answer.status()
                            && !body.at("/detail").asText().isEmpty()
                            && !body.at("/code").asText().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * HTTP/1.1",
                "CONNECT x:80 HTTP/1.1",
                "GET status HTTP/1.1",
                "x",
                "GET  "
            })
    void whatNamesNoPathIsAProblem(String line) {
        Wire.Answer answer = send(line + "\r\nHost: x\r\n\r\n", "");
        assertEquals(List.of(), wrong(line + "\n", false, answer));
        assertEquals(400, answer.status(), answer.whole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /odata/v4/\t\0 HTTP/1.1",
                "GET /api/v1/status\u000b\u0001 HTTP/1.1",
                "GET /api/v1/status \u007f HTTP/1.1",
                "GET /api/v1/status \0HTTP/1.1",
                "GET /api/v1/status\f\u00c3\u00a5 HTTP/1.1"
            })
    void whatFollowsTheAddressIsTheVersionOnly(String line) {
        Wire.Answer answer = send(line + "\r\nHost: x\r\n\r\n", "");
        assertEquals(400, answer.status(), answer.whole());
        assertEquals(List.of(), wrong(line + "\n", line.contains("/odata/"), answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "-1\r\nabc\r\n",
                "FFFFFFFFFFFFFFFFFF\r\nx",
                "0x3\r\nabc\r\n"
            })
    void badChunksAreAnsweredInTheFormOfTheDoor(String body) {
        for (String path : List.of(DOOR, "/odata/v4/Teams")) {
            String request =
                    head(
                            "POST",
                            path,
                            "HTTP/1.1",
                            "Host: x",
                            "Transfer-Encoding: chunked",
                            "Content-Type: application/json");
            Wire.Answer answer = send(request, body);
            assertEquals(List.of(), wrong(request, path.startsWith("/odata"), answer));
        }
    }

    @Test
    void bytesBeyondAsciiAreReadAsUtf8() {
        String name = "Skår-" + UUID.randomUUID();
        String key = "t" + UUID.randomUUID();
        given().contentType("application/json")
                .body("{\"name\":\"" + name + "\",\"memberships\":[]}")
                .put("/api/v1/teams/" + key)
                .then()
                .statusCode(201);
        for (String spelled : List.of(raw(name), name.replace("å", "%C3%A5"))) {
            Wire.Answer answer =
                    send(
                            head(
                                    "GET",
                                    "/odata/v4/Teams?$filter=TeamName%20eq%20'" + spelled + "'",
                                    "HTTP/1.1",
                                    "Host: x"),
                            "");
            assertEquals(200, answer.status(), answer.whole());
            assertTrue(answer.body().contains(key), answer.whole());
        }
        for (String latin1 : List.of("\u00e5", "%E5")) {
            Wire.Answer answer =
                    send(
                            head(
                                    "GET",
                                    "/odata/v4/Teams?$filter=TeamName%20eq%20'" + latin1 + "'",
                                    "HTTP/1.1",
                                    "Host: x"),
                            "");
            assertEquals(400, answer.status(), answer.whole());
            assertTrue(answer.body().contains("UTF-8"), answer.whole());
        }
    }

    // ---- where a body ends, and where a path does

    /** What one reader takes for a body must not be the next request to another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: gzip\r\nContent-Length: 4",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Host: y",
                "Host: x"
            })
    void aDoubtfulHeadIsAnsweredOnceAndTheConnectionClosed(String headers) throws IOException {
        String second = "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String path : List.of(DOOR, "/odata/v4/Teams")) {
            String head =
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + AdminCaller.key()
                            + "\r\nContent-Type: application/json\r\n"
                            + headers
                            + "\r\n\r\n";
            for (String body : List.of(second, "0\r\n\r\n" + second)) {
                String all = untilClosed(head + body);
                assertTrue(all.startsWith("HTTP/1.1 400 "), all);
                assertEquals(all.indexOf("HTTP/1."), all.lastIndexOf("HTTP/1.1 "), all);
                assertTrue(all.toLowerCase(Locale.ROOT).contains("connection: close"), all);
                assertTrue(all.contains("Transfer-Encoding") || all.contains("Host"), all);
            }
        }
    }

    @Test
    void aBodyInChunksIsStillTaken() throws IOException {
        String head =
                head(
                        "POST",
                        DOOR + "?dryRun=true",
                        "HTTP/1.1",
                        "Host: x",
                        "Transfer-Encoding: Chunked",
                        "Content-Type: application/json");
        String body = "[{\"id\":\"c\",\"kpi\":\"k\",\"scope\":\"org\",\"value\":1}]";
        String all =
                untilClosed(
                        head
                                + Integer.toHexString(body.length())
                                + "\r\n"
                                + body
                                + "\r\n0\r\n\r\n");
        assertTrue(all.contains("\"receipts\""), all);
    }

    private static String untilClosed(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/odata/v4/Kpis;v=1?$filter=Kpi%20eq%20'enps'&$select=Kpi",
                "/odata/v4/Kpis;v=1?$nope=1",
                "/odata/v4/Kpis/$count;x?$filter=Kpi%20eq%20'enps'",
                "/odata/v4;x/Kpis?$top=1",
                "/odata/v4/Kpis('a;b')?$select=Nope",
                "/api/v1/status;v=1?kpi=nothing",
                "/api/v1;x/status?nope=1",
                "/api/v1/bi/Kpis;x?fields=Nope",
                "/api/v1/teams/a;b?nope=1"
            })
    void aPathTakesNoParameters(String target) {
        String request = head("GET", target, "HTTP/1.1", "Host: x");
        Wire.Answer answer = send(request, "");
        assertEquals(400, answer.status(), answer.whole());
        assertEquals(List.of(), wrong(request, target.startsWith("/odata"), answer));
        assertTrue(answer.body().contains("';'"), answer.body());
    }

    @Test
    void aSemicolonOfANameIsWrittenEncoded() {
        Wire.Answer row =
                send(head("GET", "/odata/v4/Kpis('a%3Bb')?$select=Kpi", "HTTP/1.1", "Host: x"), "");
        assertEquals(404, row.status(), row.whole());
        Wire.Answer named =
                send(head("GET", "/odata/v4/Kpis('a%3Bb')?$nope=1", "HTTP/1.1", "Host: x"), "");
        assertEquals(400, named.status(), named.whole());
        assertTrue(named.body().contains("$nope"), named.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nope", "/api/v1/status/nope", "/api/v1/keys/a/b/c", "/nope"})
    void nothingHasNoMethods(String path) {
        Wire.Answer answer = send(head("OPTIONS", path, "HTTP/1.1", "Host: x"), "");
        assertEquals(404, answer.status(), answer.whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/status", "/api/v1/keys", "/odata/v4/Teams"})
    void somethingHasMethods(String path) {
        Wire.Answer answer = send(head("OPTIONS", path, "HTTP/1.1", "Host: x"), "");
        assertEquals(200, answer.status(), answer.whole());
        assertTrue(String.valueOf(Wire.header(answer.head(), "allow")).contains("GET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/3.0", "HTTP/9.9"})
    void anotherVersionIsNoFaultInside(String version) {
        Wire.Answer answer = send(head("GET", "/api/v1/status", version, "Host: x"), "");
        assertEquals(505, answer.status(), answer.whole());
        assertTrue(answer.body().contains("Not a version spoken here"), answer.body());
    }

    // ---- the host

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0",
                "HTTP/1.1",
                "HTTP/1.1\r\nHost:",
                "HTTP/1.0\r\nHost:  ",
                "HTTP/1.1\r\nHost: a b",
                "HTTP/1.1\r\nHost: x/y",
                "HTTP/1.1\r\nHost: <x>",
                "HTTP/1.1\r\nHost: u@x",
                "HTTP/1.1\r\nHost: x:99999",
                "HTTP/1.1\r\nHost: [::1",
                "HTTP/1.1\r\nHost: :80"
            })
    void withoutAHostOnlyWhatNeedsOneIsRefused(String versionAndHost) {
        String kpi = kpiWithMeasurements();
        for (String none :
                List.of(
                        "/odata/v4/$metadata",
                        "/odata/v4/Teams/$count",
                        "/api/v1/status?kpi=" + kpi,
                        "/api/v1/measurements?kpi=" + kpi,
                        "/api/v1/bi/Kpis?format=csv",
                        "/q/health/live")) {
            assertEquals(200, hostless(none, versionAndHost).status(), none);
        }
        for (String some :
                List.of(
                        "/odata/v4/",
                        "/odata/v4/Teams?$top=1",
                        "/connect/effekt.pbids",
                        "/connect/excel/Kpis.odc",
                        "/api/v1/measurements?limit=1&kpi=" + kpi,
                        "/api/v1/bi/Calendar?limit=1")) {
            Wire.Answer answer = hostless(some, versionAndHost);
            assertEquals(400, answer.status(), some + " " + shown(answer));
            assertTrue(answer.body().contains("host-missing"), answer.whole());
            assertTrue(
                    isInForm(
                            answer,
                            some.startsWith("/odata"),
                            String.valueOf(Wire.header(answer.head(), "content-type"))),
                    answer.whole());
        }
    }

    @Test
    void whatIsNewWithoutAHostIsFoundByItsPath() {
        String key = "v" + UUID.randomUUID();
        byte[] body = "{\"name\":\"x\"}".getBytes(UTF_8);
        String head =
                "PUT /api/v1/value-streams/"
                        + key
                        + " HTTP/1.0\r\nAuthorization: Bearer "
                        + AdminCaller.key()
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        Wire.Answer answer = send(head, new String(body, ISO_8859_1));
        assertEquals(201, answer.status(), answer.whole());
        assertEquals("/api/v1/value-streams/" + key, Wire.header(answer.head(), "location"));
    }

    @Test
    void withAPublicAddressAllIsAnswered() {
        String kpi = kpiWithMeasurements();
        System.setProperty("effekt.public-url", "https://effekt.example.com/x/");
        try {
            Wire.Answer answer = hostless("/api/v1/measurements?limit=1&kpi=" + kpi, "HTTP/1.0");
            assertEquals(200, answer.status(), answer.whole());
            assertTrue(
                    answer.body().contains("\"https://effekt.example.com/x/api/v1/measurements?"),
                    answer.body());
        } finally {
            System.clearProperty("effekt.public-url");
        }
    }

    private static Wire.Answer hostless(String target, String versionAndHost) {
        Wire.Answer answer =
                send(
                        "GET "
                                + target
                                + " "
                                + versionAndHost
                                + "\r\nAuthorization: Bearer "
                                + AdminCaller.key()
                                + "\r\nConnection: close\r\n\r\n",
                        "");
        assertTrue(answer.status() > 0 && answer.status() < 500, target + " " + shown(answer));
        assertTrue(
                !answer.whole().contains("host.invalid")
                        && !answer.whole().matches("(?s).*https?:/(/[/\"?]|[^/]).*"),
                answer.whole());
        return answer;
    }

    private static String kpiWithMeasurements() {
        String kpi = "odd" + UUID.randomUUID();
        Defined.kpi(kpi, Defined.SUM);
        for (int day = 1; day < 3; day++) {
            measure(
                    "application/json",
                    "{\"id\":\"%s\",\"kpi\":\"%s\",\"scope\":\"org\",\"observedAt\":\"2026-01-0%dT00:00:00Z\",\"value\":1}"
                            .formatted(UUID.randomUUID(), kpi, day));
        }
        return kpi;
    }

    // ---- media types

    private static void measure(String type, String body) {
        Wire.Answer answer = post(type, body);
        assertTrue(List.of(200, 202, 207).contains(answer.status()), type + " " + answer.whole());
        assertTrue(answer.body().contains("\"rejected\":0"), type + " " + answer.whole());
    }

    @Test
    void mediaTypesAreComparedWithoutCaseAndBlanks() {
        String kpi = kpiWithMeasurements();
        String fields =
                "\"kpi\":\""
                        + kpi
                        + "\",\"scope\":\"org\",\"observedAt\":\"2026-01-01T00:00:00Z\",\"value\":1";
        for (String type :
                List.of(
                        "Application/JSON",
                        "application/json;charset=utf8",
                        "application/json ; charset=\"UTF-8\"",
                        "APPLICATION/json;Charset=Utf-8;x=y",
                        "application/json;",
                        "Application/X-NDJSON",
                        "application/x-NDJSON ;charset=UTF8")) {
            measure(type, "{\"id\":\"" + UUID.randomUUID() + "\"," + fields + "}");
        }
        for (String type :
                List.of(
                        "Text/CSV",
                        "text/csv ; charset=utf-8",
                        "TEXT/csv;header=present ;CHARSET=\"utf8\"")) {
            measure(
                    type,
                    "id,kpi,scope,period,value\n"
                            + UUID.randomUUID()
                            + ","
                            + kpi
                            + ",org,2026-01,1\n");
        }
        String event =
                "{\"specversion\":\"1.0\",\"type\":\"io.effekt.measurement.v1\",\"source\":\"urn:odd\",\"id\":\"%s\",\"data\":{"
                        + fields
                        + "}}";
        for (String type :
                List.of(
                        "Application/CloudEvents+JSON",
                        "application/cloudevents+JSON ; charset=UTF8")) {
            measure(type, event.formatted(UUID.randomUUID()));
        }
        measure(
                "APPLICATION/CLOUDEVENTS-BATCH+JSON",
                "[" + event.formatted(UUID.randomUUID()) + "]");
        given().contentType("Application/JSON ; Charset=utf8")
                .body("{\"name\":\"x\"}")
                .put("/api/v1/value-streams/v" + UUID.randomUUID())
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/csv",
                "text/tab-separated-values",
                "application/json;charset=latin1",
                "text/plain",
                "application/vnd.ms-excel",
                "",
                "json",
                "multipart/form-data; boundary=\"a;b\""
            })
    void a415ListsWhatIsTaken(String type) {
        Wire.Answer answer = post(type, "x");
        assertEquals(415, answer.status(), type + answer.whole());
        for (String taken :
                List.of(
                        "application/json",
                        "application/x-ndjson",
                        "text/csv",
                        "application/cloudevents+json",
                        "application/cloudevents-batch+json",
                        "spreadsheetml.sheet")) {
            assertTrue(answer.body().contains(taken), answer.whole());
        }
        String other =
                given().contentType("text/csv")
                        .body("x")
                        .put("/api/v1/teams/x")
                        .then()
                        .statusCode(415)
                        .extract()
                        .asString();
        assertTrue(other.contains("has to be application/json,"), other);
    }

    @Test
    void anEventUnderAnotherTypeIsToldTheRightOne() {
        String event =
                "{\"type\":\"io.effekt.measurement.v1\",\"source\":\"urn:x\",\"id\":\"1\",\"specversion\":\"1.0\",\"data\":{\"value\":1}}";
        for (String body :
                List.of(event, "[" + event + "]", "{\"measurements\":[" + event + "]}")) {
            Wire.Answer answer = post("application/json", body);
            assertTrue(
                    answer.body()
                            .contains(
                                    "this is a CloudEvent: send it as application/cloudevents+json"),
                    answer.whole());
            assertTrue(
                    answer.body().contains("application/cloudevents-batch+json"), answer.whole());
        }
        assertTrue(
                post("application/x-ndjson", event + "\n").body().contains("this is a CloudEvent"));
    }

    private static Wire.Answer post(String type, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return send(
                head(
                        "POST",
                        DOOR,
                        "HTTP/1.1",
                        "Host: x",
                        "Content-Type: " + type,
                        "Content-Length: " + bytes.length,
                        "Prefer: wait=10"),
                new String(bytes, ISO_8859_1));
    }

    private static String head(String method, String target, String version, String... headers) {
        return method
                + " "
                + target
                + " "
                + version
                + "\r\nAuthorization: Bearer "
                + AdminCaller.key()
                + "\r\nConnection: close\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    /** Each character is a byte. */
    private static Wire.Answer send(String head, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        return Wire.toApplication().raw(head, new ByteArrayInputStream(bytes));
    }

    private static String raw(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String shown(Wire.Answer answer) {
        String whole = answer.whole();
        return answer.status()
                + " "
                + whole.substring(0, Math.min(500, whole.length())).toLowerCase(Locale.ROOT);
    }
}
