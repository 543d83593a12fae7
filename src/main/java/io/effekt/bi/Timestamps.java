package io.effekt.bi;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments as all contracts write them: {@code 2026-05-01T00:00:00.123456Z}, always in UTC. */
public final class Timestamps {
    private static final int LENGTH = 27;
    private static final char[] FORM = "0000-00-00T00:00:00.000000Z".toCharArray();

    private Timestamps() {}

    /** With microseconds, and without them where there are none. A million of them are written. */
    public static String write(OffsetDateTime moment) {
        OffsetDateTime utc =
                moment.getOffset().equals(ZoneOffset.UTC)
                        ? moment
                        : moment.withOffsetSameInstant(ZoneOffset.UTC);
        char[] text = FORM.clone();
        digits(text, 0, 4, utc.getYear());
        digits(text, 5, 2, utc.getMonthValue());
        digits(text, 8, 2, utc.getDayOfMonth());
        digits(text, 11, 2, utc.getHour());
        digits(text, 14, 2, utc.getMinute());
        digits(text, 17, 2, utc.getSecond());
        int micros = utc.getNano() / 1_000;
        if (micros == 0) {
            text[19] = 'Z';
            return new String(text, 0, 20);
        }
        digits(text, 20, 6, micros);
        return new String(text, 0, LENGTH);
    }

    private static void digits(char[] text, int from, int count, int number) {
        int left = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (char) ('0' + left % 10);
            left /= 10;
        }
    }
}
