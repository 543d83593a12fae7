package io.effekt.kpi.domain;

import io.effekt.kernel.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Where a moment stands in a period of a KPI, in the days of the KPI's zone. */
record PeriodClock(Kpi kpi, Period period, Instant at) {
    boolean complete() {
        return !at.isBefore(end());
    }

    /** Whether all that is asked to arrive in time has had its time. */
    boolean settled() {
        return !at.isBefore(settledFrom());
    }

    Instant end() {
        return period.endInstant(kpi.timeZone());
    }

    Instant settledFrom() {
        LocalDate day = period.endExclusive().plusDays(kpi.graceDays());
        return day.atStartOfDay(kpi.timeZone()).toInstant();
    }

    /** Whether boundaries grow with the days: a sum in a period that is still open. */
    boolean paced() {
        return kpi.shape() == Shape.NUMBER
                && kpi.aggregation() == Aggregation.SUM
                && !complete();
    }

    /** Days of the period that are over; below 1 on its first day and before it. */
    long daysOver() {
        long days = ChronoUnit.DAYS.between(period.start(), today());
        return Math.min(days, period.days());
    }

    /** The next instant at which one more day of the period is over. */
    Instant nextDay() {
        LocalDate next = today().plusDays(1);
        LocalDate second = period.start().plusDays(1);
        return (next.isBefore(second) ? second : next).atStartOfDay(kpi.timeZone()).toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(at, kpi.timeZone());
    }
}
