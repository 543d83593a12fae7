package io.effekt.ingest.form.xlsx;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of a workbook as they are meant: decimals, days, and moments without a zone. */
final class XlsxNumbers {
    /** What a number is shown as by the format of its cell. */
    enum Format {
        NUMBER,
        PERCENT,
        DAY,
        MONTH,
        YEAR,
        TIME
    }

    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]{1,400}(?:\\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?");
    private static final int DIGITS_OF_A_DOUBLE = 16;
    private static final int MOST_ZEROS = 40;
    private static final long MILLIS_OF_A_DAY = 86_400_000;

    /** A day that 1900 did not have: what counts days from there is one behind before it. */
    private static final int NO_SUCH_DAY = 60;

    private XlsxNumbers() {}

    /**
     * A number as a decimal; null when it is none. Spreadsheets keep doubles and write 17 digits of
     * them: the shortest decimal that is the same double was meant.
     */
    static @Nullable String decimal(String written) {
        String text = written.strip();
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal exact = new BigDecimal(text);
        boolean isDouble =
                text.indexOf('.') >= 0
                        && exact.precision() >= DIGITS_OF_A_DOUBLE
                        && exact.precision() <= DIGITS_OF_A_DOUBLE + 1;
        if (isDouble) {
            BigDecimal shortest = new BigDecimal(Double.toString(exact.doubleValue()));
            exact = shortest.precision() < exact.precision() ? shortest : exact;
        }
        return Math.abs(exact.scale()) <= MOST_ZEROS ? exact.toPlainString() : exact.toString();
    }

    /** What a number is shown as by a format. */
    static Format shown(int id, @Nullable String code) {
        if (code == null) {
            return BUILT_IN.entrySet().stream()
                    .filter(shown -> shown.getValue().contains(id))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(Format.NUMBER);
        }
        String marks = marks(code);
        boolean year = marks.indexOf('y') >= 0;
        if (marks.indexOf('h') >= 0 || marks.indexOf('s') >= 0) {
            return marks.indexOf('d') >= 0 || year ? Format.DAY : Format.TIME;
        }
        if (marks.indexOf('d') >= 0) {
            return Format.DAY;
        }
        if (marks.indexOf('m') >= 0) {
            return year ? Format.MONTH : Format.DAY;
        }
        return year ? Format.YEAR : marks.indexOf('%') >= 0 ? Format.PERCENT : Format.NUMBER;
    }

    private static final Map<Format, List<Integer>> BUILT_IN =
            Map.of(
                    Format.PERCENT,
                    List.of(9, 10),
                    Format.MONTH,
                    List.of(17),
                    Format.TIME,
                    List.of(18, 19, 20, 21, 45, 46, 47),
                    Format.DAY,
                    List.of(
                            14, 15, 16, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53,
                            54, 55, 56, 57, 58));

    /** Without texts, colours and fillers; the first of its sections. */
    private static String marks(String code) {
        if (code.equalsIgnoreCase("general")) {
            return "";
        }
        String bare =
                code.replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?!(?i:h+|m+|s+)])[^]]*]", "")
                        .toLowerCase(Locale.ROOT);
        int end = bare.indexOf(';');
        return end < 0 ? bare : bare.substring(0, end);
    }

    /**
     * A day, a month, a year or a moment without a zone, as its format shows it; null when the
     * number is none.
     *
     * @param from1904 whether days are counted from 1904
     */
    static @Nullable String date(String written, Format shown, boolean from1904) {
        try {
            BigDecimal number = new BigDecimal(written.strip());
            if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(3_000_000)) > 0) {
                return null;
            }
            long millis = Math.round(number.doubleValue() * MILLIS_OF_A_DAY);
            LocalDate day = day(millis / MILLIS_OF_A_DAY, from1904);
            long ofDay = millis % MILLIS_OF_A_DAY;
            if (ofDay > 0) {
                LocalDateTime moment = day.atTime(LocalTime.ofNanoOfDay(ofDay * 1_000_000));
                String text = moment.toString();
                return moment.getSecond() == 0 && moment.getNano() == 0 ? text + ":00" : text;
            }
            return switch (shown) {
                case YEAR -> day.toString().substring(0, 4);
                case MONTH -> day.toString().substring(0, 7);
                default -> day.toString();
            };
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static LocalDate day(long number, boolean from1904) {
        if (from1904) {
            return LocalDate.of(1904, 1, 1).plusDays(number);
        }
        return number < NO_SUCH_DAY
                ? LocalDate.of(1899, 12, 31).plusDays(number)
                : LocalDate.of(1899, 12, 30).plusDays(number);
    }
}
