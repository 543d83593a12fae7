package io.effekt.ingest.form;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads an RFC 3339 instant with offset, in whole microseconds, from 1970 to 2199. By hand: this is
 * on the way of every measurement, and a formatter takes ten times as long.
 */
final class InstantText {
    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2199;

    private static final String FORM =
            "has to be a time with date and offset, like 2026-01-17T15:00:00+01:00 or"
                    + " 2026-01-17T14:00:00Z";
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");
    private static final int DATE_AND_TIME = "2026-01-17T15:00:00".length();

    private final String text;
    private int at = DATE_AND_TIME;
    private int nanos;
    private boolean finer;

    private InstantText(String text) {
        this.text = text;
    }

    static ParseResult<Instant> read(String text) {
        return new InstantText(text).read();
    }

    private ParseResult<Instant> read() {
        if (text.length() < DATE_AND_TIME || text.length() > 64 || !hasMarks()) {
            return ParseResult.Fault.malformed(FORM);
        }
        int year = 100 * two(0) + two(2);
        int month = two(5);
        int day = two(8);
        int hour = two(11);
        int minute = two(14);
        int second = two(17);
        if (hasBadDigits() || !fraction()) {
            return ParseResult.Fault.malformed(FORM);
        }
        if (at == text.length()) {
            return ParseResult.Fault.malformed("needs an offset: write " + text + "Z or +01:00");
        }
        int offset = offsetSeconds();
        if (offset == Integer.MIN_VALUE || hour > 23 || minute > 59 || second > 59) {
            return ParseResult.Fault.malformed(FORM);
        }
        if (!isDay(year, month, day)) {
            return ParseResult.Fault.malformed("names a day that no calendar has");
        }
        if (finer) {
            return ParseResult.Fault.invalid(
                    "may not be finer than microseconds: six digits at most");
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        int secondOfDay = hour * 3_600 + minute * 60 + second;
        long seconds = days * 86_400 + secondOfDay - offset;
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            return ParseResult.Fault.invalid(
                    "has to lie in the years " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        return new ParseResult.Value<>(instant);
    }

    private boolean hasMarks() {
        char t = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (t == 'T' || t == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private boolean hasBadDigits() {
        for (int i = 0; i < DATE_AND_TIME; i++) {
            boolean mark = i == 4 || i == 7 || i == 10 || i == 13 || i == 16;
            if (!mark && !isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDay(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    private boolean fraction() {
        if (at == text.length() || text.charAt(at) != '.') {
            return true;
        }
        int start = ++at;
        int unit = 100_000_000;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            int digit = text.charAt(at) - '0';
            if (at - start < 6) {
                nanos += digit * unit;
                unit /= 10;
            } else {
                finer |= digit != 0;
            }
        }
        return at > start;
    }

    /** Seconds east of UTC, or {@link Integer#MIN_VALUE} when it is no offset. */
    private int offsetSeconds() {
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return at + 1 == text.length() ? 0 : Integer.MIN_VALUE;
        }
        boolean formed =
                (sign == '+' || sign == '-')
                        && at + 6 == text.length()
                        && text.charAt(at + 3) == ':'
                        && isDigit(text.charAt(at + 1))
                        && isDigit(text.charAt(at + 2))
                        && isDigit(text.charAt(at + 4))
                        && isDigit(text.charAt(at + 5));
        if (!formed || two(at + 1) > 23 || two(at + 4) > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = two(at + 1) * 3_600 + two(at + 4) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private int two(int index) {
        return (text.charAt(index) - '0') * 10 + text.charAt(index + 1) - '0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
