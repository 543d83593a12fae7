package io.effekt.kafka;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How this instance reaches Kafka. Not a {@code @ConfigMapping}: Quarkus loads those while it
 * builds, which fails when Maven runs on a JDK older than the classes.
 */
@Singleton
public class KafkaSettings implements KafkaAccess {
    /**
     * Settings of Kafka's own clients that are passed on, each as {@code effekt.kafka.<name>}: in
     * the environment {@code EFFEKT_KAFKA_SECURITY_PROTOCOL} and so on.
     */
    static final List<String> SECURITY =
            List.of(
                    "security.protocol",
                    "sasl.mechanism",
                    "sasl.jaas.config",
                    "sasl.kerberos.service.name",
                    "sasl.login.callback.handler.class",
                    "sasl.oauthbearer.token.endpoint.url",
                    "ssl.protocol",
                    "ssl.enabled.protocols",
                    "ssl.endpoint.identification.algorithm",
                    "ssl.truststore.type",
                    "ssl.truststore.location",
                    "ssl.truststore.password",
                    "ssl.truststore.certificates",
                    "ssl.keystore.type",
                    "ssl.keystore.location",
                    "ssl.keystore.password",
                    "ssl.keystore.key",
                    "ssl.keystore.certificate.chain",
                    "ssl.key.password");

    private final String bootstrap;
    private final String instance;
    private final int batchItems;
    private final Map<String, Object> common;

    public KafkaSettings(
            @ConfigProperty(name = "effekt.kafka.bootstrap") String bootstrap,
            @ConfigProperty(name = "effekt.kafka.instance") String instance,
            @ConfigProperty(name = "effekt.kafka.batch-items", defaultValue = "5000")
                    int batchItems,
            Config config) {
        this.bootstrap = bootstrap;
        this.instance = instance;
        this.batchItems = batchItems;
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrap);
        all.put("client.id", instance);
        for (String name : SECURITY) {
            // As it stands: a password may have what would otherwise be an expression.
            String value = config.getConfigValue("effekt.kafka." + name).getRawValue();
            if (value != null && !value.isBlank()) {
                all.put(name, value);
            }
        }
        common = Map.copyOf(all);
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
        return common;
    }

    @Override
    public Map<String, Object> clientConfig() {
        return common();
    }
}
