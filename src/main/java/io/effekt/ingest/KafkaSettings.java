package io.effekt.ingest;

import io.effekt.eventstore.KafkaAccess;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How this instance reaches Kafka. Not a {@code @ConfigMapping}: Quarkus loads those while it
 * builds, which fails when Maven runs on a JDK older than the classes.
 */
@Singleton
public class KafkaSettings implements KafkaAccess {
    private final String bootstrap;
    private final String instance;
    private final int batchItems;

    public KafkaSettings(
            @ConfigProperty(name = "effekt.kafka.bootstrap") String bootstrap,
            @ConfigProperty(name = "effekt.kafka.instance") String instance,
            @ConfigProperty(name = "effekt.kafka.batch-items", defaultValue = "5000")
                    int batchItems) {
        this.bootstrap = bootstrap;
        this.instance = instance;
        this.batchItems = batchItems;
    }

    /** Addresses of brokers, comma separated. */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * The name of this instance in consumer groups; a restart under the same name goes on at once.
     */
    public String instance() {
        return instance;
    }

    /** Most records that one transaction takes. */
    public int batchItems() {
        return batchItems;
    }

    /** What every client of Kafka is given. */
    public Map<String, Object> common() {
        return Map.of("bootstrap.servers", bootstrap, "client.id", instance);
    }

    @Override
    public Map<String, Object> clientConfig() {
        return common();
    }
}
