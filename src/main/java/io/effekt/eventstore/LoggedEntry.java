package io.effekt.eventstore;

import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.measurement.SeriesName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry of the log stands: what a correction or a retraction has to know of it.
 *
 * @param period the period it was sent for; null when it was sent for an instant
 * @param supersededBy the sender's id of what took its place; null while it stands
 * @param supersededAt when that was observed; null while it stands
 * @param actor who sent it
 */
public record LoggedEntry(
        EntryId place,
        SeriesName series,
        NewMeasurement.Kind kind,
        Instant observedAt,
        @Nullable String period,
        @Nullable String supersededBy,
        @Nullable Instant supersededAt,
        String actor) {}
