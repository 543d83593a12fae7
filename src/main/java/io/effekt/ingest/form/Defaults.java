package io.effekt.ingest.form;

import org.jspecify.annotations.Nullable;

/**
 * What the carrier of a measurement says, for one that does not say it itself.
 *
 * @param id for instance the header {@code ce_id} of a Kafka record
 * @param source for instance the header {@code ce_source}
 */
public record Defaults(@Nullable String id, @Nullable String source) {
    public static final Defaults NONE = new Defaults(null, null);

    /**
     * The same for one of a list: {@code <id>/<place>}, so that each has an id of its own, and the
     * same one when the list is sent again.
     *
     * @param place from 0
     */
    public Defaults at(int place) {
        return id == null ? this : new Defaults(id + "/" + place, source);
    }
}
