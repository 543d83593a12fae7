package io.effekt.kpi.application.query;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.measurement.RowKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for the reasons of a status.
 *
 * @param period null for that of the headline
 * @param at the moment that the question is about; null for now
 * @param asOf what had been recorded by then; null for now
 */
public record ExplainQuery(
        String kpi,
        RowKey place,
        @Nullable Period period,
        @Nullable Instant at,
        @Nullable Instant asOf) {
    public boolean travels() {
        return at != null || asOf != null;
    }
}
