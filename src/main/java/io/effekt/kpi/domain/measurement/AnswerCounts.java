package io.effekt.kpi.domain.measurement;

import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Shape;
import java.math.BigDecimal;

/** How many answers of each kind there are: of each score, or successes and failures. */
public final class AnswerCounts {
    private AnswerCounts() {}

    public static int kinds(Kpi kpi) {
        return kpi.shape() == Shape.SCORES ? Content.Scores.COUNTS : 2;
    }

    /** Of a KPI with a smallest group; the counts add up to its answers. */
    public static long[] of(Kpi kpi, Tally tally) {
        long[] counts = new long[kinds(kpi)];
        if (kpi.shape() == Shape.SCORES) {
            for (int score = 0; score < tally.scores().size(); score++) {
                counts[score] = tally.scores().get(score);
            }
        } else {
            trials(tally.numerator(), tally.denominator(), counts);
        }
        return counts;
    }

    /** Adds those of one measurement. */
    static void add(Kpi kpi, Content content, long[] counts) {
        switch (content) {
            case Content.Scores(var scores) when kpi.shape() == Shape.SCORES -> {
                for (int score = 0; score < counts.length; score++) {
                    counts[score] += scores.get(score);
                }
            }
            case Content.Ratio(BigDecimal numerator, BigDecimal denominator) when kpi.trials() ->
                    trials(numerator, denominator, counts);
            case Content.Scores scores -> {}
            case Content.Ratio ratio -> {}
            case Content.Number number -> {}
        }
    }

    private static void trials(BigDecimal numerator, BigDecimal denominator, long[] counts) {
        long answers = denominator.min(Figure.MANY).longValue();
        // What was counted before the KPI spoke of trials may not be counts.
        long successes = numerator.min(Figure.MANY).max(BigDecimal.ZERO).longValue();
        counts[0] += Math.min(successes, answers);
        counts[1] += answers - Math.min(successes, answers);
    }
}
