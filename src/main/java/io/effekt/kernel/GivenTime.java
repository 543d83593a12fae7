package io.effekt.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Days and times as they are given, in years that every store and every reader has: 1 to 9999, with
 * the zone taken away. Measurements are read by a faster parser of their own, with narrower bounds.
 */
public final class GivenTime {
    public static final int FIRST_YEAR = 1;
    public static final int LAST_YEAR = 9999;

    private GivenTime() {}

    /**
     * A time of RFC 3339.
     *
     * @param lastYear the last that is taken, in UTC
     * @throws IllegalArgumentException with a sentence that says how to write it
     */
    public static Instant instant(String text, int lastYear) {
        Instant read;
        try {
            read = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "write a time with its zone, for instance 2026-05-01T00:00:00Z", e);
        }
        requireYear(year(read), lastYear);
        return read;
    }

    /**
     * A day.
     *
     * @throws IllegalArgumentException with a sentence that says how to write it
     */
    public static LocalDate day(String text, int firstYear, int lastYear) {
        LocalDate day;
        try {
            day = LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("write a day that exists, like 2026-03-31", e);
        }
        if (day.getYear() < firstYear || day.getYear() > lastYear) {
            throw new IllegalArgumentException(
                    "write a year from " + firstYear + " to " + lastYear);
        }
        return day;
    }

    private static void requireYear(int year, int lastYear) {
        if (year < FIRST_YEAR || year > lastYear) {
            throw new IllegalArgumentException("write a year from 1 to " + lastYear);
        }
    }

    private static int year(Instant at) {
        try {
            return at.atOffset(ZoneOffset.UTC).getYear();
        } catch (DateTimeException e) {
            return Integer.MAX_VALUE;
        }
    }
}
