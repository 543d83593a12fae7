package io.effekt.kafka;


import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** How topics are made that are not there yet, {@code effekt.topics.*}. */
@Singleton
public class TopicSettings {
    private static final String DAYS = "retention-days.";

    private final Config config;

    public TopicSettings(Config config) {
        this.config = config;
    }

    /** Copies of each record; -1 for the broker's default. */
    public short replicationFactor() {
        return (short) number("replication-factor", -1);
    }

    /**
     * How many days Kafka keeps measurements; -1 for ever. They are what the database would be
     * filled from again after a loss.
     */
    public int measurementsDays() {
        return number(DAYS + "measurements", -1);
    }

    /** Likewise for decisions. */
    public int decisionsDays() {
        return number(DAYS + "decisions", -1);
    }

    public int statusChangesDays() {
        return number(DAYS + "status-changes", 30);
    }

    public int rejectedDays() {
        return number(DAYS + "rejected", 30);
    }

    private int number(String name, int otherwise) {
        return config.getOptionalValue("effekt.topics." + name, Integer.class).orElse(otherwise);
    }
}
