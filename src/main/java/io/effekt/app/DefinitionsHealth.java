package io.effekt.app;

import io.effekt.eventstore.decision.DecisionConsumer;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while commands on definitions are decided, here or on another instance. */
@Readiness
public class DefinitionsHealth implements HealthCheck {
    private final DecisionConsumer consumer;

    public DefinitionsHealth(DecisionConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public HealthCheckResponse call() {
        return new Health("definitions", consumer.trouble().stream().toList()).answer(Map.of());
    }
}
