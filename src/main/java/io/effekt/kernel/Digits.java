package io.effekt.kernel;

import java.math.BigDecimal;

/** How long a number may be: 30 digits, 12 of them after the point. */
public final class Digits {
    public static final int MOST = 30;
    public static final int MOST_AFTER_POINT = 12;

    private Digits() {}

    /** Whether the number, as it is written, keeps within the limits. */
    public static boolean fit(BigDecimal number) {
        long beforePoint = Math.max(0L, (long) number.precision() - number.scale());
        long afterPoint = Math.max(0, number.scale());
        return afterPoint <= MOST_AFTER_POINT && beforePoint + afterPoint <= MOST;
    }
}
