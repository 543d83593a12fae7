package io.effekt.statistics;

/**
 * A share of successes among trials.
 *
 * @param successes from 0 to {@code trials}
 * @param trials above 0
 */
public record Proportion(double successes, double trials) {
    public Proportion {
        if (!(trials > 0 && successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException("a share needs trials, and no more successes");
        }
    }

    public double estimate() {
        return successes / trials;
    }

    /**
     * The score interval without continuity correction (E. B. Wilson, "Probable inference, the law
     * of succession, and statistical inference", JASA 22, 1927), within 0 and 1.
     */
    public Interval wilson(double z) {
        double p = estimate();
        double z2 = z * z;
        double stretch = 1 + z2 / trials;
        double centre = (p + z2 / (2 * trials)) / stretch;
        double reach = z / stretch * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
        // At the ends the formula gives 0 and 1; rounding must not carry it past them.
        double lower = successes == 0 ? 0 : Math.max(0, centre - reach);
        double upper = successes == trials ? 1 : Math.min(1, centre + reach);
        return new Interval(lower, upper);
    }
}
