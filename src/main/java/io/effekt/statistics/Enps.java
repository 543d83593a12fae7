package io.effekt.statistics;

/**
 * The employee net promoter score of one group: the share of promoters (9 and 10) less the share of
 * detractors (0 to 6), in points from -100 to 100.
 *
 * @param promoters answers 9 and 10
 * @param detractors answers 0 to 6
 * @param answers all answers, at least one
 */
public record Enps(long promoters, long detractors, long answers) {
    public Enps {
        if (answers < 1 || promoters < 0 || detractors < 0 || promoters > answers - detractors) {
            throw new IllegalArgumentException("an eNPS takes at least one answer");
        }
    }

    public double score() {
        return 100.0 * ((double) promoters - detractors) / answers;
    }

    /** 100·√((p + d − (p−d)²)/n), with n as divisor: the variance of a score of +1, 0 or -1. */
    public double standardError() {
        return standardError((double) promoters, (double) detractors, (double) answers);
    }

    /** Score ± z·standard error, cut at ±100. */
    public Interval interval(double z) {
        return around(score(), z * standardError());
    }

    /**
     * The adjusted Wald interval, the better one for small groups: as {@link #interval} after three
     * more answers, three quarters of one a promoter and as much a detractor (B. Rocks, "Interval
     * estimation for the net promoter score", The American Statistician 70, 2016).
     */
    public Interval adjustedInterval(double z) {
        double p = promoters + 0.75;
        double d = detractors + 0.75;
        double n = answers + 3.0;
        return around(100 * (p - d) / n, z * standardError(p, d, n));
    }

    private static double standardError(double promoters, double detractors, double answers) {
        double p = promoters / answers;
        double d = detractors / answers;
        return 100 * Math.sqrt(Math.max(0, p + d - (p - d) * (p - d)) / answers);
    }

    private static Interval around(double score, double reach) {
        return new Interval(Math.max(-100, score - reach), Math.min(100, score + reach));
    }
}
