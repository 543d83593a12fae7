package io.effekt.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How long a number may be: 30 digits, and 12 of them after the point. What is computed in doubles
 * has more than 12: it is rounded when it comes in, and that is what it is from then on.
 */
public final class Digits {
    public static final int MOST = 30;
    public static final int MOST_AFTER_POINT = 12;

    private Digits() {}

    /** Far below the smallest double: nobody computed that. */
    public static final int SMALLEST_SCALE = 400;

    /**
     * The number as it is kept: rounded half-even to 12 decimals when it has more, and never with a
     * negative scale; null when it is too long. Looks before it expands.
     */
    public static @Nullable BigDecimal kept(BigDecimal number) {
        if (number.scale() <= MOST_AFTER_POINT) {
            if (!fit(number)) {
                return null;
            }
            return number.scale() < 0 ? number.setScale(0) : number;
        }
        if (number.scale() > SMALLEST_SCALE || number.precision() > MOST) {
            return null;
        }
        return number.setScale(MOST_AFTER_POINT, RoundingMode.HALF_EVEN);
    }

    /** Whether the number, as it is written, keeps within the limits. */
    public static boolean fit(BigDecimal number) {
        long beforePoint = Math.max(0L, (long) number.precision() - number.scale());
        long afterPoint = Math.max(0, number.scale());
        return afterPoint <= MOST_AFTER_POINT && beforePoint + afterPoint <= MOST;
    }
}
