package io.effekt.kpi.domain.disclosure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** A fraction in lowest terms with a positive denominator. */
public record Fraction(BigInteger above, BigInteger below) {
    public static final Fraction ZERO = of(BigDecimal.ZERO);

    public static Fraction of(BigDecimal number) {
        return number.scale() <= 0
                ? of(number.toBigIntegerExact(), BigInteger.ONE)
                : of(number.unscaledValue(), BigInteger.TEN.pow(number.scale()));
    }

    public static Fraction of(long number) {
        return of(BigDecimal.valueOf(number));
    }

    public static Fraction of(BigInteger above, BigInteger below) {
        BigInteger divisor = above.gcd(below).multiply(BigInteger.valueOf(below.signum()));
        return new Fraction(above.divide(divisor), below.divide(divisor));
    }

    public Fraction plus(Fraction other) {
        return of(
                above.multiply(other.below).add(other.above.multiply(below)),
                below.multiply(other.below));
    }

    public Fraction times(Fraction other) {
        return of(above.multiply(other.above), below.multiply(other.below));
    }

    public Fraction over(Fraction other) {
        return of(above.multiply(other.below), below.multiply(other.above));
    }

    public Fraction abs() {
        return new Fraction(above.abs(), below);
    }

    public BigDecimal rounded() {
        return new BigDecimal(above).divide(new BigDecimal(below), 9, RoundingMode.HALF_EVEN);
    }

    public BigDecimal digits() {
        return new BigDecimal(above).divide(new BigDecimal(below), MathContext.DECIMAL64);
    }
}
