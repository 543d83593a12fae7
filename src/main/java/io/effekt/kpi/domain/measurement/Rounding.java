package io.effekt.kpi.domain.measurement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The three places where a number is rounded. Quotients are worked with far past what is shown, so
 * that showing and comparing each round a single time.
 */
public final class Rounding {
    private static final MathContext WORKING = new MathContext(50, RoundingMode.HALF_EVEN);

    private Rounding() {}

    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, WORKING);
    }

    /** As a quotient is published: 16 digits. */
    public static BigDecimal published(BigDecimal working) {
        return working.round(MathContext.DECIMAL64);
    }

    /** As value and boundary are compared: 9 decimals. */
    public static BigDecimal compared(BigDecimal working) {
        return working.setScale(9, RoundingMode.HALF_EVEN);
    }
}
