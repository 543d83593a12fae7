package io.effekt.kpi.domain.definition;

import io.effekt.kernel.DateSpan;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a change is counted from, for one KPI and scope. */
public sealed interface Baseline {
    /** A value that somebody states. */
    record Fixed(BigDecimal value) implements Baseline {}

    /**
     * The KPI's own aggregation over a closed span of days.
     *
     * @param locked whether value and inputs were frozen when it was set
     * @param frozen the value frozen then; null while not locked, or when there was no data
     */
    record Span(DateSpan span, boolean locked, @Nullable BigDecimal frozen) implements Baseline {}

    /** Whether both ask for the same; what was frozen is not compared, numbers are by value. */
    default boolean asksTheSameAs(Baseline other) {
        return switch (this) {
            case Fixed(BigDecimal value) ->
                    other instanceof Fixed(BigDecimal otherValue)
                            && value.compareTo(otherValue) == 0;
            case Span(DateSpan span, boolean locked, BigDecimal frozen) ->
                    other instanceof Span that && span.equals(that.span) && locked == that.locked;
        };
    }
}
