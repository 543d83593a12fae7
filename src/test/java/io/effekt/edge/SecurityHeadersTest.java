package io.effekt.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SecurityHeadersTest {
    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** All that an answer may carry. */
    private static final Set<String> KNOWN =
            Set.of(
                    "allow",
                    "cache-control",
                    "connection",
                    "content-disposition",
                    "content-language",
                    "content-length",
                    "content-security-policy",
                    "content-type",
                    "date",
                    "effekt-import",
                    "etag",
                    "last-modified",
                    "link",
                    "location",
                    "odata-version",
                    "preference-applied",
                    "ratelimit",
                    "ratelimit-policy",
                    "referrer-policy",
                    "retry-after",
                    "transfer-encoding",
                    "vary",
                    "content-encoding",
                    "www-authenticate",
                    "x-content-type-options",
                    "x-request-id");

    /** A version, a class, a path of the machine, an address in memory. */
    private static final Pattern TELLING =
            Pattern.compile(
                    "(?i)quarkus|vert\\.?x|netty|java|postgres|kafka|/tmp|/home|/root|Exception"
                            + "|\\d+\\.\\d+\\.\\d+|@[0-9a-f]{6}");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyOperationAnswersWithThemWhateverItAnswers() throws IOException {
        JsonNode paths =
                json.readTree(given().accept("application/json").get("/q/openapi").asString())
                        .path("paths");
        List<String> operations = new ArrayList<>();
        for (String path : names(paths)) {
            for (String method : names(paths.path(path))) {
                operations.add(method + " " + path);
                Method verb = Method.valueOf(method.toUpperCase(Locale.ROOT));
                String named = path.replaceAll("\\{[^}]*}", "nothing");
                for (RequestSpecification caller : List.of(given().noFilters(), given())) {
                    if (method.matches("put|post")) {
                        caller.contentType("application/json").body("{\"nonsense\": 1}");
                    }
                    check(caller.queryParam("nonsense", "1").request(verb, named));
                }
            }
        }
        assertTrue(operations.size() > 40, operations::toString);
    }

    @Test
    void errorsOfEveryLayerHaveThem() {
        assertEquals(404, check(given().get("/nothing")));
        assertEquals(404, check(given().get("/q/nothing")));
        assertEquals(405, check(given().delete("/api/v1/measurements")));
        assertEquals(401, check(given().noFilters().get("/api/v1/status")));
        assertEquals(400, check(given().get("/api/v1/status?at=nonsense")));
        assertEquals(400, check(given().header("Accept", "garbage").get("/api/v1/status")));
        assertEquals(
                415,
                check(given().contentType("text/plain").body("x").post("/api/v1/measurements")));
        assertEquals(200, check(given().get("/q/health/live")));
        assertEquals(200, check(given().get("/q/metrics")));
        assertEquals(200, check(given().get("/q/openapi")));
        assertEquals(200, check(given().get("/api/v1/status")));
    }

    @Test
    void anAnswerThatMayBeKeptSaysSoAndIsNotSentAgain() {
        Response first = given().get("/api/v1/kpis");
        assertEquals("private, no-cache", first.header("Cache-Control"));
        Response second = given().header("If-None-Match", first.header("ETag")).get("/api/v1/kpis");
        assertEquals(304, check(second));
        assertEquals("private, no-cache", second.header("Cache-Control"));
        assertEquals("no-store", given().get("/api/v1/me").header("Cache-Control"));
    }

    @Test
    void anAddressOrHeadersThatAreTooLongAreProblems() {
        given().get("/api/v1/status?kpi=" + "a".repeat(16_400))
                .then()
                .statusCode(414)
                .body("code", equalTo("uri-too-long"))
                .body("detail", containsString("16384"));
        given().get("/api/v1/status?kpi=" + "a".repeat(16_300))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
        given().header("X-Long", "a".repeat(115_000))
                .get("/api/v1/status")
                .then()
                .statusCode(431)
                .body("code", equalTo("headers-too-large"));
        assertEquals(414, given().get("/" + "a".repeat(30_000)).statusCode());
        assertEquals(431, given().header("X-Long", "a".repeat(200_000)).get("/x").statusCode());
    }

    @Test
    void noPageOfAnotherOriginMayReadAnything() {
        for (String method : new String[] {"GET", "PUT", "DELETE", "POST"}) {
            given().noFilters()
                    .header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", method)
                    .header("Access-Control-Request-Headers", "authorization")
                    .options("/api/v1/status")
                    .then()
                    .header("Access-Control-Allow-Origin", nullValue())
                    .header("Access-Control-Allow-Methods", nullValue())
                    .header("Access-Control-Allow-Credentials", nullValue());
        }
        for (String origin : new String[] {"https://evil.example", "null", "http://localhost"}) {
            given().header("Origin", origin)
                    .get("/api/v1/status")
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", nullValue());
        }
    }

    /** Looks at the headers; the status. */
    private static int check(Response answer) {
        assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer::asString);
        assertEquals(POLICY, answer.header("Content-Security-Policy"));
        assertEquals("no-referrer", answer.header("Referrer-Policy"));
        assertTrue(
                Set.of("no-store", "private, no-cache").contains(answer.header("Cache-Control")),
                answer.header("Cache-Control"));
        assertEquals(null, answer.header("Strict-Transport-Security"), "over plain HTTP");
        for (Header header : answer.headers()) {
            assertTrue(KNOWN.contains(header.getName().toLowerCase(Locale.ROOT)), header::toString);
            assertFalse(isTelling(header), header::toString);
        }
        return answer.statusCode();
    }

    private static boolean isTelling(Header header) {
        if (Set.of("content-type", "etag", "x-request-id", "link", "odata-version")
                .contains(header.getName().toLowerCase(Locale.ROOT))) {
            return false; // hashes, ids, what the client sent, and versions of formats
        }
        return TELLING.matcher(header.getValue()).find()
                || header.getValue().contains(InetAddress.getLoopbackAddress().getHostAddress());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
