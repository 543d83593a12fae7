package io.effekt.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What the carrier of a measurement says, for one that does not say it itself.
 *
 * @param id for instance the header {@code ce_id} of a Kafka record
 * @param source for instance the header {@code ce_source}
 */
public record Defaults(@Nullable String id, @Nullable String source) {
    public static final Defaults NONE = new Defaults(null, null);
}
