package io.effekt.kpi.application.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailingKpisTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FailingKpis failing = new FailingKpis(metrics);

    @Test
    void thePauseGrowsToFiveMinutesAndEndsWithTheFirstSuccess() {
        List<Long> pauses =
                IntStream.range(0, 11).mapToObj(i -> fail("churn").toSeconds()).toList();

        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L), pauses);
        assertTrue(failing.isLeftAlone("churn", NOW.plusSeconds(299)));
        assertFalse(failing.isLeftAlone("churn", NOW.plusSeconds(300)));
        assertFalse(failing.isLeftAlone("other", NOW));
        assertEquals(11, metrics.counter("effekt.evaluator.failures", "kpi", "churn").count());
        failing.worked("churn");
        assertFalse(failing.isLeftAlone("churn", NOW));
        assertEquals(Duration.ofSeconds(1), fail("churn"));
    }

    @Test
    void whatNobodyHasToEvaluateIsForgotten() {
        fail("churn");
        fail("other");
        failing.forgetAllBut(List.of("other"));
        assertEquals(Set.of("other"), failing.reasons().keySet());
    }

    private Duration fail(String kpi) {
        return failing.failed(kpi, NOW, new IllegalStateException());
    }
}
