package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Shape;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Where a moment stands in a period of a KPI, in the days of the KPI's zone. */
final class PeriodClock {
    private final boolean sums;
    private final long days;
    private final long daysOver;
    private final Instant nextDay;
    private final Instant end;
    private final Instant settledFrom;
    private final boolean complete;
    private final boolean settled;

    /**
     * @param known when all was recorded that is known: rows of small groups are settled by what
     *     was known after their time, and not by looking at an unfinished period from afar
     */
    PeriodClock(Kpi kpi, Period period, Instant at, Instant known) {
        sums = kpi.shape() == Shape.NUMBER && kpi.aggregation() == Aggregation.SUM;
        days = period.days();
        LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
        daysOver = Math.min(days, ChronoUnit.DAYS.between(period.start(), today));
        LocalDate next = today.plusDays(1);
        LocalDate second = period.start().plusDays(1);
        nextDay = (next.isBefore(second) ? second : next).atStartOfDay(kpi.timeZone()).toInstant();
        end = period.endInstant(kpi.timeZone());
        settledFrom = kpi.closing(period);
        complete = !at.isBefore(end);
        Instant seen = kpi.minGroupSize() != null && known.isBefore(at) ? known : at;
        settled = !seen.isBefore(settledFrom);
    }

    boolean complete() {
        return complete;
    }

    /** Whether all that is asked to arrive in time has had its time. */
    boolean settled() {
        return settled;
    }

    Instant end() {
        return end;
    }

    Instant settledFrom() {
        return settledFrom;
    }

    /** Whether boundaries grow with the days: a sum in a period that is still open. */
    boolean paced() {
        return sums && !complete;
    }

    /** All days of the period. */
    long days() {
        return days;
    }

    /** Days of the period that are over; below 1 on its first day and before it. */
    long daysOver() {
        return daysOver;
    }

    /** The next instant at which one more day of the period is over. */
    Instant nextDay() {
        return nextDay;
    }
}
