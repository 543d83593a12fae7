package io.effekt.eventstore.measurement;

import io.effekt.eventstore.EntryId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measurement as the log holds it, one that stands: not superseded and no retraction.
 *
 * @param scope where it was measured, as written
 * @param dimensions labels as {@code name=value} lines; empty for none
 * @param scores eleven counts; empty where there are none
 */
public record StoredMeasurement(
        EntryId place,
        Instant recordedAt,
        int seriesId,
        String scope,
        String dimensions,
        Instant observedAt,
        @Nullable String period,
        @Nullable BigDecimal value,
        @Nullable BigDecimal weight,
        @Nullable BigDecimal numerator,
        @Nullable BigDecimal denominator,
        List<Long> scores) {}
