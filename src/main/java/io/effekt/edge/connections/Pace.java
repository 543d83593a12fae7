package io.effekt.edge.connections;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How slow a client may be, {@code effekt.limits.*}. Nothing here restarts with each byte.
 *
 * @param head from the first moment of a connection, or the first byte of a later request, to the
 *     end of the headers
 * @param body what a body may take whatever its length
 * @param bodyRate bytes a second that a body has to bring after that
 * @param answer how long a client may take nothing of its answer
 * @param idle how long a connection may be kept between requests
 * @param perAddress connections that one address may hold
 */
record Pace(
        Duration head,
        Duration body,
        long bodyRate,
        Duration answer,
        Duration idle,
        int perAddress) {
    static Pace of(Config config) {
        return new Pace(
                duration(config, "head-timeout"),
                duration(config, "body-timeout"),
                config.getValue("effekt.limits.body-rate", Long.class),
                duration(config, "answer-timeout"),
                duration(config, "idle-timeout"),
                config.getValue("effekt.limits.connections-per-address", Integer.class));
    }

    private static Duration duration(Config config, String name) {
        return config.getValue("effekt.limits." + name, Duration.class);
    }
}
