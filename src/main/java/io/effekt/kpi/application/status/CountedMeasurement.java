package io.effekt.kpi.application.status;

import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that has just been appended.
 *
 * @param content null for a retraction
 * @param timing null for a retraction
 * @param original what it took the place of, or took out; null for neither
 */
public record CountedMeasurement(
        Kpi kpi,
        Scope scope,
        int seriesId,
        EntryId place,
        @Nullable Content content,
        @Nullable Timing timing,
        @Nullable LoggedEntry original) {}
