package io.effekt.kafka;

import java.util.Map;

/** How Kafka is reached: what every client is configured with. */
public interface KafkaAccess {
    Map<String, Object> clientConfig();
}
