package io.effekt.access.allowance;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** How many requests each may send, {@code effekt.limits.*}. */
@Singleton
public class AllowanceSettings {
    private final Config config;

    public AllowanceSettings(Config config) {
        this.config = config;
    }

    /** Of a key or a person, in each window. */
    long requests() {
        return number("requests");
    }

    /** Without a valid key or token, from one address in each window. */
    long strangerRequests() {
        return number("stranger-requests");
    }

    Duration window() {
        return config.getValue("effekt.limits.window", Duration.class);
    }

    /** So many callers are counted at a time, and so many addresses. */
    public long remembered() {
        return number("remembered");
    }

    private long number(String name) {
        return config.getValue("effekt.limits." + name, Long.class);
    }
}
