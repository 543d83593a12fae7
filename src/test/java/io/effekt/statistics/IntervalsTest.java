package io.effekt.statistics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IntervalsTest {
    @TestFactory
    List<DynamicTest> everyReferenceCaseHolds() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = getClass().getResourceAsStream("/stats-examples.json")) {
            for (JsonNode reference :
                    new ObjectMapper().readTree(requireNonNull(file)).path("cases")) {
                String name = reference.path("id").asText();
                switch (reference.path("method").asText()) {
                    case "enps" -> tests.add(DynamicTest.dynamicTest(name, () -> enps(reference)));
                    case "proportion_ci" ->
                            tests.add(DynamicTest.dynamicTest(name, () -> proportion(reference)));
                    default -> {
                        // Other methods have tests of their own.
                    }
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static double z(JsonNode input) {
        double confidence = input.path("confidence").asDouble();
        return NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    }

    private static void enps(JsonNode reference) {
        long[] counts = new long[11];
        for (int score = 0; score <= 10; score++) {
            counts[score] = reference.at("/input/counts_0_to_10/" + score).asLong();
        }
        long answers = 0;
        long detractors = 0;
        for (int score = 0; score <= 10; score++) {
            answers += counts[score];
            detractors += score <= 6 ? counts[score] : 0;
        }
        JsonNode expected = reference.path("expected");
        long promoters = counts[9] + counts[10];
        if (!expected.path("defined").asBoolean(true)) {
            long none = answers;
            assertThrows(IllegalArgumentException.class, () -> new Enps(0, 0, none));
            return;
        }
        double z = z(reference.path("input"));
        Enps enps = new Enps(promoters, detractors, answers);
        close(expected, "n", (double) enps.answers());
        close(expected, "promoters", (double) enps.promoters());
        close(expected, "detractors", (double) enps.detractors());
        close(expected, "enps", enps.score());
        close(expected, "se", enps.standardError());
        close(expected, "ci_low", enps.interval(z).lower());
        close(expected, "ci_high", enps.interval(z).upper());
        close(expected, "adj_wald_low", enps.adjustedInterval(z).lower());
        close(expected, "adj_wald_high", enps.adjustedInterval(z).upper());
    }

    private static void proportion(JsonNode reference) {
        JsonNode input = reference.path("input");
        if (!input.path("interval").asText().equals("wilson")) {
            return;
        }
        Proportion share =
                new Proportion(input.path("successes").asDouble(), input.path("n").asDouble());
        JsonNode expected = reference.path("expected");
        close(expected, "estimate", share.estimate());
        close(expected, "ci_low", share.wilson(z(input)).lower());
        close(expected, "ci_high", share.wilson(z(input)).upper());
    }

    private static void close(JsonNode expected, String field, double got) {
        double wanted = expected.path(field).asDouble();
        assertEquals(wanted, got, Math.max(1e-9, 1e-9 * Math.abs(wanted)), field);
    }

    @Test
    void theQuantileIsThatOfTheNormalDistribution() {
        assertEquals(
                NormalDistribution.of(0, 1).inverseSurvivalProbability(0.025),
                Confidence.Z_95,
                1e-15);
    }

    @Test
    void anEnpsIntervalIsCutAtAHundred() {
        assertEquals(100, new Enps(9, 1, 10).interval(Confidence.Z_95).upper());
        assertEquals(-100, new Enps(1, 9, 10).interval(Confidence.Z_95).lower());
    }

    @Test
    void whereAllAnswerAlikeTheEnpsIntervalIsAPoint() {
        assertEquals(new Interval(100, 100), new Enps(7, 0, 7).interval(Confidence.Z_95));
    }

    @Test
    void aWilsonIntervalStaysWithinNothingAndAll() {
        for (int trials = 1; trials < 400; trials++) {
            Interval none = new Proportion(0, trials).wilson(Confidence.Z_95);
            Interval all = new Proportion(trials, trials).wilson(Confidence.Z_95);

            assertEquals(0, none.lower());
            assertEquals(1, all.upper());
            assertEquals(1 - none.upper(), all.lower(), 1e-12);
            assertTrue(none.upper() < 1 && none.upper() > 0);
        }
    }

    @Test
    void aPointOnTheEdgeIsNotInside() {
        Interval interval = new Interval(1, 2);

        assertTrue(interval.holdsInside(1.5));
        assertFalse(interval.holdsInside(1));
        assertFalse(interval.holdsInside(2));
    }

    @Test
    void moreSuccessesThanTrialsAreNoShare() {
        assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(Double.NaN, 2));
    }
}
