package io.effekt.app;

import io.effekt.embedded.EmbeddedServers;
import io.effekt.embedded.ServerState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready once an embedded server is gone; says which, and its last words. */
@Readiness
@ApplicationScoped
public class EmbeddedServersHealth implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        Map<String, ServerState> states =
                EmbeddedServers.current().map(EmbeddedServers::states).orElse(Map.of());
        HealthCheckResponseBuilder response = HealthCheckResponse.named("embedded servers").up();
        states.forEach((name, state) -> {
            switch (state) {
                case ServerState.Running(long pid) ->
                        response.withData(name, "runs as process " + pid);
                case ServerState.Stopped() -> response.withData(name, "stopped").down();
                case ServerState.Lost(long pid, var at, String words) ->
                        response.withData(
                                        name,
                                        "process %d was found ended at %s: %s"
                                                .formatted(pid, at, words))
                                .down();
            }
        });
        return response.build();
    }
}
