package io.effekt.eventstore.measurement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an import.
 *
 * @param firstRecordedAt when the first of it was counted; null when none was
 * @param actors who sent it
 * @param counted how many of it are in the log: measurements, corrections and retractions
 * @param standing how many of those nothing has superseded since
 * @param held how many wait
 * @param rejected how many were not taken
 * @param series where they count, at most so many as were asked for, in order
 */
public record ImportSummary(
        @Nullable Instant firstRecordedAt,
        @Nullable Instant lastRecordedAt,
        List<String> actors,
        long counted,
        long standing,
        long held,
        long rejected,
        List<OfSeries> series) {
    /** What an import holds of one KPI at one scope. */
    public record OfSeries(
            String kpi,
            String scope,
            long counted,
            Instant firstObservedAt,
            Instant lastObservedAt) {}

    /** Whether there is any trace of it. */
    public boolean isKnown() {
        return counted + held + rejected > 0;
    }
}
