package io.effekt.ingest.form;

import io.effekt.kernel.Digits;
import java.math.BigDecimal;

/**
 * Reads a decimal that may have at most 30 digits; what has more than 12 after the point is rounded
 * half-even to 12. Looks before it expands: {@code 1e999999999} costs nothing.
 */
public final class DecimalText {
    private static final int DIGITS = Digits.MOST;
    private static final int DIGITS_AFTER_POINT = Digits.MOST_AFTER_POINT;

    /**
     * Room for 30 digits written with needless zeros and an exponent; beyond it nothing is read.
     */
    private static final int LONGEST = 64;

    private static final String RULE = "may have at most " + DIGITS + " digits; ";

    private final char[] chars;
    private final int end;
    private int at;
    private int significant;
    private int afterPoint;
    private int exponent;

    private DecimalText(char[] chars, int from, int length) {
        this.chars = chars;
        this.at = from;
        this.end = from + length;
    }

    /** The decimal with the scale it came with, between 0 and 12. */
    public static ParseResult<BigDecimal> read(char[] chars, int from, int length) {
        if (length > LONGEST) {
            return ParseResult.Fault.invalid(RULE + "write it with fewer");
        }
        DecimalText text = new DecimalText(chars, from, length);
        if (!text.isNumber()) {
            return ParseResult.Fault.invalid(
                    "has to be a finite number written like -1234.5, with a point and no spaces");
        }
        int scale = text.afterPoint - text.exponent;
        if (scale > DIGITS_AFTER_POINT) {
            return rounded(text, scale, chars, from, length);
        }
        int beforePoint = Math.max(text.significant - scale, 0);
        if (beforePoint + Math.max(scale, 0) > DIGITS) {
            return text.tooLong(scale);
        }
        BigDecimal decimal = new BigDecimal(chars, from, length);
        return new ParseResult.Value<>(decimal.scale() < 0 ? decimal.setScale(0) : decimal);
    }

    /** Its exponent is small once it has passed here, so that it may be expanded. */
    private static ParseResult<BigDecimal> rounded(
            DecimalText text, int scale, char[] chars, int from, int length) {
        boolean tooLong = text.significant > DIGITS || scale > Digits.SMALLEST_SCALE;
        BigDecimal kept = tooLong ? null : Digits.kept(new BigDecimal(chars, from, length));
        return kept == null ? text.tooLong(scale) : new ParseResult.Value<>(kept);
    }

    /** With a cure: what is too long before the point is not mended by rounding. */
    private ParseResult<BigDecimal> tooLong(int scale) {
        int beforePoint = Math.max(significant - scale, 0);
        return ParseResult.Fault.invalid(
                RULE
                        + (beforePoint > DIGITS
                                ? "it has more before the point: send it in a larger unit"
                                : "round it to "
                                        + Math.min(DIGITS - beforePoint, DIGITS_AFTER_POINT)
                                        + " after the point before you send it"));
    }

    public static ParseResult<BigDecimal> read(String text) {
        return read(text.toCharArray(), 0, text.length());
    }

    /** {@code -?digits(.digits)?([eE][+-]?digits)?}, and counts on the way. */
    private boolean isNumber() {
        if (at < end && chars[at] == '-') {
            at++;
        }
        if (digits(false) == 0) {
            return false;
        }
        if (at < end && chars[at] == '.') {
            at++;
            afterPoint = digits(true);
            if (afterPoint == 0) {
                return false;
            }
        }
        return at == end || exponent();
    }

    /** Zeros before the first other digit are not significant. */
    private int digits(boolean fraction) {
        int start = at;
        while (at < end && chars[at] >= '0' && chars[at] <= '9') {
            if (significant > 0 || chars[at] != '0') {
                significant++;
            }
            at++;
        }
        if (!fraction && at - start > 1 && chars[start] == '0') {
            // 007 is a label and not a number: its sender should look again.
            return 0;
        }
        return at - start;
    }

    private boolean exponent() {
        if (chars[at] != 'e' && chars[at] != 'E') {
            return false;
        }
        at++;
        boolean negative = at < end && chars[at] == '-';
        if (negative || (at < end && chars[at] == '+')) {
            at++;
        }
        int start = at;
        while (at < end && chars[at] >= '0' && chars[at] <= '9') {
            // Stands still long before it overflows; such a number is refused whatever it is.
            exponent = Math.min(exponent * 10 + (chars[at] - '0'), 1_000_000);
            at++;
        }
        exponent = negative ? -exponent : exponent;
        return at > start && at == end;
    }
}
