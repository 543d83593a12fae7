package io.effekt.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of whole days that a status speaks of. Written {@code 2026-03-31}, {@code 2026-W14} (ISO
 * week), {@code 2026-03}, {@code 2026-Q1}, {@code 2026-H1} or {@code 2026}; {@link #toString()}
 * gives that form back.
 *
 * @param start the first day; always the start of a period of that unit
 */
public record Period(PeriodUnit unit, LocalDate start) implements Comparable<Period> {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4})(?:-(?:W(?<week>\\d{2})|Q(?<quarter>[1-4])|H(?<half>[12])"
                            + "|(?<month>\\d{2})(?:-(?<day>\\d{2}))?))?");

    public Period {
        if (!unit.startOf(start).equals(start)) {
            throw new IllegalArgumentException(start + " does not begin a " + unit.word());
        }
    }

    /** The period of that length that holds the day. */
    public static Period of(PeriodUnit unit, LocalDate day) {
        return new Period(unit, unit.startOf(day));
    }

    /** The period of that length that holds the instant, in the zone's days. */
    public static Period of(PeriodUnit unit, Instant instant, ZoneId zone) {
        return of(unit, LocalDate.ofInstant(instant, zone));
    }

    /**
     * Reads a period of any length; the form tells the length.
     *
     * @throws IllegalArgumentException with a sentence that names the forms
     */
    public static Period parse(String text) {
        Matcher m = FORM.matcher(text);
        if (m.matches()) {
            try {
                return parsed(m);
            } catch (DateTimeException e) {
                throw unreadable(text);
            }
        }
        throw unreadable(text);
    }

    private static Period parsed(Matcher m) {
        int year = Integer.parseInt(m.group(1));
        if (m.group("week") != null) {
            int week = Integer.parseInt(m.group("week"));
            LocalDate inFirstWeek = LocalDate.of(year, 1, 4);
            LocalDate start = PeriodUnit.WEEK.startOf(inFirstWeek).plusWeeks(week - 1L);
            if (week < 1 || start.get(IsoFields.WEEK_BASED_YEAR) != year) {
                throw new DateTimeException("no such week");
            }
            return new Period(PeriodUnit.WEEK, start);
        }
        if (m.group("quarter") != null) {
            int month = Integer.parseInt(m.group("quarter")) * 3 - 2;
            return new Period(PeriodUnit.QUARTER, LocalDate.of(year, month, 1));
        }
        if (m.group("half") != null) {
            int month = m.group("half").equals("1") ? 1 : 7;
            return new Period(PeriodUnit.HALF_YEAR, LocalDate.of(year, month, 1));
        }
        if (m.group("month") == null) {
            return new Period(PeriodUnit.YEAR, Year.of(year).atDay(1));
        }
        int month = Integer.parseInt(m.group("month"));
        if (m.group("day") == null) {
            return new Period(PeriodUnit.MONTH, LocalDate.of(year, month, 1));
        }
        int day = Integer.parseInt(m.group("day"));
        return new Period(PeriodUnit.DAY, LocalDate.of(year, month, day));
    }

    private static IllegalArgumentException unreadable(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return new IllegalArgumentException(
                "'"
                        + shown
                        + "' is not a period: write 2026-03-31, 2026-W14, 2026-03, 2026-Q1,"
                        + " 2026-H1 or 2026");
    }

    /** The first day after the period. */
    public LocalDate endExclusive() {
        return unit.plus(start, 1);
    }

    public LocalDate lastDay() {
        return endExclusive().minusDays(1);
    }

    public long days() {
        return ChronoUnit.DAYS.between(start, endExclusive());
    }

    public Period next() {
        return new Period(unit, unit.plus(start, 1));
    }

    public Period previous() {
        return new Period(unit, unit.plus(start, -1));
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && day.isBefore(endExclusive());
    }

    /** The first instant of the period in the zone. */
    public Instant startInstant(ZoneId zone) {
        return start.atStartOfDay(zone).toInstant();
    }

    /** The first instant after the period in the zone. */
    public Instant endInstant(ZoneId zone) {
        return endExclusive().atStartOfDay(zone).toInstant();
    }

    @Override
    public int compareTo(Period other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : unit.compareTo(other.unit);
    }

    @Override
    public String toString() {
        return switch (unit) {
            case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(start);
            case WEEK ->
                    String.format(
                            Locale.ROOT,
                            "%04d-W%02d",
                            start.get(IsoFields.WEEK_BASED_YEAR),
                            start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH ->
                    String.format(Locale.ROOT, "%04d-%02d", start.getYear(), start.getMonthValue());
            case QUARTER ->
                    String.format(
                            Locale.ROOT,
                            "%04d-Q%d",
                            start.getYear(),
                            (start.getMonthValue() + 2) / 3);
            case HALF_YEAR ->
                    String.format(
                            Locale.ROOT,
                            "%04d-H%d",
                            start.getYear(),
                            start.getMonthValue() == 1 ? 1 : 2);
            case YEAR -> String.format(Locale.ROOT, "%04d", start.getYear());
        };
    }
}
