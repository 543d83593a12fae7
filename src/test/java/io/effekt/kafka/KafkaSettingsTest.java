package io.effekt.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** A broker that asks who is there can be used. */
class KafkaSettingsTest {
    @Test
    void whatTheEnvironmentSaysOfSecurityReachesEveryClient() {
        String jaas =
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                        + " username=\"effekt\" password=\"pa$${word}\\x\";";

        KafkaSettings settings =
                settings(
                        Map.of(
                                "EFFEKT_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                                "EFFEKT_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                                "EFFEKT_KAFKA_SASL_JAAS_CONFIG", jaas,
                                "EFFEKT_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/effekt/ca.pem",
                                "EFFEKT_KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
                                "EFFEKT_KAFKA_SSL_KEYSTORE_PASSWORD", " ",
                                "EFFEKT_KAFKA_BATCH_ITEMS", "7"));

        Map<String, Object> expected =
                Map.of(
                        "bootstrap.servers", "kafka:9093",
                        "client.id", "one",
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "sasl.jaas.config", jaas,
                        "ssl.truststore.location", "/etc/effekt/ca.pem",
                        "ssl.truststore.type", "PEM");
        assertEquals(expected, settings.common());
        assertEquals(expected, settings.clientConfig());
    }

    @Test
    void withoutItABrokerIsReachedAsItIs() {
        assertEquals(
                Map.of("bootstrap.servers", "kafka:9093", "client.id", "one"),
                settings(Map.of()).common());
    }

    @Test
    void everyClientKnowsEverySetting() {
        for (String name : KafkaSettings.SECURITY) {
            assertTrue(ConsumerConfig.configNames().contains(name), name);
            assertTrue(ProducerConfig.configNames().contains(name), name);
            assertTrue(AdminClientConfig.configNames().contains(name), name);
        }
    }

    private static KafkaSettings settings(Map<String, String> environment) {
        return new KafkaSettings(
                "kafka:9093",
                "one",
                1,
                new SmallRyeConfigBuilder()
                        .withSources(new EnvConfigSource(environment, 300))
                        .addDefaultInterceptors()
                        .build());
    }
}
