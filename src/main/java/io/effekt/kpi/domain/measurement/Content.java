package io.effekt.kpi.domain.measurement;

import io.effekt.kpi.domain.definition.Shape;
import java.math.BigDecimal;
import java.util.List;

/** What one measurement holds; which of the three is the KPI's shape. */
public sealed interface Content {
    /**
     * @param value finite, negative allowed
     * @param weight above 0
     */
    record Number(BigDecimal value, BigDecimal weight) implements Content {}

    /**
     * @param denominator above 0
     */
    record Ratio(BigDecimal numerator, BigDecimal denominator) implements Content {}

    /**
     * @param counts answers for score 0 to 10: eleven numbers, none negative, not all 0
     */
    record Scores(List<Long> counts) implements Content {
        /** Scores 0 to 10. */
        public static final int COUNTS = 11;

        public Scores {
            counts = List.copyOf(counts);
            if (counts.size() != COUNTS) {
                throw new IllegalArgumentException("scores 0 to 10 are eleven counts");
            }
        }

        public long answers() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    default Shape shape() {
        return switch (this) {
            case Number number -> Shape.NUMBER;
            case Ratio ratio -> Shape.RATIO;
            case Scores scores -> Shape.SCORES;
        };
    }
}
