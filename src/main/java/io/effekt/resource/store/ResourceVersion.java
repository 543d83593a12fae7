package io.effekt.resource.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a definition has read in one of its versions, who made it so and why.
 *
 * @param type stored type of the event that made it
 * @param seq sequence of that event in the decision log
 * @param reason null when none was given or when it was erased
 * @param body JSON without the key
 */
public record ResourceVersion(
        int version,
        String type,
        long seq,
        Instant recordedAt,
        String actor,
        @Nullable String reason,
        String body) {}
