package io.effekt.kpi.application.status;

import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.projection.StoredStatus;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Makes the row that is stored of what the evaluator says. */
public final class StoredRows {
    private StoredRows() {}

    /**
     * @param at when it was evaluated
     * @param position how far the logs were read
     */
    public static StoredStatus of(
            Definitions known, Kpi kpi, KpiStatus row, Instant at, String position) {
        return new StoredStatus(row, streamOf(known, kpi, row, at), at, position);
    }

    /** The value stream that a row is listed under: on the period's last day, or today. */
    public static @Nullable String streamOf(Definitions known, Kpi kpi, KpiStatus row, Instant at) {
        LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
        LocalDate day = row.period() == null ? today : row.period().lastDay();
        return known.organisation().streamOf(row.scope(), day.isAfter(today) ? today : day);
    }
}
