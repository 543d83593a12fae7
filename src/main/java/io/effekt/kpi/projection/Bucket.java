package io.effekt.kpi.projection;

import io.effekt.kpi.domain.measurement.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code period_bucket}.
 *
 * @param scope where it was measured, as written
 * @param dimensions labels as {@code name=value} lines; they are the series' and only read
 * @param aheadUntil latest observation that lay ahead of its recording; null for none
 */
public record Bucket(
        BucketKey key,
        String kpi,
        String scope,
        String dimensions,
        Tally tally,
        @Nullable Instant aheadUntil) {}
