package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Months in which measurements come, are corrected and taken back, targets change, teams move and a
 * KPI is defined again. In each of them is asked what was said in every earlier one: the answers
 * have to be those that were really given then.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class TwoClocksHttpTest {
    private static final int MONTHS = 8;

    @Inject Database database;

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String hours = "hours-" + own;
    private final String share = "share-" + own;
    private final String pulse = "pulse-" + own;

    /**
     * What was answered.
     *
     * @param at the moment that was asked about; null for the clock's
     * @param known when it was asked
     */
    private record Answer(String path, @Nullable Instant at, Instant known, Object said) {}

    @Test
    void whatWasSaidInEarlierMonthsIsAnsweredAsItWasSaidThen() {
        define();
        List<Answer> given = new ArrayList<>();
        for (int month = 1; month <= MONTHS; month++) {
            live(month);
            awaitEvaluated();
            given.addAll(ask(month));
            for (Answer answer : given) {
                assertEquals(answer.said, again(answer), month + ": " + answer.path);
            }
        }
        Answer first = given.getFirst();
        assertNotEquals(first.said, said(first.path + at(first.at)), "nothing has changed");
    }

    /** Definitions are evaluated a moment after they can be read. */
    private void awaitEvaluated() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        database.query("select count(*) from dirty_mark where due_at is null")
                                        .iterator()
                                        .next()
                                        .getLong(0)
                                == 0);
    }

    private void define() {
        for (String stream : List.of("a", "b")) {
            Defined.stream(stream + "-" + own);
        }
        for (int team = 0; team < 4; team++) {
            Defined.team("t" + team + "-" + own, (team < 2 ? "a-" : "b-") + own);
        }
        Defined.kpi(hours, Defined.SUM);
        Defined.kpi(share, share("up"));
        Defined.kpi(
                pulse,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"enps\","
                        + "\"rollUp\":\"pooled\",\"direction\":\"up\",\"period\":\"month\"");
    }

    private static String share(String direction) {
        return "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\","
                + "\"rollUp\":\"pooled\",\"direction\":\""
                + direction
                + "\",\"period\":\"month\",\"dimensions\":[\"zone\"]";
    }

    /** What happens in a month. */
    private void live(int month) {
        List<String> batch = new ArrayList<>();
        for (int team = 0; team < 4; team++) {
            if ((month + team) % 4 != 3) {
                String zone = team % 2 == 0 ? "north" : "south";
                batch.add(item(hours, "h", team, month, "\"value\":" + (month * 3 + team)));
                batch.add(
                        item(
                                share,
                                "s",
                                team,
                                month,
                                "\"numerator\":"
                                        + (40 + month * team)
                                        + ",\"denominator\":100,\"dimensions\":{\"zone\":\""
                                        + zone
                                        + "\"}"));
                batch.add(
                        item(
                                pulse,
                                "p",
                                team,
                                month,
                                "\"scores\":{\"9\":" + (3 + team * 2) + ",\"3\":" + month + "}"));
            }
        }
        if (month % 2 == 0) {
            batch.add(replaced(hours, "h", month, "\"value\":50,\"corrects\":\"%s\""));
            batch.add(replaced(share, "s", month, "\"retracts\":\"%s\""));
        }
        post(batch);
        switch (month) {
            case 2 -> Defined.target(hours, "org", "\"comparator\":\"gte\",\"value\":20");
            case 3 -> {
                Defined.target(share, "stream:a-" + own, "\"comparator\":\"gte\",\"value\":45");
                put(
                        "/kpis/" + hours + "/baselines/org",
                        "{\"from\":\"2025-01-01\",\"to\":\"2025-03-01\"}");
            }
            case 4 -> move(0, "a-", "b-", "2025-04-10");
            case 5 ->
                    Defined.target(
                            hours,
                            "org",
                            "\"comparator\":\"gte\",\"value\":5,\"basis\":\"change\"");
            case 6 -> move(0, "a-", "b-", "2025-03-10");
            case 7 ->
                    Defined.kpi(
                            hours, Defined.SUM.replace("\"rollUp\":\"sum\"", "\"rollUp\":\"max\""));
            default -> {
                // a month of measurements alone
            }
        }
    }

    private String item(String kpi, String prefix, int team, int month, String fields) {
        return """
        {"id":"%s-%d-%d","source":"%s","kpi":"%s","scope":"team:t%d-%s",
         "observedAt":"2025-%02d-15T12:00:00Z",%s}
        """
                .formatted(prefix, team, month, own, kpi, team, own, month, fields);
    }

    /** A correction or retraction of what team 1 sent two months earlier, or one before. */
    private String replaced(String kpi, String prefix, int month, String fields) {
        int earlier = (month - 1 + 1) % 4 != 3 ? month - 1 : month;
        return """
        {"id":"%s-again-%d","source":"%s","kpi":"%s","scope":"team:t1-%s",
         "observedAt":"2025-%02d-15T12:00:00Z","reason":"a mistake",%s}
        """
                .formatted(
                        prefix,
                        month,
                        own,
                        kpi,
                        own,
                        earlier,
                        fields.formatted(prefix + "-1-" + earlier));
    }

    private static void post(List<String> batch) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body("[" + String.join(",", batch) + "]")
                .post("/api/v1/measurements")
                .then()
                .statusCode(207)
                .body("receipts.receipt", everyItem(equalTo("counted")));
    }

    private void move(int team, String from, String to, String day) {
        put(
                "/teams/t" + team + "-" + own,
                """
                {"name":"Moved","memberships":[
                 {"valueStream":"%1$s%3$s","from":"2020-01-01","to":"%4$s"},
                 {"valueStream":"%2$s%3$s","from":"%4$s","to":null}]}
                """
                        .formatted(from, to, own, day));
    }

    private static void put(String path, String body) {
        given().contentType("application/json")
                .body(body)
                .put("/api/v1" + path)
                .then()
                .statusCode(oneOf(200, 201));
    }

    /** Asks everything of this month, and everything of now. */
    private List<Answer> ask(int month) {
        Instant at = Instant.parse("2025-%02d-20T12:00:00Z".formatted(month));
        Instant settled = Instant.parse("2025-%02d-08T12:00:00Z".formatted(month + 1));
        Map<String, @Nullable Instant> asked = new LinkedHashMap<>();
        for (String kpi : List.of(hours, share, pulse)) {
            String list = "/status?limit=1000&kpi=" + kpi;
            asked.put(list, at);
            asked.put(list + "&period=2025-%02d".formatted(month), settled);
            asked.put("/status/history?kpi=" + kpi + "&scope=stream:a-" + own, at);
            asked.put("/status/explain?kpi=" + kpi + "&scope=org", at);
        }
        asked.put("/status?limit=1000&dimension=zone:north&kpi=" + share, at);
        asked.put("/status?kpi=" + hours + "&period=2025-%02d&limit=999".formatted(month), null);
        List<Answer> answers = new ArrayList<>();
        Map<String, Object> said = new LinkedHashMap<>();
        asked.forEach((path, moment) -> said.put(path, said(path + at(moment))));
        Instant known = Instant.now();
        asked.forEach((path, moment) ->
                answers.add(new Answer(path, moment, known, requireNonNull(said.get(path)))));
        return answers;
    }

    private static Object again(Answer answer) {
        return said(answer.path + at(answer.at) + "&asOf=" + answer.known);
    }

    private static String at(@Nullable Instant at) {
        return at == null ? "" : "&at=" + at;
    }

    /** What is answered, without the moments at which it was found out. */
    private static Object said(String path) {
        return without(
                given().get("/api/v1" + path).then().statusCode(200).extract().<Object>path("$"));
    }

    private static Object without(Object json) {
        if (json instanceof List<?> list) {
            return list.stream().map(TwoClocksHttpTest::without).toList();
        }
        if (json instanceof Map<?, ?> fields) {
            Map<String, Object> left = new LinkedHashMap<>();
            fields.forEach((name, value) -> {
                if (!List.of("evaluatedAt", "position", "next", "measurements")
                        .contains(String.valueOf(name))) {
                    left.put(String.valueOf(name), value == null ? "null" : without(value));
                }
            });
            return left;
        }
        return json;
    }
}
