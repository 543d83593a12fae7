package io.effekt.http.body;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Limits of bodies at every door. Their keys begin with {@code effekt.ingest}, as measurements are
 * the large ones. Not a {@code @ConfigMapping}: Quarkus loads those while it builds, which fails
 * when Maven runs on a JDK older than the classes.
 */
@Singleton
public class BodySettings {
    private final Config config;

    public BodySettings(Config config) {
        this.config = config;
    }

    /** What all bodies that are being read may take together; a call past it is answered 503. */
    public long maxBodiesTogether() {
        return config.getOptionalValue("effekt.ingest.max-bodies-together", MemorySize.class)
                .map(MemorySize::asLongValue)
                .orElse(24L << 20);
    }

    /** How long a body may take to arrive. */
    public Duration bodyTimeout() {
        return duration("body-timeout", Duration.ofSeconds(30));
    }

    /** What {@code Retry-After} says while too much is sent at once. */
    public Duration retryAfter() {
        return duration("retry-after", Duration.ofSeconds(2));
    }

    private Duration duration(String name, Duration otherwise) {
        return config.getOptionalValue("effekt.ingest." + name, Duration.class).orElse(otherwise);
    }
}
