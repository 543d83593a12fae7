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
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the worked cases through the doors: definitions by PUT, measurements by POST, and
 * the status asked for at the world's moment. Keys get the world's name before them, so that the
 * worlds do not meet.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusCasesHttpTest {
    private static final double TOLERANCE = 1e-9;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @TestFactory
    List<DynamicTest> everyWorkedCaseHoldsThroughTheDoors() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode world : worlds()) {
            tests.add(
                    DynamicTest.dynamicTest(
                            world.path("name").asText(), () -> new World(world).holds()));
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

        World(JsonNode world) {
            this.world = world;
            this.prefix = world.path("name").asText().replaceAll("[^a-z0-9]+", "-") + "-";
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
            if (row.has("interval") && !row.path("interval").isNull()) {
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
                for (String number : List.of("value", "lower", "upper")) {
                    number(row.path("target"), got.path("target"), number, shown);
                }
                if (row.path("target").path("warning").isNumber()) {
                    number(row.path("target"), got.path("target"), "warning", shown);
                }
            } else if (row.has("target")) {
                assertTrue(got.path("target").isNull(), shown);
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
