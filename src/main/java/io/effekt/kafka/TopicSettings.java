package io.effekt.kafka;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** How topics are made that are not there yet, {@code effekt.topics.*}. */
@Singleton
public class TopicSettings {
    private final Config config;

    public TopicSettings(Config config) {
        this.config = config;
    }

    /** Copies of each record; -1 for the broker's default. */
    public short replicationFactor() {
        return (short) number("replication-factor", -1);
    }

    /** How many days Kafka keeps the records of a topic; -1 for ever. */
    public int retentionDays(KafkaTopic topic) {
        return number("retention-days." + topic.setting(), topic.retentionDays());
    }

    private int number(String name, int otherwise) {
        return config.getOptionalValue("effekt.topics." + name, Integer.class).orElse(otherwise);
    }
}
