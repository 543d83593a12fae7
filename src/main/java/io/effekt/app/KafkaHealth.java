package io.effekt.app;

import io.effekt.ingest.record.KafkaTrouble;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Kafka answers, has the topics, and acknowledges what is sent. */
@Readiness
public class KafkaHealth implements HealthCheck {
    private final KafkaTrouble trouble;

    public KafkaHealth(KafkaTrouble trouble) {
        this.trouble = trouble;
    }

    @Override
    public HealthCheckResponse call() {
        return new Health("kafka", trouble.reasons()).answer(Map.of());
    }
}
