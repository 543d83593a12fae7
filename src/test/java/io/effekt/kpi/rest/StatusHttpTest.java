package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of statuses: filters, pages, entity tags and what cannot be asked. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusHttpTest {
    private static final String STATUS = "/api/v1/status";

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "hours-" + own;

    @BeforeEach
    void twoStreamsOfThreeTeams() {
        Defined.stream("x-" + own);
        Defined.stream("y-" + own);
        Defined.kpi(kpi, Defined.SUM);
        Defined.target(kpi, "org", "\"comparator\":\"gte\",\"value\":5,\"warning\":3");
        Defined.team("silent-" + own, "x-" + own);
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            Defined.team("t" + i + "-" + own, (i < 3 ? "x-" : "y-") + own);
            batch.append(i == 0 ? "[" : ",").append(hours("t" + i, "2026-03-10", i + 1));
        }
        post(batch.append(']').toString());
    }

    private String hours(String team, String day, int hours) {
        return """
        {"id":"%s","source":"%s","kpi":"%s","scope":"team:%s-%s",
         "observedAt":"%sT12:00:00Z","value":%d}
        """
                .formatted(UUID.randomUUID(), own, kpi, team, own, day, hours);
    }

    private static void post(String batch) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(batch)
                .post("/api/v1/measurements")
                .then()
                .statusCode(207)
                .body("receipts.receipt", everyItem(equalTo("counted")));
    }

    private ValidatableResponse ask(String query) {
        return given().get(STATUS + "?kpi=" + kpi + query).then();
    }

    private List<Map<String, Object>> rows(String query) {
        return ask(query).statusCode(200).extract().path("items");
    }

    /** The same rows of headlines, of a period, and of both at a moment. */
    private static List<String> views() {
        String at = "&at=" + Instant.now();
        return List.of("", "&period=2026-03", at, "&period=2026-03" + at);
    }

    private void assertFilters(String filter, Predicate<Map<String, Object>> wanted, int size) {
        for (String view : views()) {
            List<Object> expected = new ArrayList<>();
            rows(view).stream().filter(wanted).forEach(row -> expected.add(row.get("scope")));
            List<Object> got = new ArrayList<>();
            rows(view + filter).forEach(row -> got.add(row.get("scope")));

            assertEquals(expected, got, view + filter);
            assertEquals(size, got.size(), view + filter);
        }
    }

    @Test
    void aLevelLeavesOutTheOthers() {
        assertFilters("&level=team", row -> starts(row, "scope", "team:"), 6);
        assertFilters("&level=stream", row -> starts(row, "scope", "stream:"), 2);
        assertFilters("&level=org", row -> starts(row, "scope", "org"), 1);
    }

    @Test
    void aValueStreamIsItselfAndItsTeams() {
        assertFilters("&valueStream=x-" + own, row -> starts(row, "valueStream", "x-" + own), 4);
    }

    @Test
    void aStatusLeavesOutTheOthers() {
        for (String view : List.of("&period=2026-03", "&period=2026-03&at=" + Instant.now())) {
            ask(view + "&status=off_track&level=team")
                    .statusCode(200)
                    .body("items.scope", contains("team:t0-" + own, "team:t1-" + own));
        }
        ask("&status=stale").statusCode(200).body("items", hasSize(9));
        ask("&status=on_track").statusCode(200).body("items", hasSize(0));
    }

    @Test
    void aScopeIsNamedByItself() {
        assertFilters("&scope=stream:y-" + own, row -> starts(row, "scope", "stream:y-"), 1);
    }

    private static boolean starts(Map<String, Object> row, String field, String start) {
        return String.valueOf(row.get(field)).startsWith(start);
    }

    @Test
    void pagesGiveEveryRowOnce() {
        for (String view : views()) {
            List<Object> walked = new ArrayList<>();
            String next = STATUS + "?kpi=" + kpi + view + "&limit=4";
            int pages = 0;
            while (next != null) {
                var page = given().urlEncodingEnabled(false).get(next).then().statusCode(200);
                page.extract().<List<Map<String, Object>>>path("items").forEach(walked::add);
                next = page.extract().path("next");
                String link = page.extract().header("Link");
                assertEquals(next == null ? null : "<" + next + ">; rel=\"next\"", link);
                pages++;
            }

            assertEquals(3, pages, view);
            assertEquals(said(rows(view)), said(walked), view);
        }
    }

    private static List<Object> said(List<? extends Object> rows) {
        List<Object> said = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> fields) {
                said.add(fields.get("scope") + " " + fields.get("value"));
            }
        }
        return said;
    }

    @Test
    void whoHasTheAnswerGetsItAgainOnlyWhenItHasChanged() {
        for (String view :
                List.of(
                        "",
                        "&period=2026-03",
                        "&period=2026-02",
                        "&scope=team:t0-" + own,
                        "&scope=team:silent-" + own,
                        "&scope=team:silent-" + own + "&period=2026-03",
                        "&at=2026-11-01T00:00:00Z")) {
            String tag = ask(view).statusCode(200).extract().header("ETag");
            String elsewhere = hours("t0", "2026-01-10", 1).replace(kpi, "other-" + own);
            Defined.kpi("other-" + own, Defined.SUM);
            post("[" + elsewhere + "]");

            unchanged(view, tag).statusCode(304).header("ETag", tag);
        }
        String tag = ask("").statusCode(200).extract().header("ETag");
        post("[" + hours("t0", "2026-03-11", 7) + "]");
        unchanged("", tag).statusCode(200).header("ETag", notNullValue());
    }

    private ValidatableResponse unchanged(String view, @Nullable String tag) {
        return given().header("If-None-Match", Objects.requireNonNull(tag))
                .get(STATUS + "?kpi=" + kpi + view)
                .then();
    }

    @Test
    void asOfAnswersWithWhatWasRecordedByThen() {
        Instant before = Instant.now();
        post("[" + hours("t0", "2026-03-11", 7) + "]");

        ask("&period=2026-03&level=org").statusCode(200).body("items[0].value", is(28));
        ask("&period=2026-03&level=org&asOf=" + before)
                .statusCode(200)
                .body("items[0].value", is(21));
    }

    @Test
    void whatCannotBeAskedIsRefusedWithTheCure() {
        refused(400, "&limit=0", "limit");
        refused(400, "&limit=1001", "limit");
        refused(400, "&level=squad", "team, stream or org");
        refused(400, "&status=green", "status");
        refused(400, "&period=2026-13", "period");
        refused(400, "&at=yesterday", "at");
        refused(400, "&cursor=nonsense", "cursor");
        refused(400, "&colour=red", "colour");
        refused(404, "&scope=team:nobody-" + own, "no such scope");
        refused(404, "&valueStream=nowhere-" + own, "no such value stream");
        given().get(STATUS + "?kpi=none-" + own)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private void refused(int status, String query, String said) {
        String answer =
                ask(query)
                        .statusCode(status)
                        .contentType("application/problem+json")
                        .body("code", notNullValue())
                        .extract()
                        .asString();
        assertTrue(answer.contains(said), answer);
    }

    @Test
    void everyFieldIsThere() {
        ask("&period=2026-03&scope=org")
                .body("items[0].keySet().size()", is(25))
                .body("items[0].kpi", containsString(kpi))
                .body("items[0].coverage.teams", notNullValue());
    }
}
