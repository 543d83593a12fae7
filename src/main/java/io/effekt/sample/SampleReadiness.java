package io.effekt.sample;

import io.effekt.sample.SampleState.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready until every measurement of the sample is counted and evaluated. The doors are open
 * before that.
 */
@Readiness
@ApplicationScoped
public class SampleReadiness implements HealthCheck {
    private final SampleState state;

    SampleReadiness(SampleState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("sample");
        return switch (state.phase()) {
            case Phase.Off() -> response.up().withData("sample", "not wanted").build();
            case Phase.Ready() -> response.up().withData("sample", "loaded").build();
            case Phase.Loading(int percent) ->
                    down(response, "loading the sample organisation: " + percent + " %");
            case Phase.Counting(int percent) -> down(response, "counting: " + percent + " %");
            case Phase.Evaluating() -> down(response, "evaluating");
            case Phase.Failed(String reason) -> down(response, "failed: " + reason);
        };
    }

    private static HealthCheckResponse down(HealthCheckResponseBuilder response, String reason) {
        return response.down().withData("reason", reason).build();
    }
}
