package io.effekt.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** How the time of the year and the years themselves tell on a Norwegian workplace. */
final class Season {
    private static final Set<MonthDay> DAYS_OFF =
            Set.of(
                    MonthDay.of(Month.JANUARY, 1),
                    MonthDay.of(Month.MAY, 1),
                    MonthDay.of(Month.MAY, 17),
                    MonthDay.of(Month.DECEMBER, 24),
                    MonthDay.of(Month.DECEMBER, 25),
                    MonthDay.of(Month.DECEMBER, 26),
                    MonthDay.of(Month.DECEMBER, 31));

    private Season() {}

    /** 1 while nearly everybody is away in July, 0 outside June to August. */
    static double summer(LocalDate day) {
        double fromMiddle =
                Math.abs(ChronoUnit.DAYS.between(LocalDate.of(day.getYear(), 7, 17), day));
        return Math.clamp((40 - fromMiddle) / 22, 0, 1);
    }

    /** 1 in the last days of January, -1 half a year later. */
    static double winter(LocalDate day) {
        return StrictMath.cos(2 * StrictMath.PI * (day.getDayOfYear() - 28) / 365.25);
    }

    static boolean isWorkday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !DAYS_OFF.contains(MonthDay.from(day));
    }

    /** Years since the beginning of 2024. */
    static double years(LocalDate day) {
        return ChronoUnit.DAYS.between(LocalDate.of(2024, 1, 1), day) / 365.25;
    }

    /**
     * A change for good, from 0 to 1.
     *
     * @param middle the day when half of it is done
     * @param days how long it takes, about
     */
    static double change(LocalDate day, LocalDate middle, int days) {
        double way = ChronoUnit.DAYS.between(middle, day) / (double) days;
        return 1 / (1 + StrictMath.exp(-6 * way));
    }
}
