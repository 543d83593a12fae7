package io.effekt.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Limits of the HTTP door, {@code effekt.ingest.*}. Not a {@code @ConfigMapping}: Quarkus loads
 * those while it builds, which fails when Maven runs on a JDK older than the classes.
 */
@Singleton
public class IngestSettings {
    private final Config config;

    public IngestSettings(Config config) {
        this.config = config;
    }

    /** Most measurements that one call may carry. */
    public int maxItems() {
        return value("max-items", Integer.class, 10_000);
    }

    /** Longest body of one call, in bytes after decompression. */
    public long maxBody() {
        return bytes("max-body", 8L << 20);
    }

    /** How long Kafka may take to acknowledge everything of one call. */
    public Duration acknowledgeTimeout() {
        return value("acknowledge-timeout", Duration.class, Duration.ofMillis(2_500));
    }

    /** Longest wait that {@code Prefer: wait} can ask for. */
    public Duration maxWait() {
        return value("max-wait", Duration.class, Duration.ofSeconds(60));
    }

    /** What {@code Retry-After} says while something is away. */
    public Duration retryAfter() {
        return value("retry-after", Duration.class, Duration.ofSeconds(2));
    }

    private long bytes(String name, long otherwise) {
        return config.getOptionalValue("effekt.ingest." + name, MemorySize.class)
                .map(MemorySize::asLongValue)
                .orElse(otherwise);
    }

    private <T> T value(String name, Class<T> type, T otherwise) {
        return config.getOptionalValue("effekt.ingest." + name, type).orElse(otherwise);
    }
}
