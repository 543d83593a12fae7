package io.effekt.ingest.record;

import io.effekt.eventstore.LogHead;
import io.effekt.kafka.KafkaTopic;
import io.effekt.kafka.TopicSource;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Measurements on their way in; the key is {@code kpi|scope}. Kafka keeps them for ever: they are
 * what the database would be filled from again after a loss.
 */
@Singleton
public class MeasurementTopic implements TopicSource {
    public static final String NAME = "effekt.measurements.v1";

    @Override
    public List<KafkaTopic> topics() {
        return List.of(new KafkaTopic(NAME, "measurements", LogHead.PARTITIONS, -1, 1 << 20));
    }
}
