package io.effekt.app;

import io.effekt.ingest.append.BatchProcessor;
import io.effekt.ingest.record.MeasurementConsumer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while batches find their way into the store; how far behind it is, is told beside. */
@Readiness
public class MeasurementsHealth implements HealthCheck {
    private final BatchProcessor intake;
    private final MeasurementConsumer consumer;

    public MeasurementsHealth(BatchProcessor intake, MeasurementConsumer consumer) {
        this.intake = intake;
        this.consumer = consumer;
    }

    @Override
    public HealthCheckResponse call() {
        return new Health(
                        "measurements",
                        Stream.of(intake.trouble(), consumer.trouble())
                                .flatMap(Optional::stream)
                                .toList())
                .answer(
                        Map.of(
                                "partitions",
                                (long) consumer.partitions().size(),
                                "lag",
                                consumer.lag()));
    }
}
