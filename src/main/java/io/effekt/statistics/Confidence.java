package io.effekt.statistics;

/** Quantiles of the standard normal distribution that intervals are made with. */
public final class Confidence {
    /** For two-sided 95 %: the quantile at 0.975. */
    public static final double Z_95 = 1.959963984540054;

    private Confidence() {}
}
