package io.effekt.kpi.domain.evaluation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Kpi;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the worked cases, through the pure evaluator. Keys that are absent may be anything.
 */
class StatusCasesTest {
    private static final double TOLERANCE = 1e-9;

    @TestFactory
    Stream<DynamicContainer> everyWorkedCaseHolds() {
        return StatusCases.all().stream().map(StatusCasesTest::world);
    }

    private static DynamicContainer world(StatusCases.World world) {
        Map<String, StatusEvaluator> evaluators = new HashMap<>();
        Stream<DynamicTest> rows =
                world.expected().stream().map(row -> row(world, row, evaluators));
        return DynamicContainer.dynamicContainer(world.name() + " at " + world.at(), rows);
    }

    private static DynamicTest row(
            StatusCases.World world, JsonNode row, Map<String, StatusEvaluator> evaluators) {
        String kpi = row.path("kpi").asText();
        String period = row.path("period").asText();
        Scope scope = Scope.parse(row.path("scope").asText());
        String status = row.path("status").asText();
        return DynamicTest.dynamicTest(
                String.join(" ", kpi, scope.toString(), period, "is", status),
                () -> {
                    StatusEvaluator evaluator =
                            evaluators.computeIfAbsent(
                                    kpi + " " + period,
                                    any -> evaluator(world, kpi, Period.parse(period)));
                    check(row, evaluator.status(scope));
                });
    }

    private static StatusEvaluator evaluator(StatusCases.World world, String key, Period period) {
        Kpi kpi = requireNonNull(world.definitions().kpis().get(key));
        Journal journal = Journal.of(world.definitions(), kpi, world.at(), world.measurements());
        return new StatusEvaluator(journal.inputs(period));
    }

    private static void check(JsonNode expected, KpiStatus got) {
        String row = expected + "\nbut was " + got;
        assertEquals(expected.path("status").asText(), got.status().word(), row);
        assertEquals(expected.path("complete").asBoolean(), got.complete(), row);
        number(expected, "value", got.value(), row);
        number(expected, "n", got.n(), row);
        number(expected, "answers", got.answers(), row);
        if (expected.has("interval")) {
            interval(expected.path("interval"), got, row);
        }
        if (expected.has("confident")) {
            JsonNode confident = expected.path("confident");
            assertEquals(confident.isNull() ? null : confident.asBoolean(), got.confident(), row);
        }
        text(expected, "targetFrom", got.targetFrom(), row);
        text(expected, "rolledUp", got.rolledUp(), row);
        if (expected.has("target")) {
            target(expected.path("target"), got.target(), row);
        }
    }

    private static void interval(JsonNode expected, KpiStatus got, String row) {
        if (expected.isNull()) {
            assertNull(got.interval(), row);
        } else {
            assertNotNull(got.interval(), row);
            close(expected.path(0).asDouble(), got.interval().lower(), row);
            close(expected.path(1).asDouble(), got.interval().upper(), row);
        }
    }

    private static void target(JsonNode expected, @Nullable ResolvedTarget got, String row) {
        if (expected.isNull()) {
            assertNull(got, row);
            return;
        }
        assertNotNull(got, row);
        text(expected, "comparator", got.comparator().word(), row);
        boundary(expected, got.goal(), row);
        if (expected.has("wlower")) {
            assertNotNull(got.warning(), row);
            number(expected, "wlower", got.warning().lower(), row);
            number(expected, "wupper", got.warning().upper(), row);
        }
        JsonNode warning = expected.path("warning");
        if (warning.isNull()) {
            assertNull(got.warning(), row);
        } else if (!warning.isMissingNode()) {
            assertNotNull(got.warning(), row);
            if (warning.isObject()) {
                boundary(warning, got.warning(), row);
            } else {
                number(expected, "warning", got.warning().value(), row);
            }
        }
    }

    private static void boundary(JsonNode expected, Boundary got, String row) {
        number(expected, "value", got.value(), row);
        number(expected, "lower", got.lower(), row);
        number(expected, "upper", got.upper(), row);
    }

    private static void number(JsonNode node, String field, @Nullable Number got, String row) {
        if (!node.has(field)) {
            return;
        }
        if (node.path(field).isNull()) {
            assertNull(got, row);
        } else {
            assertNotNull(got, field + " of " + row);
            close(node.path(field).asDouble(), got.doubleValue(), field + " of " + row);
        }
    }

    private static void text(JsonNode node, String field, @Nullable Object got, String row) {
        if (node.has(field)) {
            String expected = node.path(field).isNull() ? null : node.path(field).asText();
            assertEquals(expected, got == null ? null : got.toString(), row);
        }
    }

    private static void close(double expected, double got, String row) {
        double allowed = Math.max(1e-12, TOLERANCE * Math.abs(expected));
        assertTrue(Math.abs(expected - got) <= allowed, row);
    }
}
