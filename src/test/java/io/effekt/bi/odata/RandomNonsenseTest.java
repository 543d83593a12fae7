package io.effekt.bi.odata;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Filters and orders of words that OData has, put together without sense or with half of it: rows,
 * or an error that says what is wrong, and never an accident. {@code -Dfuzz.seed=N} repeats a run,
 * {@code -Dfuzz.rounds=N} makes it longer.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RandomNonsenseTest {
    private static final int QUESTIONS = 30 * Integer.getInteger("fuzz.rounds", 50);

    private static final List<String> COLUMNS =
            List.of(
                    "Kpi",
                    "Period",
                    "Value",
                    "Target",
                    "PeriodStart",
                    "PeriodKey",
                    "RecordedAt",
                    "IsComplete",
                    "Status",
                    "Measurements",
                    "Team",
                    "KpiDetails",
                    "$it",
                    "Nothing");

    private static final List<String> VALUES =
            List.of(
                    "'a'",
                    "''",
                    "'o''b'",
                    "'%'",
                    "'\\'",
                    "1",
                    "-1",
                    "1.5",
                    "1e3",
                    "1e400",
                    "null",
                    "true",
                    "2026-01-31",
                    "0001-01-01",
                    "9999-12-31",
                    "2026-01-31T00:00:00Z",
                    "2026-01-31T00:00:00+01:00",
                    "99999999999999999999",
                    "INF",
                    "NaN",
                    "-INF",
                    "duration'PT1H'",
                    "12:00:00",
                    "01234567-89ab-cdef-0123-456789abcdef",
                    "binary'AA=='",
                    "geography'POINT(0 0)'",
                    "@p",
                    "[1,2]",
                    "{}");

    private static final List<String> BETWEEN =
            List.of(
                    "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "add", "sub", "mul", "div",
                    "mod", "in", "has", "divby");

    private static final List<String> FUNCTIONS =
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
                    "ceiling",
                    "time",
                    "cast",
                    "isof",
                    "mindatetime",
                    "fractionalseconds",
                    "geo.distance",
                    "case");

    private static final List<String> STRAY =
            List.of("(", ")", "'", ",", "-", "/", "*", "@", "$", ";", "\t");

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void noQuestionIsAnAccident() {
        String kpi = "ns" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(kpi);
        Defined.team(kpi, kpi);
        Defined.kpi(kpi, Defined.SUM);
        Measured.number(kpi, "team:" + kpi, "2026-01", "1.50");
        String key = Client.limited("\"kpis\": [\"" + kpi + "\"]", Right.BI_READ);
        List<String> accidents = new ArrayList<>();
        int read = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            String option = random.nextInt(5) == 0 ? "$orderby" : "$filter";
            String question =
                    random.nextInt(5) < 3 ? truth(random.nextInt(4)) : words(random.nextInt(4));
            if (random.nextInt(20) == 0) {
                int at = random.nextInt(question.length() + 1);
                question = question.substring(0, at) + one(STRAY) + question.substring(at);
            }
            Response answer =
                    given().header("Authorization", "Bearer " + key)
                            .urlEncodingEnabled(false)
                            .get(
                                    "/odata/v4/KpiStatusHistory?$top=2&"
                                            + option
                                            + "="
                                            + URLEncoder.encode(question, StandardCharsets.UTF_8)
                                                    .replace("+", "%20"));
            boolean told =
                    switch (answer.statusCode()) {
                        case 200 -> answer.jsonPath().getList("value") != null;
                        case 400, 501 -> !answer.jsonPath().getString("error.code").isEmpty();
                        default -> false;
                    };
            read += answer.statusCode() == 200 ? 1 : 0;
            if (!told) {
                accidents.add(answer.statusCode() + " " + option + "=" + question);
            }
        }
        assertEquals(List.of(), accidents, "seed " + seed);
        assertTrue(read > QUESTIONS / 10, "only " + read + " made sense, seed " + seed);
    }

    /** Words in the order of a sentence. */
    private String words(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? one(COLUMNS) : one(VALUES);
        }
        return switch (random.nextInt(6)) {
            case 0 -> "(" + words(depth - 1) + ")";
            case 1 -> one(List.of("not ", "not(", "-")) + words(depth - 1);
            case 2 -> one(FUNCTIONS) + list(random.nextInt(4), depth);
            case 3 -> words(depth - 1) + " in " + list(random.nextInt(3), 1);
            default -> words(depth - 1) + " " + one(BETWEEN) + " " + words(depth - 1);
        };
    }

    private String list(int size, int depth) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(words(depth - 1));
        }
        return "(" + String.join(",", parts) + ")";
    }

    /** Something that is so or not, of types that fit, null among them. */
    private String truth(int depth) {
        if (depth == 0) {
            return one(List.of("IsComplete", "true", "false", "IsConfident", "null"));
        }
        int below = depth - 1;
        return switch (random.nextInt(6)) {
            case 0 -> "(" + truth(below) + one(List.of(" and ", " or ")) + truth(below) + ")";
            case 1 -> "not (" + truth(below) + ")";
            case 2 -> "contains(" + text(below) + "," + text(below) + ")";
            case 3 -> "(" + text(below) + compared() + text(below) + ")";
            case 4 -> "(" + moment() + compared() + moment() + ")";
            default -> "(" + number(below) + compared() + number(below) + ")";
        };
    }

    private String compared() {
        return one(List.of(" eq ", " ne ", " gt ", " ge ", " lt ", " le "));
    }

    private String text(int depth) {
        if (depth == 0) {
            return one(List.of("Kpi", "Period", "TeamName", "'a'", "null"));
        }
        return one(List.of("tolower(", "toupper(", "trim(")) + text(depth - 1) + ")";
    }

    private String moment() {
        return one(List.of("RecordedAt", "2026-01-31T00:00:00Z", "now()", "null"));
    }

    private String number(int depth) {
        if (depth == 0) {
            return one(List.of("Value", "Target", "PeriodKey", "-3", "1e3", "0", "null"));
        }
        return one(List.of("round(", "floor(", "-("))
                + number(depth - 1)
                + one(List.of(" add ", " mul ", " div ", " mod "))
                + number(depth - 1)
                + ")";
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
