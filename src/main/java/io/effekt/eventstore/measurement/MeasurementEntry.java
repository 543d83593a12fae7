package io.effekt.eventstore.measurement;

import io.effekt.eventstore.EntryId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the measurement log with all that is known of it.
 *
 * @param scores eleven counts; null where there are none
 * @param replaces the sender's id of what it takes the place of, or takes out
 * @param supersededBy the sender's id of what took its place; null while it stands
 */
public record MeasurementEntry(
        EntryId place,
        Instant recordedAt,
        String source,
        String id,
        NewMeasurement.Kind kind,
        SeriesName series,
        Instant observedAt,
        @Nullable String period,
        @Nullable BigDecimal value,
        @Nullable BigDecimal weight,
        @Nullable BigDecimal numerator,
        @Nullable BigDecimal denominator,
        @Nullable List<Long> scores,
        @Nullable String comment,
        @Nullable String reason,
        @Nullable String replaces,
        @Nullable String supersededBy,
        String actor,
        UUID importId) {}
