package io.effekt.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.sample.SampleState.Phase;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SampleReadinessTest {
    @Test
    void doesNotStandInTheWayWithoutASample() {
        assertEquals(Status.UP, new SampleReadiness(new SampleState(false)).call().getStatus());
    }

    @Test
    void tellsHowFarTheSampleIs() {
        SampleState state = new SampleState(true);
        SampleReadiness readiness = new SampleReadiness(state);
        Map<Phase, String> reasons =
                Map.of(
                        new Phase.Loading(43), "loading the sample organisation: 43 %",
                        new Phase.Counting(97), "counting: 97 %",
                        new Phase.Evaluating(), "evaluating",
                        new Phase.Failed("no door"), "failed: no door");
        assertEquals(Status.DOWN, readiness.call().getStatus());

        reasons.forEach((phase, reason) -> {
            state.reached(phase);
            HealthCheckResponse response = readiness.call();
            assertEquals(Status.DOWN, response.getStatus());
            assertEquals(reason, response.getData().orElseThrow().get("reason"));
        });

        state.reached(new Phase.Ready());
        assertEquals(Status.UP, readiness.call().getStatus());
    }
}
