package io.effekt.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How topics are made that are not there yet. */
@ConfigMapping(prefix = "effekt.topics")
public interface TopicSettings {
    /** Copies of each record; -1 for the broker's default. */
    @WithDefault("-1")
    short replicationFactor();

    RetentionDays retentionDays();

    /** How many days Kafka keeps records; -1 for ever. */
    interface RetentionDays {
        /** What the database would be filled from again after a loss. */
        @WithDefault("-1")
        int measurements();

        @WithDefault("-1")
        int decisions();

        @WithDefault("30")
        int statusChanges();

        @WithDefault("30")
        int rejected();
    }
}
