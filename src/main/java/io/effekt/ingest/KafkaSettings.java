package io.effekt.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Map;

/** How this instance reaches Kafka. */
@ConfigMapping(prefix = "effekt.kafka")
public interface KafkaSettings {
    /** Addresses of brokers, comma separated. */
    @WithName("bootstrap")
    String bootstrap();

    /** The name of this instance in consumer groups; a restart under the same name goes on at once. */
    String instance();

    /** Most records that one transaction takes. */
    @WithDefault("5000")
    int batchItems();

    /** What every client of Kafka is given. */
    default Map<String, Object> common() {
        return Map.of("bootstrap.servers", bootstrap(), "client.id", instance());
    }
}
