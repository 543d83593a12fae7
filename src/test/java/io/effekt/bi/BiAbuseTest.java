package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.access.Right;
import io.effekt.dataset.Dataset;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What somebody who means harm writes into every part of a question. {@code -Dfuzz.seed=N} repeats
 * the odd questions of a run, {@code -Dfuzz.rounds=N} asks more of them.
 */
@QuarkusTest
@Tag("timed")
@QuarkusTestResource(EffektTestResource.class)
class BiAbuseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int DEEP = 10_000;
    private static final int ODD = 30 * Integer.getInteger("fuzz.rounds", 12);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final byte[] EMPTY = {};

    /** As a person would write them; each is encoded whole. */
    private static final List<String> INJECTIONS =
            List.of(
                    "' or 1=1 --",
                    "' or '1'='1",
                    "'; select pg_sleep(5); --",
                    "'||(select pg_sleep(5))||'",
                    "1; drop table effekt.measurement",
                    "1 or (select 1 from pg_sleep(5)) is null",
                    "(select pg_sleep(5))",
                    "') union select * from effekt.api_key --",
                    "x') or contains(Kpi,'",
                    "/* */",
                    "$$x$$",
                    "$1",
                    "E'\\'",
                    "\\",
                    "\u0000",
                    "x\u0000' or 1=1",
                    "\u02bc or 1=1",
                    "\u2019 or 1=1 --",
                    "\uff07 or 1=1 --",
                    "\"",
                    "\r\nX-Injected: 1",
                    "{{7*7}}${7*7}",
                    "../../etc/passwd",
                    "é\u202e𝒳");

    /** As they go over the wire. */
    private static final List<String> RAW =
            List.of("%00", "%C0%A7", "%27%20or%201=1", "%u0027", "%", "%2", "%ED%A0%80", "%2527");

    private static final List<String> PLACES =
            List.of(
                    "/odata/v4/KpiStatus?$filter=@",
                    "/odata/v4/KpiStatus?$filter=Kpi%20eq%20'@'",
                    "/odata/v4/KpiStatus?$filter=Kpi%20in%20('@','a')",
                    "/odata/v4/KpiStatus?$filter=contains(Kpi,'@')",
                    "/odata/v4/KpiStatus?$filter=Value%20eq%20@",
                    "/odata/v4/KpiStatus?$filter=PeriodStart%20eq%20@",
                    "/odata/v4/KpiStatus/$count?$filter=RecordedAt%20gt%20@",
                    "/odata/v4/KpiStatus?$orderby=@",
                    "/odata/v4/KpiStatus?$orderby=Kpi%20@",
                    "/odata/v4/KpiStatus?$orderby=concat(Kpi,'@')",
                    "/odata/v4/KpiStatus?$select=@",
                    "/odata/v4/KpiStatus?$select=Kpi,@",
                    "/odata/v4/KpiStatus?$expand=@",
                    "/odata/v4/KpiStatus?$expand=KpiDetails($select=@)",
                    "/odata/v4/KpiStatus?$skiptoken=@",
                    "/odata/v4/KpiStatus?$format=@",
                    "/odata/v4/KpiStatus?$top=@",
                    "/odata/v4/KpiStatus?$skip=@",
                    "/odata/v4/KpiStatus?$count=@",
                    "/odata/v4/KpiStatus?$@=1",
                    "/odata/v4/Kpis('@')",
                    "/odata/v4/Kpis(@)",
                    "/odata/v4/Kpis(Kpi='@')",
                    "/odata/v4/Measurements(Partition=@,Sequence=1)",
                    "/odata/v4/Calendar(@)",
                    "/odata/v4/KpiStatus/@",
                    "/odata/v4/@",
                    "/api/v1/bi/KpiStatus?from=@",
                    "/api/v1/bi/KpiStatus?to=@",
                    "/api/v1/bi/KpiStatus?fields=@",
                    "/api/v1/bi/KpiStatus?fields=Kpi,@",
                    "/api/v1/bi/KpiStatus?limit=@",
                    "/api/v1/bi/KpiStatus?cursor=@",
                    "/api/v1/bi/KpiStatus?format=@",
                    "/api/v1/bi/KpiStatus?@=1",
                    "/api/v1/bi/@");

    private static String random = "";
    private static String own = "";
    private static String foreign = "";
    private static final List<String> KEYS = new ArrayList<>();
    private static int turn;

    @BeforeEach
    void world() {
        if (!random.isEmpty()) {
            return;
        }
        random = UUID.randomUUID().toString().substring(0, 8);
        own = "ba" + random;
        foreign = "zz" + random;
        Defined.stream(own);
        Defined.team(own, own);
        for (String kpi : List.of(own, foreign)) {
            Defined.kpi(kpi, Defined.SUM);
            for (int month = 1; month < 5; month++) {
                Measured.number(kpi, "team:" + own, "2026-0" + month, "-" + month);
            }
        }
        // One key may ask a thousand times in ten seconds.
        for (int i = 0; i < 8; i++) {
            KEYS.add(Client.limited("\"kpis\": [\"" + own + "\"]", Right.BI_READ));
        }
    }

    private static Wire.Answer get(String target) {
        turn++;
        return with(KEYS.get(turn % KEYS.size()), target);
    }

    private static Wire.Answer with(String key, String target) {
        return Wire.toApplication().send(Wire.head("GET", target, key), EMPTY);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void nothingThatIsWrittenIntoAQuestionIsMoreThanText() {
        List<String> wrong = new ArrayList<>();
        for (String place : PLACES) {
            List<String> words = new ArrayList<>(RAW);
            for (String injection : INJECTIONS) {
                words.add(encoded(injection));
                words.add(encoded(injection.replace("'", "''")));
            }
            for (String word : words) {
                check(place.replace("@", word), wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void aQuoteThatIsDoubledFindsNoRow() {
        for (String injection : INJECTIONS) {
            if (injection.indexOf('\0') < 0) {
                Wire.Answer answer =
                        get(
                                "/odata/v4/KpiStatus/$count?$filter=Kpi%20eq%20'"
                                        + encoded(injection.replace("'", "''"))
                                        + "'");
                assertEquals("200 0", answer.status() + " " + answer.body(), injection);
            }
        }
    }

    @Test
    void oddQuestionsAreRefusedOrAnsweredAndNeverAnAccident() {
        OddQuestions questions = new OddQuestions(SEED);
        List<String> wrong = new ArrayList<>();
        int made = 0;
        for (int i = 0; i < ODD; i++) {
            String target = "/odata/v4/KpiStatusHistory?" + questions.next();
            Wire.Answer answer = check(target, wrong);
            if (answer.status() == 200) {
                made++;
            } else if (!saysWhy(answer)) {
                wrong.add(answer.status() + " says nothing: " + target);
            }
        }
        for (String atom : OddQuestions.ATOMS) {
            String word = OddQuestions.encoded(atom);
            for (String set : List.of("Kpis", "Calendar", "Measurements")) {
                check("/odata/v4/" + set + "(" + word + ")", wrong);
            }
            check("/odata/v4/Measurements(Partition=" + word + ",Sequence=" + word + ")", wrong);
            for (String column : List.of("Kpi", "Value", "PeriodStart", "RecordedAt")) {
                check("/odata/v4/KpiStatus?$filter=" + column + "%20eq%20" + word, wrong);
                check("/odata/v4/KpiStatus?$filter=" + column + "%20in%20(" + word + ")", wrong);
                check("/odata/v4/KpiStatus?$filter=year(" + word + ")%20gt%20" + column, wrong);
            }
        }
        assertEquals("", String.join("\n", wrong), "-Dfuzz.seed=" + SEED);
        assertTrue(made > ODD / 10, "only " + made + " made sense, -Dfuzz.seed=" + SEED);
    }

    private static boolean saysWhy(Wire.Answer answer) {
        try {
            JsonNode error = JSON.readTree(answer.body()).path("error");
            return !error.path("code").asText().isEmpty()
                    && !error.path("message").asText().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** No accident, no delay, nothing of others, no answer cut off, no header of the caller's. */
    private static Wire.Answer check(String target, List<String> wrong) {
        Wire.Answer answer = get(target);
        boolean refused = answer.status() >= 400 && answer.status() < 500;
        boolean good =
                (refused || answer.status() == 200 || answer.status() == 501)
                        && answer.took().compareTo(PATIENCE) < 0
                        && !answer.body().contains(foreign)
                        && !answer.head().contains("X-Injected")
                        && isWhole(answer);
        if (!good && wrong.size() < 40) {
            wrong.add(answer.status() + " in " + answer.took().toMillis() + " ms: " + target);
        }
        return answer;
    }

    private static boolean isWhole(Wire.Answer answer) {
        if (answer.status() != 200 || !answer.head().contains("application/json")) {
            return true;
        }
        try {
            JSON.readTree(answer.body());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatIsDeepIsRefusedAtOnce() {
        List<String> deep = new ArrayList<>();
        for (int n : List.of(DEEP, 7_000, 2_000, 1_000, 400)) {
            deep.add("$filter=" + "(".repeat(n) + "true" + ")".repeat(n));
            deep.add("$filter=" + "(".repeat(n));
            deep.add("$filter=" + "not%20".repeat(n) + "true");
            deep.add("$filter=" + "not+".repeat(n) + "true");
            deep.add("$filter=" + "not(".repeat(n) + "true" + ")".repeat(n));
            deep.add("$filter=" + "-".repeat(n) + "Value%20eq%201");
            deep.add("$filter=" + "trim(".repeat(n) + "Kpi" + ")".repeat(n) + "%20eq%20'x'");
            deep.add("$filter=" + "true+and+".repeat(n) + "true");
            deep.add("$filter=" + "true+or+".repeat(n) + "true");
            deep.add("$filter=Value+eq+1" + "+add+1".repeat(n));
            deep.add("$filter=" + "concat(Kpi,".repeat(n) + "Kpi" + ")".repeat(n) + "%20eq%20'x'");
            deep.add("$filter=Kpi%20in%20(" + "'x',".repeat(n) + "'x')");
            deep.add("$filter=KpiDetails" + "/KpiDetails".repeat(n) + "%20eq%20null");
            deep.add("$filter=" + "[".repeat(n) + "]".repeat(n) + "%20eq%20Kpi");
            deep.add("$filter=" + "{\"a\":".repeat(n) + "1" + "}".repeat(n) + "%20eq%20Kpi");
            deep.add("$filter=" + "KpiDetails/any(x:".repeat(n) + "true" + ")".repeat(n));
            deep.add("$orderby=" + "(".repeat(n) + "Kpi" + ")".repeat(n));
            deep.add("$orderby=" + "-".repeat(n) + "Value");
            deep.add("$expand=" + "KpiDetails($expand=".repeat(n) + "KpiDetails" + ")".repeat(n));
            deep.add("$expand=" + "KpiDetails/".repeat(n) + "KpiDetails");
            deep.add("$select=" + "(".repeat(n) + "Kpi" + ")".repeat(n));
            deep.add("$select=" + "Kpi/".repeat(n) + "Kpi");
        }
        List<String> wrong = new ArrayList<>();
        for (String question : deep) {
            refusedAtOnce("/odata/v4/KpiStatus?" + question, wrong);
        }
        for (String path :
                List.of(
                        "KpiStatus" + "/KpiDetails".repeat(1_000),
                        "Kpis" + "(".repeat(DEEP),
                        "Kpis" + "%28".repeat(4_000) + "%29".repeat(1_000),
                        "Kpis('" + "'".repeat(DEEP) + "')",
                        "Calendar(" + "-".repeat(DEEP) + "1)")) {
            refusedAtOnce("/odata/v4/" + path, wrong);
        }
        assertEquals("", String.join("\n", wrong));
    }

    /** Long, and nothing to refuse in it: at once, whatever the answer is. */
    @Test
    void whatIsLongIsAnsweredAtOnce() {
        List<String> wrong = new ArrayList<>();
        for (String question :
                List.of(
                        "$filter=Kpi%20eq%20'" + "''".repeat(7_000) + "'",
                        "$filter=Kpi%20eq%20'" + "(".repeat(DEEP) + "'",
                        "$filter=Value%20eq%20" + "9".repeat(DEEP),
                        "$filter=Value%20eq%200." + "0".repeat(DEEP) + "1",
                        "$filter=" + "%20".repeat(4_000) + "true",
                        "$filter=" + "a".repeat(15_000),
                        "$orderby=Kpi" + ",Kpi".repeat(3_500),
                        "$orderby=Value%20add%201" + ",Value%20add%201".repeat(800),
                        "$select=Kpi" + ",Kpi".repeat(3_500),
                        "$expand=*" + ",*".repeat(7_000),
                        "$skiptoken=" + "A".repeat(15_000),
                        "$format=" + "a;".repeat(7_000),
                        "a=1&".repeat(4_000) + "$top=1")) {
            Wire.Answer answer = get("/odata/v4/KpiStatus?" + question);
            if ((answer.status() >= 500 && answer.status() != 501)
                    || answer.took().compareTo(AT_ONCE) > 0) {
                wrong.add(told(answer, question));
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void refusedAtOnce(String target, List<String> wrong) {
        Wire.Answer answer = get(target);
        boolean refused = List.of(400, 404, 414, 431, 501).contains(answer.status());
        if (!refused || answer.took().compareTo(AT_ONCE) > 0) {
            wrong.add(told(answer, target));
        }
    }

    private static String told(Wire.Answer answer, String target) {
        return "%d in %d ms: %s (%d)"
                .formatted(
                        answer.status(),
                        answer.took().toMillis(),
                        target.substring(0, Math.min(70, target.length())),
                        target.length());
    }

    @Test
    void tokensThatWereChangedOrBelongElsewhereAreRefused() throws IOException {
        // A token belongs to the client that it was given to.
        String key = Client.limited("\"kpis\": [\"" + own + "\"]", Right.BI_READ);
        String link =
                JSON.readTree(
                                Wire.toApplication()
                                        .send(
                                                Wire.head(
                                                        "GET",
                                                        "/odata/v4/KpiStatusHistory?$orderby=Value",
                                                        key,
                                                        "Prefer: odata.maxpagesize=1"),
                                                EMPTY)
                                        .body())
                        .path("@odata.nextLink")
                        .asText();
        String token = link.substring(link.indexOf("$skiptoken=") + 11);
        String history = "/odata/v4/KpiStatusHistory?$orderby=Value&$skiptoken=";
        assertEquals(200, with(key, history + token).status());
        String cursor =
                JSON.readTree(with(key, "/api/v1/bi/KpiStatusHistory?limit=1").body())
                        .path("next")
                        .asText();
        cursor = cursor.substring(cursor.indexOf("cursor=") + 7);
        String flat = "/api/v1/bi/KpiStatusHistory?limit=1&cursor=";
        assertEquals(200, with(key, flat + cursor).status());

        List<String> forged = new ArrayList<>();
        for (int i = 0; i < token.length() - 1; i++) {
            forged.add(history + changed(token, i));
        }
        for (int i = 0; i < cursor.length() - 1; i++) {
            forged.add(flat + changed(cursor, i));
        }
        forged.add(history + token.substring(4));
        forged.add(history + token.substring(0, token.length() - 4));
        forged.add(history + token + token);
        forged.add(history + cursor);
        forged.add(flat + token);
        forged.add("/odata/v4/KpiStatusHistory?$skiptoken=" + token);
        forged.add("/odata/v4/KpiStatusHistory?$orderby=Value%20desc&$skiptoken=" + token);
        forged.add(history + token + "&$filter=Value%20gt%200");
        forged.add("/odata/v4/KpiStatus?$orderby=Value&$skiptoken=" + token);
        forged.add(flat + cursor + "&from=2026-02-01");
        forged.add(flat + cursor + "&fields=Kpi");
        forged.add("/api/v1/bi/KpiStatus?limit=1&cursor=" + cursor);
        List<String> wrong = new ArrayList<>();
        for (String target : forged) {
            int status = with(key, target).status();
            if (status != 400) {
                wrong.add(status + " " + target);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static String changed(String token, int at) {
        char other = token.charAt(at) == 'x' ? 'y' : 'x';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    /** What a spreadsheet would compute is text in CSV, and as it was everywhere else. */
    @Test
    void formulasAreNeutralisedInCsvAlone() {
        for (String sign : List.of("=", "+", "-", "@", "\\t", "\\r")) {
            String kpi = "fo" + UUID.randomUUID().toString().substring(0, 8);
            String text = sign + "1+cmd|' /C calc'!A0";
            int named =
                    put(
                            "kpis/" + kpi,
                            "{\"name\":{\"en\":\"%1$s\",\"nb\":\"%1$s\"},\"description\":{\"en\":\"%1$s\"},\"owner\":\"%1$s\",\"source\":\"%1$s\",%2$s}"
                                    .formatted(text, Defined.SUM));
            boolean isPlain = !sign.startsWith("\\");
            assertTrue(named < 300 || !isPlain, sign + " " + named);
            if (named >= 300) {
                Defined.kpi(kpi, Defined.SUM);
            }
            if (put("value-streams/" + kpi, "{\"name\":\"" + text + "\"}") >= 300) {
                Defined.stream(kpi);
            }
            int team =
                    put(
                            "teams/" + kpi,
                            "{\"name\":\"%s\",\"memberships\":[{\"valueStream\":\"%s\",\"from\":\"2020-01-01\"}]}"
                                    .formatted(text, kpi));
            if (team >= 300) {
                Defined.team(kpi, kpi);
            }
            int measured =
                    given().contentType("application/json")
                            .header("Prefer", "wait=30")
                            .body(
                                    "{\"id\": \"%1$s\", \"source\": \"%1$s\", \"kpi\": \"%2$s\", \"scope\": \"team:%2$s\", \"period\": \"2026-01\", \"value\": -5.50}"
                                            .formatted(text, kpi))
                            .post("/api/v1/measurements")
                            .statusCode();
            if (measured >= 300) {
                Measured.number(kpi, "team:" + kpi, "2026-01", "-5.50");
            }
            int cells = neutralised(kpi);
            assertTrue(cells > 5 || !isPlain, sign + " in " + cells + " cells");
        }
    }

    private static int put(String path, String body) {
        return given().contentType("application/json")
                .body(body)
                .put("/api/v1/" + path)
                .then()
                .statusCode(oneOf(200, 201, 400, 422))
                .extract()
                .statusCode();
    }

    /** In how many cells. */
    private static int neutralised(String kpi) {
        BiReading client =
                new BiReading(Client.limited("\"kpis\": [\"" + kpi + "\"]", Right.BI_READ), 20_000);
        int neutralised = 0;
        for (Dataset set : ProgramDatasets.all()) {
            // What follows from the clock differs from one reading to the next.
            if (Set.of("Calendar", "Missing", "Freshness").contains(set.name())) {
                continue;
            }
            List<List<String>> json = client.json(set);
            List<List<String>> csv = client.csv(set);
            assertEquals(json, client.odata(set));
            assertEquals(json, client.ndjson(set));
            assertEquals(json.size(), csv.size());
            assertEquals(BiReading.asCsv(set, json), csv, set.name());
            for (List<String> row : json) {
                for (int i = 0; i < set.columns().size(); i++) {
                    String cell = row.get(i);
                    String text = cell.substring(cell.indexOf('=') + 1);
                    boolean isFormula =
                            !text.isEmpty() && BiReading.isFormula(set.columns().get(i), text);
                    neutralised += isFormula ? 1 : 0;
                }
            }
        }
        return neutralised;
    }
}
