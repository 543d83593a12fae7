package io.effekt.ingest.record;

import io.effekt.kafka.TopicKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with Kafka, seen from here: its topics, and what is sent. */
@ApplicationScoped
public class KafkaTrouble {
    private final TopicKeeper topics;
    private final MeasurementProducer producer;

    public KafkaTrouble(TopicKeeper topics, MeasurementProducer producer) {
        this.topics = topics;
        this.producer = producer;
    }

    /** Sentences; none when all is well. */
    public List<String> reasons() {
        return Stream.of(topics.trouble(), producer.trouble()).flatMap(Optional::stream).toList();
    }
}
