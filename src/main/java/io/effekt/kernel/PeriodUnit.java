package io.effekt.kernel;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** How long a period is. Ordered from the shortest to the longest. */
public enum PeriodUnit {
    DAY("day"),
    WEEK("week"),
    MONTH("month"),
    QUARTER("quarter"),
    HALF_YEAR("half_year"),
    YEAR("year");

    private final String word;

    PeriodUnit(String word) {
        this.word = word;
    }

    /** The word used in the API, for instance {@code half_year}. */
    public String word() {
        return word;
    }

    /** The first day of the period of this length that holds {@code day}; weeks are ISO weeks. */
    public LocalDate startOf(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1);
            case HALF_YEAR -> LocalDate.of(day.getYear(), day.getMonthValue() <= 6 ? 1 : 7, 1);
            case YEAR -> LocalDate.of(day.getYear(), 1, 1);
        };
    }

    /** The start of the period {@code steps} later (earlier when negative). */
    public LocalDate plus(LocalDate start, long steps) {
        return switch (this) {
            case DAY -> start.plusDays(steps);
            case WEEK -> start.plusWeeks(steps);
            case MONTH -> start.plusMonths(steps);
            case QUARTER -> start.plusMonths(3 * steps);
            case HALF_YEAR -> start.plusMonths(6 * steps);
            case YEAR -> start.plusYears(steps);
        };
    }
}
