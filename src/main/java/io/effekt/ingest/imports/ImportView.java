package io.effekt.ingest.imports;

import io.effekt.eventstore.measurement.ImportSummary;
import io.effekt.ingest.door.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An import, as it is shown.
 *
 * @param counted what of it is in the log
 * @param standing what of that would be taken back now; the rest has been corrected or retracted
 * @param held what of it waits; it would be taken back once it counts
 * @param rejected what of it was not taken; {@code GET /measurements/rejected?import=} lists them
 * @param series where it counts, at most 1,000
 */
@Schema(
        name = "ImportSummary",
        description = "What one import brought, and what taking it back would undo")
record ImportView(
        UUID id,
        @Nullable Instant firstRecordedAt,
        @Nullable Instant lastRecordedAt,
        List<String> actors,
        long counted,
        long standing,
        long held,
        long rejected,
        List<OfSeries> series) {
    /** What an import brought of one KPI at one scope. */
    @Schema(name = "ImportOfSeries")
    record OfSeries(
            String kpi,
            String scope,
            long counted,
            Instant firstObservedAt,
            Instant lastObservedAt) {}

    /**
     * What came of taking an import back.
     *
     * @param by the import that takes it back; it can be taken back in its turn
     * @param sent measurements that undo it, one for each that stood or is held
     * @param left those that somebody has corrected or retracted since; they stay as they are
     */
    @Schema(name = "ImportRetraction")
    record Retraction(
            UUID id,
            UUID by,
            long sent,
            long left,
            long counted,
            long duplicate,
            List<Receipt> problems) {}

    static ImportView of(UUID id, ImportSummary summary) {
        return new ImportView(
                id,
                summary.firstRecordedAt(),
                summary.lastRecordedAt(),
                summary.actors(),
                summary.counted(),
                summary.standing(),
                summary.held(),
                summary.rejected(),
                summary.series().stream()
                        .map(s ->
                                new OfSeries(
                                        s.kpi(),
                                        s.scope(),
                                        s.counted(),
                                        s.firstObservedAt(),
                                        s.lastObservedAt()))
                        .toList());
    }
}
