package io.effekt.sample;

import io.effekt.kernel.Scope;
import java.time.LocalDate;

/** What is never sent, and what is sent late. */
final class Punctuality {
    private static final double MONTHS_MISSED = 0.025;
    private static final double HALF_YEARS_MISSED = 0.012;
    private static final double LATE = 0.04;

    private final long seed;

    Punctuality(long seed) {
        this.seed = seed;
    }

    /** Whether the scope sends nothing of the KPI for the month, or the half year, of that day. */
    boolean isMissing(String kpi, Scope scope, LocalDate day) {
        LocalDate month = day.withDayOfMonth(1);
        LocalDate half = LocalDate.of(day.getYear(), day.getMonthValue() <= 6 ? 1 : 7, 1);
        return Dice.of(seed, kpi + " month", scope.toString(), month).chance(MONTHS_MISSED)
                || Dice.of(seed, kpi + " half", scope.toString(), half).chance(HALF_YEARS_MISSED);
    }

    /** The day it is sent: mostly the same, at times up to seven weeks later. */
    LocalDate arrival(String kpi, Scope scope, LocalDate day) {
        Dice dice = Dice.of(seed, kpi + " late", scope.toString(), day);
        return dice.chance(LATE) ? day.plusDays(dice.whole(3, 50)) : day;
    }
}
