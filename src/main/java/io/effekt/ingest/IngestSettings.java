package io.effekt.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the HTTP door. */
@ConfigMapping(prefix = "effekt.ingest")
public interface IngestSettings {
    /** Most measurements that one call may carry. */
    @WithDefault("10000")
    int maxItems();

    /** Longest body of one call, after decompression. */
    @WithDefault("8M")
    MemorySize maxBody();

    /** What all bodies that are being read may take together; a call past it is answered 503. */
    @WithDefault("64M")
    MemorySize maxBodiesTogether();

    /** How long a body may take to arrive. */
    @WithDefault("PT30S")
    Duration bodyTimeout();

    /** How long Kafka may take to acknowledge everything of one call. */
    @WithDefault("PT2.5S")
    Duration acknowledgeTimeout();

    /** Longest wait that {@code Prefer: wait} can ask for. */
    @WithDefault("PT60S")
    Duration maxWait();

    /** What {@code Retry-After} says while something is away. */
    @WithDefault("PT2S")
    Duration retryAfter();
}
