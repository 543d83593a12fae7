package io.effekt.kpi.domain.measurement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds measurements up. Mutable, for one thread; the hot path keeps one for each bucket. */
public final class TallyBuilder {
    private long n;
    private BigDecimal sumValue = BigDecimal.ZERO;
    private BigDecimal sumWeight = BigDecimal.ZERO;
    private BigDecimal sumWeighted = BigDecimal.ZERO;
    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;
    private Tally.@Nullable Last last;
    private BigDecimal numerator = BigDecimal.ZERO;
    private BigDecimal denominator = BigDecimal.ZERO;
    private long @Nullable [] scores;

    public TallyBuilder add(Content content, Observed observed) {
        n++;
        switch (content) {
            case Content.Number(BigDecimal value, BigDecimal weight) -> {
                sumValue = sumValue.add(value);
                sumWeight = sumWeight.add(weight);
                sumWeighted = sumWeighted.add(value.multiply(weight));
                extremes(value, value);
                if (last == null || observed.compareTo(last.observed()) > 0) {
                    last = new Tally.Last(observed, value, weight);
                }
            }
            case Content.Ratio(BigDecimal above, BigDecimal below) -> {
                numerator = numerator.add(above);
                denominator = denominator.add(below);
            }
            case Content.Scores(List<Long> counts) -> scores(counts);
        }
        return this;
    }

    public TallyBuilder add(Tally tally) {
        n += tally.n();
        sumValue = sumValue.add(tally.sumValue());
        sumWeight = sumWeight.add(tally.sumWeight());
        sumWeighted = sumWeighted.add(tally.sumWeighted());
        numerator = numerator.add(tally.numerator());
        denominator = denominator.add(tally.denominator());
        if (tally.min() != null && tally.max() != null) {
            extremes(tally.min(), tally.max());
        }
        if (tally.last() != null
                && (last == null || tally.last().observed().compareTo(last.observed()) > 0)) {
            last = tally.last();
        }
        scores(tally.scores());
        return this;
    }

    public Tally build() {
        List<Long> counts = List.of();
        if (scores != null) {
            counts = new ArrayList<>(scores.length);
            for (long count : scores) {
                counts.add(count);
            }
        }
        return new Tally(
                n,
                sumValue,
                sumWeight,
                sumWeighted,
                min,
                max,
                last,
                numerator,
                denominator,
                counts);
    }

    private void extremes(BigDecimal low, BigDecimal high) {
        min = min == null || precedes(low, min) ? low : min;
        max = max == null || precedes(max, high) ? high : max;
    }

    /** Of equal numbers written at different length one is always first, so that order is moot. */
    private static boolean precedes(BigDecimal a, BigDecimal b) {
        int order = a.compareTo(b);
        return order != 0 ? order < 0 : a.scale() < b.scale();
    }

    private void scores(List<Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        if (scores == null) {
            scores = new long[Content.Scores.COUNTS];
        }
        for (int score = 0; score < scores.length; score++) {
            scores[score] = Math.addExact(scores[score], counts.get(score));
        }
    }
}
