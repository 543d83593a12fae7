package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestOrder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the worked cases through the doors: definitions by PUT, measurements by POST, and
 * the status asked for at the world's moment. Keys get the world's number before them, so that the
 * worlds do not meet. What is asked of now, and so read from the projections, has to be what the
 * log gives.
 */
@QuarkusTest
@Order(TestOrder.WHOLE_STORE + 1)
@QuarkusTestResource(EffektTestResource.class)
class StatusCasesHttpTest {
    private static final double TOLERANCE = 1e-9;
    private static final int AT_ONCE = 5_000;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @TestFactory
    List<DynamicTest> everyWorkedCaseHoldsThroughTheDoors() {
        List<DynamicTest> tests = new ArrayList<>();
        List<JsonNode> worlds = worlds();
        for (int i = 0; i < worlds.size(); i++) {
            JsonNode world = worlds.get(i);
            String prefix = "w" + i + "-";
            tests.add(
                    DynamicTest.dynamicTest(
                            world.path("name").asText(), () -> new World(world, prefix).holds()));
        }
        return tests;
    }

    private static List<JsonNode> worlds() {
        List<JsonNode> worlds = new ArrayList<>();
        try (InputStream resource =
                StatusCasesHttpTest.class.getResourceAsStream("/status-examples.json")) {
            JSON.readTree(resource).path("worlds").forEach(worlds::add);
            String more = System.getProperty("status.cases", "");
            if (!more.isBlank()) {
                JSON.readTree(Files.readAllBytes(Path.of(more)))
                        .path("worlds")
                        .forEach(worlds::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return worlds;
    }

    private static final class World {
        private final JsonNode world;
        private final String prefix;
        private final Map<String, Map<String, JsonNode>> answers = new HashMap<>();

        World(JsonNode world, String prefix) {
            this.world = world;
            this.prefix = prefix;
        }

        void holds() {
            define();
            post();
            int wrong = 0;
            StringBuilder report = new StringBuilder();
            for (JsonNode row : world.path("expected")) {
                try {
                    check(row);
                } catch (AssertionError e) {
                    wrong++;
                    report.append(e.getMessage()).append('\n');
                }
            }
            assertEquals(0, wrong, report.toString());
            assertTrue(world.path("expected").size() > 0, "no rows");
            readIsWhatTheLogGives();
            moveATeamInTheMiddleOfItsData();
            readIsWhatTheLogGives();
            takeSomeBack();
            readIsWhatTheLogGives();
            madeAnewIsWhatIsThere();
        }

        /**
         * Asked again while the evaluator still works, or the clock has just moved a row: beside
         * the teams of all other tests that takes its time.
         */
        private static void madeAnewIsWhatIsThere() {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> {
                        JsonNode report =
                                read(
                                        given().post("/api/v1/projections/verify")
                                                .then()
                                                .statusCode(200)
                                                .extract()
                                                .asString());
                        assertTrue(
                                report.path("rows").path("kpi_status_history").asInt() > 0,
                                report.toString());
                        for (JsonNode rows : report.path("different")) {
                            assertEquals(0, rows.asInt(), report.toString());
                        }
                    });
        }

        /** Headlines and every period of every KPI: now, and at this very moment from the log. */
        private void readIsWhatTheLogGives() {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        for (JsonNode kpi : world.path("kpis")) {
                            readIsWhatTheLogGives(kpi.path("key").asText());
                        }
                    });
        }

        private void readIsWhatTheLogGives(String kpi) {
            Set<String> periods = new TreeSet<>();
            for (JsonNode row : world.path("expected")) {
                if (row.path("kpi").asText().equals(kpi)) {
                    periods.add(row.path("period").asText());
                }
            }
            assertEquals(said(kpi, null, Instant.now()), said(kpi, null, null), kpi);
            for (String period : periods) {
                assertEquals(said(kpi, period, Instant.now()), said(kpi, period, null), kpi);
            }
        }

        /** Rows without the moments at which they were found out. */
        private List<JsonNode> said(String kpi, @Nullable String period, @Nullable Instant at) {
            var request = given().queryParam("kpi", prefix + kpi).queryParam("limit", 1000);
            if (period != null) {
                request.queryParam("period", period);
            }
            if (at != null) {
                request.queryParam("at", at.truncatedTo(ChronoUnit.MICROS).toString());
            }
            List<JsonNode> rows = new ArrayList<>();
            for (JsonNode row :
                    read(request.get("/api/v1/status").then().statusCode(200).extract().asString())
                            .path("items")) {
                rows.add(without(row, "evaluatedAt", "position"));
            }
            return rows;
        }

        private void moveATeamInTheMiddleOfItsData() {
            String team = "";
            List<String> days = new ArrayList<>();
            for (JsonNode measurement : world.path("measurements")) {
                String scope = measurement.path("scope").asText();
                if (scope.startsWith("team:") && measurement.has("observedAt")) {
                    team = team.isEmpty() ? scope.substring(5) : team;
                    if (scope.equals("team:" + team)) {
                        days.add(measurement.path("observedAt").asText().substring(0, 10));
                    }
                }
            }
            if (team.isEmpty()) {
                return;
            }
            Collections.sort(days);
            String day = days.get(days.size() / 2);
            put("/value-streams/" + prefix + "elsewhere", JSON.createObjectNode().put("name", "E"));
            ObjectNode body = JSON.createObjectNode().put("name", team);
            ArrayNode memberships = body.putArray("memberships");
            String before = prefix + world.path("valueStreams").path(0).path("key").asText();
            memberships
                    .addObject()
                    .put("valueStream", before)
                    .put("from", "2020-01-01")
                    .put("to", day);
            memberships
                    .addObject()
                    .put("valueStream", prefix + "elsewhere")
                    .put("from", day)
                    .putNull("to");
            put("/teams/" + prefix + team, body);
        }

        /** Every fifth measurement that nobody has corrected or taken back yet. */
        private void takeSomeBack() {
            Set<String> replaced = new HashSet<>();
            for (JsonNode measurement : world.path("measurements")) {
                replaced.add(measurement.path("corrects").asText());
                replaced.add(measurement.path("retracts").asText());
            }
            ArrayNode batch = JSON.createArrayNode();
            for (int i = 0; i < world.path("measurements").size(); i += 5) {
                JsonNode measurement = world.path("measurements").path(i);
                if (!replaced.contains(measurement.path("id").asText())
                        && !measurement.has("retracts")) {
                    batch.addObject()
                            .put("id", "back-" + i)
                            .put("source", prefix + "source")
                            .put("kpi", prefix + measurement.path("kpi").asText())
                            .put("scope", scope(measurement.path("scope").asText()))
                            .put("observedAt", "2025-01-01T00:00:00Z")
                            .put("retracts", measurement.path("id").asText())
                            .put("reason", "to see what is left");
                }
            }
            post(batch);
        }

        private void define() {
            for (JsonNode stream : world.path("valueStreams")) {
                put("/value-streams/" + key(stream), without(stream, "key"));
            }
            for (JsonNode team : world.path("teams")) {
                ObjectNode body = without(team, "key");
                for (JsonNode membership : body.path("memberships")) {
                    ((ObjectNode) membership)
                            .put("valueStream", prefix + membership.path("valueStream").asText());
                }
                put("/teams/" + key(team), body);
            }
            for (JsonNode kpi : world.path("kpis")) {
                ObjectNode body = without(kpi, "key");
                body.putObject("name").put("en", kpi.path("key").asText());
                put("/kpis/" + key(kpi), body);
            }
            Map<String, ArrayNode> targets = new TreeMap<>();
            for (JsonNode target : world.path("targets")) {
                targets.computeIfAbsent(place(target), any -> JSON.createArrayNode())
                        .add(without(target, "kpi", "scope"));
            }
            targets.forEach((place, list) ->
                    put(
                            "/kpis/" + place.replace("|", "/targets/"),
                            JSON.createObjectNode().set("targets", list)));
            for (JsonNode baseline : world.path("baselines")) {
                put(
                        "/kpis/" + place(baseline).replace("|", "/baselines/"),
                        without(baseline, "kpi", "scope"));
            }
        }

        private void post() {
            ArrayNode batch = JSON.createArrayNode();
            for (JsonNode measurement : world.path("measurements")) {
                ObjectNode item = measurement.deepCopy();
                item.put("kpi", prefix + measurement.path("kpi").asText());
                item.put("scope", scope(measurement.path("scope").asText()));
                item.put("source", prefix + "source");
                batch.add(item);
                if (batch.size() == AT_ONCE) {
                    post(batch);
                    batch.removeAll();
                }
            }
            post(batch);
        }

        private static void post(ArrayNode batch) {
            if (batch.isEmpty()) {
                return;
            }
            String answer =
                    given().contentType("application/json")
                            .header("Prefer", "wait=30")
                            .body(batch.toString())
                            .post("/api/v1/measurements")
                            .then()
                            .statusCode(207)
                            .extract()
                            .asString();
            JsonNode receipts = read(answer);
            assertEquals(batch.size(), receipts.path("counted").asInt(), answer);
        }

        private void check(JsonNode row) {
            String kpi = prefix + row.path("kpi").asText();
            String period = row.path("period").asText();
            Map<String, JsonNode> rows =
                    answers.computeIfAbsent(kpi + " " + period, any -> ask(kpi, period));
            String scope = scope(row.path("scope").asText());
            JsonNode got = rows.get(scope);
            if (got == null) {
                got = named(kpi, period, scope);
            }
            String shown = "expected " + row + "\nbut was " + got;
            text(row, got, "status", shown);
            assertEquals(row.path("complete"), got.path("complete"), shown);
            for (String number : List.of("value", "n", "answers")) {
                number(row, got, number, shown);
            }
            if (row.path("interval").isNull()) {
                assertTrue(got.path("interval").isNull(), shown);
            } else if (row.has("interval")) {
                close(row.path("interval").path(0), got.path("interval").path(0), shown);
                close(row.path("interval").path(1), got.path("interval").path(1), shown);
            }
            if (row.has("confident")) {
                assertEquals(row.path("confident"), got.path("confident"), shown);
            }
            if (row.has("targetFrom")) {
                String from = row.path("targetFrom").asText();
                assertEquals(
                        row.path("targetFrom").isNull() ? "null" : scope(from),
                        got.path("targetFrom").asText(),
                        shown);
            }
            text(row, got, "rolledUp", shown);
            if (row.path("target").isObject()) {
                target(row.path("target"), got.path("target"), shown);
            } else if (row.has("target")) {
                assertTrue(got.path("target").isNull(), shown);
            }
        }

        private static void target(JsonNode expected, JsonNode got, String shown) {
            text(expected, got, "comparator", shown);
            for (String number : List.of("value", "lower", "upper")) {
                number(expected, got, number, shown);
            }
            JsonNode warning = expected.path("warning");
            if (warning.isObject()) {
                number(warning, got.path("warning"), "lower", shown);
                number(warning, got.path("warning"), "upper", shown);
            } else {
                number(expected, got, "warning", shown);
            }
            if (expected.has("wlower")) {
                close(expected.path("wlower"), got.path("warning").path("lower"), shown);
                close(expected.path("wupper"), got.path("warning").path("upper"), shown);
            }
        }

        private Map<String, JsonNode> ask(String kpi, String period) {
            Map<String, JsonNode> rows = new HashMap<>();
            get(kpi, period, null).forEach(row -> rows.put(row.path("scope").asText(), row));
            return rows;
        }

        private JsonNode named(String kpi, String period, String scope) {
            List<JsonNode> rows = get(kpi, period, scope);
            assertEquals(1, rows.size(), "a named scope always gets its row: " + kpi + " " + scope);
            return rows.getFirst();
        }

        private List<JsonNode> get(String kpi, String period, @Nullable String scope) {
            var request =
                    given().queryParam("kpi", kpi)
                            .queryParam("period", period)
                            .queryParam("at", world.path("at").asText())
                            .queryParam("limit", 1000);
            if (scope != null) {
                request.queryParam("scope", scope);
            }
            String answer =
                    request.get("/api/v1/status").then().statusCode(200).extract().asString();
            List<JsonNode> rows = new ArrayList<>();
            read(answer).path("items").forEach(rows::add);
            return rows;
        }

        private static void put(String path, JsonNode body) {
            given().contentType("application/json")
                    .body(body.toString())
                    .put("/api/v1" + path)
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
        }

        private String key(JsonNode node) {
            return prefix + node.path("key").asText();
        }

        private String place(JsonNode node) {
            return prefix + node.path("kpi").asText() + "|" + scope(node.path("scope").asText());
        }

        private String scope(String scope) {
            return scope.equals("org") ? scope : scope.replaceFirst(":", ":" + prefix);
        }

        private static ObjectNode without(JsonNode node, String... fields) {
            ObjectNode copy = node.deepCopy();
            copy.remove(List.of(fields));
            return copy;
        }

        private static void text(JsonNode expected, JsonNode got, String field, String shown) {
            if (expected.has(field)) {
                assertEquals(expected.path(field).asText(), got.path(field).asText(), shown);
            }
        }

        private static void number(JsonNode expected, JsonNode got, String field, String shown) {
            if (!expected.has(field)) {
                return;
            }
            if (expected.path(field).isNull()) {
                assertTrue(got.path(field).isNull(), field + ": " + shown);
            } else {
                close(expected.path(field), got.path(field), field + ": " + shown);
            }
        }

        private static void close(JsonNode expected, JsonNode got, String shown) {
            assertNotNull(got, shown);
            assertTrue(got.isNumber(), shown);
            double allowed = Math.max(1e-12, TOLERANCE * Math.abs(expected.asDouble()));
            assertTrue(Math.abs(expected.asDouble() - got.asDouble()) <= allowed, shown);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
