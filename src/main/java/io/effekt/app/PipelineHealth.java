package io.effekt.app;

import io.effekt.ingest.Intake;
import io.effekt.ingest.MeasurementConsumer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while batches find their way into the store; how far behind it is, is told beside. */
@Readiness
public class PipelineHealth implements HealthCheck {
    private final Intake intake;
    private final MeasurementConsumer consumer;

    public PipelineHealth(Intake intake, MeasurementConsumer consumer) {
        this.intake = intake;
        this.consumer = consumer;
    }

    @Override
    public HealthCheckResponse call() {
        boolean stuck = intake.isStuck();
        var answer =
                HealthCheckResponse.named("measurements")
                        .status(!stuck)
                        .withData("partitions", consumer.partitions().size())
                        .withData("lag", consumer.lag());
        return stuck
                ? answer.withData("reason", "a batch waits for the database").build()
                : answer.build();
    }
}
