package io.effekt.kpi.domain.measurement;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What measurements add up to: the parts that every aggregation is computed from. Tallies merge in
 * any order to the same result, because the sums are exact and no quotient is taken here.
 *
 * @param n number of measurements
 * @param sumValue Σ value; 0 where the shape has none, and so are the other sums
 * @param sumWeight Σ weight
 * @param sumWeighted Σ weight·value
 * @param min smallest value; null where the shape is not a number or nothing was measured
 * @param max largest value; null as {@code min}
 * @param last the measurement observed last; null as {@code min}
 * @param numerator Σ numerator
 * @param denominator Σ denominator
 * @param scores answers for score 0 to 10, eleven counts; empty where the shape is not scores
 */
public record Tally(
        long n,
        BigDecimal sumValue,
        BigDecimal sumWeight,
        BigDecimal sumWeighted,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Last last,
        BigDecimal numerator,
        BigDecimal denominator,
        List<Long> scores) {
    /** The number that was observed last, and when. */
    public record Last(Observed observed, BigDecimal value, BigDecimal weight) {}

    /** Nothing measured. */
    public static final Tally EMPTY = new TallyBuilder().build();

    public Tally {
        scores = List.copyOf(scores);
        if (!scores.isEmpty() && scores.size() != Content.Scores.COUNTS) {
            throw new IllegalArgumentException("scores 0 to 10 are eleven counts");
        }
    }

    /** The tally of one measurement. */
    public static Tally of(Content content, Observed observed) {
        return new TallyBuilder().add(content, observed).build();
    }

    /** Both together. */
    public Tally plus(Tally other) {
        if (other.n == 0) {
            return this;
        }
        return n == 0 ? other : new TallyBuilder().add(this).add(other).build();
    }

    /** Number of answers in {@link #scores}. */
    public long scoreAnswers() {
        long answers = 0;
        for (long count : scores) {
            answers += count;
        }
        return answers;
    }
}
