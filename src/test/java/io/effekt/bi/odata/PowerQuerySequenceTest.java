package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that Power Query sends, with its headers, from the first look to a refresh. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class PowerQuerySequenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/odata/v4";

    /** A row a month, of the team, its value stream and the organisation, until now. */
    private static final int UNAUTHORIZED = 401;

    private static final int MOST_IN_A_WINDOW = 1_000;

    private static final String[] HEADERS = {
        "User-Agent", "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
        "OData-Version", "4.0",
        "OData-MaxVersion", "4.0",
        "MaxDataServiceVersion", "3.0",
        "Accept",
                "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
                        + "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,"
                        + "text/plain;q=0.7",
        "Accept-Encoding", "gzip, deflate",
        "Accept-Language", "nb-NO"
    };

    private static String random = "";
    private static String key = "";

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void world() {
        if (!random.isEmpty()) {
            return;
        }
        random = "pq" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(random);
        Defined.team(random, random);
        Defined.kpi(random, Defined.SUM);
        for (int month = 1; month < 9; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, "-" + month + ".5");
        }
        key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
    }

    /** What came back, unpacked. */
    private record Answer(HttpResponse<byte[]> raw, String body) {
        int status() {
            return raw.statusCode();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        boolean isPacked() {
            return header("Content-Encoding").equals("gzip");
        }

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    private Answer send(String method, @Nullable String password, String path, String... more)
            throws Exception {
        String target = path.startsWith("http") ? path : base() + path;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .headers(HEADERS);
        if (password != null) {
            String pair =
                    Base64.getEncoder()
                            .encodeToString((":" + password).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + pair);
        }
        for (int i = 0; i < more.length; i += 2) {
            request.setHeader(more[i], more[i + 1]);
        }
        HttpResponse<byte[]> raw =
                http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = raw.body();
        if (raw.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        assertEquals(
                List.of("4.0"),
                raw.headers().allValues("OData-Version"),
                raw.statusCode() + " " + target);
        return new Answer(raw, new String(body, StandardCharsets.UTF_8));
    }

    private Answer get(String path, String... more) throws Exception {
        Answer answer = send("GET", key, path, more);
        assertEquals(200, answer.status(), () -> path + ": " + answer.body());
        return answer;
    }

    private static String base() {
        return "http://127.0.0.1:" + RestAssured.port + ROOT;
    }

    private static String encoded(String question) {
        return question.replace(" ", "%20").replace("'", "%27");
    }

    @Test
    void theFirstLookIsChallengedThenFindsSetsAndMetadata() throws Exception {
        for (String path : List.of("", "/", "/$metadata", "/KpiStatus")) {
            Answer nobody = send("GET", null, path);
            assertEquals(UNAUTHORIZED, nobody.status(), path);
            assertTrue(
                    nobody.raw().headers().allValues("WWW-Authenticate").stream()
                            .anyMatch(challenge -> challenge.startsWith("Basic")),
                    () -> nobody.raw().headers().toString());
        }
        for (String slash : List.of("", "/")) {
            JsonNode root = get(slash).json();
            assertEquals(base() + "/$metadata", root.path("@odata.context").asText());
            assertEquals("KpiStatus", root.path("value").path(0).path("url").asText());
        }
        Answer metadata = get("/$metadata");
        assertEquals("application/xml;charset=utf-8", metadata.header("Content-Type"));
        assertTrue(metadata.body().contains("<EntitySet Name=\"KpiStatusHistory\""));
        assertTrue(metadata.isPacked());
    }

    @Test
    void thePreviewAndTheFullLoadHaveAllRows() throws Exception {
        Answer preview = get("/KpiStatusHistory?$top=1000");
        assertTrue(preview.isPacked());
        assertEquals(
                "application/json;odata.metadata=minimal;charset=utf-8",
                preview.header("Content-Type"));
        assertEquals(rows(), preview.json().path("value").size());

        List<JsonNode> loaded = new ArrayList<>();
        String next = "/KpiStatusHistory";
        int pages = 0;
        while (!next.isEmpty()) {
            JsonNode page = get(next, "Prefer", "odata.maxpagesize=7").json();
            page.path("value").forEach(loaded::add);
            next = page.path("@odata.nextLink").asText();
            assertTrue(next.isEmpty() || next.startsWith(base() + "/KpiStatusHistory?"), next);
            pages++;
        }
        assertEquals((rows() + 6) / 7, pages);
        List<JsonNode> shown = new ArrayList<>();
        preview.json().path("value").forEach(shown::add);
        assertEquals(shown, loaded);
        assertEquals(Integer.toString(rows()), get("/KpiStatusHistory/$count").body());
    }

    @Test
    void aRefreshReadsItsMonthsAndWhatWasFoldedIntoTheQuestion() throws Exception {
        String months = "PeriodStart ge 2026-01-01 and PeriodStart lt 2026-04-01";
        JsonNode refreshed = get(encoded("/KpiStatusHistory?$filter=" + months)).json();
        assertEquals(9, refreshed.path("value").size());
        assertEquals("9", get(encoded("/KpiStatusHistory/$count?$filter=" + months)).body());

        JsonNode folded =
                get(encoded(
                                "/KpiStatusHistory?$filter="
                                        + months
                                        + " and ScopeLevel eq 'team' and Value lt -2"
                                        + "&$orderby=PeriodStart desc&$select=PeriodStart,Value,TeamName&$top=1000"))
                        .json();
        assertEquals(
                "[{\"PeriodStart\":\"2026-03-01\",\"Value\":-3.5,\"TeamName\":\"%1$s\"},{\"PeriodStart\":\"2026-02-01\",\"Value\":-2.5,\"TeamName\":\"%1$s\"}]"
                        .formatted(random),
                folded.path("value").toString());
    }

    @Test
    void whatItKnowsAlreadyIsNotSentAgain() throws Exception {
        for (String path : List.of("", "/$metadata")) {
            String tag = get(path).header("ETag");
            assertFalse(tag.isEmpty(), path);
            Answer unchanged = send("GET", key, path, "If-None-Match", tag);
            assertEquals(304, unchanged.status(), path);
            assertEquals("", unchanged.body());
            assertEquals(tag, unchanged.header("ETag"), path);
            assertEquals(200, send("GET", key, path, "If-None-Match", "\"other\"").status());
        }
    }

    @Test
    void everyErrorSaysTheVersionOnceAndHasACode() throws Exception {
        refused(400, "GET", key, "/KpiStatus?$filter=Nothing%20eq%201");
        refused(400, "GET", key, "/KpiStatus?$wrong=1");
        refused(400, "GET", key, "/KpiStatus", "OData-MaxVersion", "3.0");
        refused(UNAUTHORIZED, "GET", "effekt_wrong", "/KpiStatus");
        refused(403, "GET", Client.key(Right.MEASUREMENTS_WRITE), "/KpiStatus");
        refused(404, "GET", key, "/Nothing");
        refused(404, "GET", key, "/Kpis(%27none%27)");
        assertTrue(refused(405, "POST", key, "/KpiStatus").header("Allow").contains("GET"));
        refused(405, "DELETE", key, "/");
        refused(406, "GET", key, "/KpiStatus", "Accept", "application/atom+xml");
        refused(414, "GET", key, "/KpiStatus?$filter=" + "a".repeat(17_000));
        refused(501, "GET", key, "/KpiStatus?$apply=aggregate(Value%20with%20sum%20as%20x)");
        assertEquals(200, send("HEAD", key, "/KpiStatus").status());
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
        String busy = Client.key(Right.BI_READ);
        Answer last = send("GET", busy, "");
        for (int i = 0; last.status() == 200 && i < 5 * MOST_IN_A_WINDOW; i++) {
            last = send("GET", busy, "");
        }
        assertEquals(429, last.status());
        assertTrue(Integer.parseInt(last.header("Retry-After")) > 0);
        assertFalse(last.json().path("error").path("code").asText().isEmpty());
    }

    private Answer refused(int status, String method, String password, String path, String... more)
            throws Exception {
        Answer answer = send(method, password, path, more);
        assertEquals(status, answer.status(), () -> path + ": " + answer.body());
        assertFalse(answer.json().path("error").path("code").asText().isEmpty(), answer.body());
        assertFalse(answer.json().path("error").path("message").asText().isEmpty(), answer.body());
        return answer;
    }

    /** Of three scopes, a row for every month from January 2026 to the one that has begun. */
    private static int rows() {
        YearMonth now = YearMonth.now(ZoneId.of("Europe/Oslo"));
        return 3 * (int) ChronoUnit.MONTHS.between(YearMonth.of(2026, 1), now.plusMonths(1));
    }
}
