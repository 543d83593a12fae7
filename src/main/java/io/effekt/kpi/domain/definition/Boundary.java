package io.effekt.kpi.domain.definition;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a target or of its warning: {@code value} for one-sided comparators, {@code lower}
 * and {@code upper} for {@code between}.
 */
public record Boundary(
        @Nullable BigDecimal value, @Nullable BigDecimal lower, @Nullable BigDecimal upper) {
    public static Boundary of(BigDecimal value) {
        return new Boundary(value, null, null);
    }

    public static Boundary between(BigDecimal lower, BigDecimal upper) {
        return new Boundary(null, lower, upper);
    }

    /** The same numbers without trailing zeros, so that equals compares by value. */
    Boundary byValue() {
        return new Boundary(stripped(value), stripped(lower), stripped(upper));
    }

    private static @Nullable BigDecimal stripped(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros();
    }
}
