package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A KPI at a moment.
 *
 * @param definitions as they were known then
 * @param at the moment that the question is about
 * @param known when all was recorded that counts
 */
record KpiMoment(Definitions definitions, Kpi kpi, Instant at, Instant known) {
    /** Periods. */
    private static final int CLOSE_BY = 6;

    Period current() {
        return Period.of(kpi.period(), at, kpi.timeZone());
    }

    /** The first instant after the moment that the log can tell from it. */
    Instant after() {
        return at.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
    }

    LocalDate day(Instant observed) {
        return LocalDate.ofInstant(observed, kpi.timeZone());
    }

    /**
     * Where a search for reports before the period begins: most scopes have reported within the
     * last few periods.
     */
    Instant since(Period before) {
        LocalDate start = before.unit().plus(before.start(), -CLOSE_BY);
        return start.atStartOfDay(kpi.timeZone()).toInstant();
    }
}
