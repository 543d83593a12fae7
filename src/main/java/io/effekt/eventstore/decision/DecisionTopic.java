package io.effekt.eventstore.decision;

import io.effekt.kafka.KafkaTopic;
import io.effekt.kafka.TopicSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Commands; one partition, so that there is one order for all. Kafka keeps them for ever. */
@Singleton
public class DecisionTopic implements TopicSource {
    public static final String NAME = "effekt.decisions.v1";

    /** Bytes of the largest command: an import of all definitions at once. */
    static final int LARGEST = 16 << 20;

    @Override
    public List<KafkaTopic> topics() {
        return List.of(new KafkaTopic(NAME, "decisions", 1, -1, LARGEST));
    }
}
