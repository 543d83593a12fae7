package io.effekt.kpi.domain.measurement;

import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.statistics.Confidence;
import io.effekt.statistics.Enps;
import io.effekt.statistics.Interval;
import io.effekt.statistics.Proportion;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the measurements of one scope say, before anybody judges or hides it.
 *
 * @param tally all measurements that count at the scope
 * @param value in the KPI's unit, unrounded: exact, or a quotient of 50 digits
 * @param exact whether no quotient was taken
 */
public record Figure(Tally tally, BigDecimal value, boolean exact) {
    /** Far past any limit on groups, and small enough that no sum of such numbers overflows. */
    static final BigDecimal MANY = BigDecimal.valueOf(100_000_000_000_000L);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** The figure of one scope by itself: its own measurements, aggregated. */
    public static Figure of(Kpi kpi, Tally tally) {
        boolean exact =
                switch (kpi.aggregation()) {
                    case SUM, LAST, MIN, MAX -> true;
                    case MEAN, POOLED, ENPS, FAVOURABLE -> false;
                };
        return new Figure(tally, value(kpi, tally), exact);
    }

    /** The value as it is published. */
    public BigDecimal published() {
        return exact ? value : Rounding.published(value);
    }

    /**
     * How many answers it rests on: for scores their number, for trials Σ denominator (no more than
     * 10¹⁴), otherwise 0.
     */
    public long answers(Kpi kpi) {
        return answers(kpi, tally);
    }

    /**
     * The sums of scores that the aggregation uses, by name: promoters and detractors, favourable
     * answers, or the sum of all scores. They say no more than value and answers do; who gave which
     * score, only stewards may read.
     */
    public SortedMap<String, Long> sumsOfScores(Kpi kpi) {
        SortedMap<String, Long> sums = new TreeMap<>();
        switch (kpi.aggregation()) {
            case ENPS -> {
                Enps enps = enps(tally.scores());
                sums.put("promoters", enps.promoters());
                sums.put("detractors", enps.detractors());
            }
            case FAVOURABLE -> sums.put("favourable", from(kpi.favourableFrom(), tally.scores()));
            case MEAN -> sums.put("sum", sumOfScores(tally.scores()));
            case SUM, LAST, MIN, MAX, POOLED -> {
                // no aggregations of scores
            }
        }
        return sums;
    }

    public static long answers(Kpi kpi, Tally tally) {
        return switch (kpi.shape()) {
            case NUMBER -> 0;
            case RATIO -> kpi.trials() ? tally.denominator().min(MANY).longValue() : 0;
            case SCORES -> tally.scoreAnswers();
        };
    }

    /** The 95 % interval around the value, in the KPI's unit; null for KPIs that carry none. */
    public @Nullable Interval interval(Kpi kpi) {
        return switch (kpi.aggregation()) {
            case ENPS -> enps(tally.scores()).interval(Confidence.Z_95);
            case FAVOURABLE -> {
                double favourable = (double) from(kpi.favourableFrom(), tally.scores());
                yield wilson(favourable, (double) tally.scoreAnswers(), 100);
            }
            case POOLED -> trials(kpi);
            case SUM, MEAN, LAST, MIN, MAX -> null;
        };
    }

    private @Nullable Interval trials(Kpi kpi) {
        double successes = tally.numerator().doubleValue();
        double trials = tally.denominator().doubleValue();
        // What was counted before the KPI spoke of trials may not be counts.
        boolean counts = successes >= 0 && successes <= trials;
        return kpi.trials() && counts ? wilson(successes, trials, kpi.scale()) : null;
    }

    private static Interval wilson(double successes, double trials, int scale) {
        return new Proportion(successes, trials).wilson(Confidence.Z_95).times(scale);
    }

    private static BigDecimal value(Kpi kpi, Tally tally) {
        return switch (kpi.aggregation()) {
            case SUM -> tally.sumValue();
            case MEAN ->
                    kpi.shape() == Shape.SCORES
                            ? meanScore(tally)
                            : Rounding.quotient(tally.sumWeighted(), tally.sumWeight());
            case LAST -> last(tally).value();
            case MIN -> measured(tally.min());
            case MAX -> measured(tally.max());
            case POOLED ->
                    Rounding.quotient(
                            tally.numerator().multiply(BigDecimal.valueOf(kpi.scale())),
                            tally.denominator());
            case ENPS -> {
                Enps enps = enps(tally.scores());
                yield percent(enps.promoters() - enps.detractors(), enps.answers());
            }
            case FAVOURABLE ->
                    percent(from(kpi.favourableFrom(), tally.scores()), tally.scoreAnswers());
        };
    }

    static Tally.Last last(Tally tally) {
        return measured(tally.last());
    }

    private static <T> T measured(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("the tally holds no numbers");
        }
        return part;
    }

    private static BigDecimal meanScore(Tally tally) {
        return Rounding.quotient(
                BigDecimal.valueOf(sumOfScores(tally.scores())),
                BigDecimal.valueOf(tally.scoreAnswers()));
    }

    private static long sumOfScores(List<Long> scores) {
        long sum = 0;
        for (int score = 0; score < scores.size(); score++) {
            sum = Math.addExact(sum, Math.multiplyExact(scores.get(score), (long) score));
        }
        return sum;
    }

    private static BigDecimal percent(long part, long whole) {
        return Rounding.quotient(
                BigDecimal.valueOf(part).multiply(HUNDRED), BigDecimal.valueOf(whole));
    }

    private static Enps enps(List<Long> scores) {
        long answers = from(0, scores);
        return new Enps(from(9, scores), answers - from(7, scores), answers);
    }

    private static long from(int lowest, List<Long> scores) {
        long answers = 0;
        for (int score = lowest; score < scores.size(); score++) {
            answers += scores.get(score);
        }
        return answers;
    }
}
