package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.Targets;
import io.effekt.kpi.domain.measurement.Figure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a row says what it says. What may not be shown of a small group is not in here: then there
 * are no sums, no baseline, no children, no comparison and no distance.
 *
 * @param why which of the questions, asked in their order, was answered
 * @param target the target in force, as it was written; null for none
 * @param compared what the value was held against; null when it was not
 * @param baseline what changes are counted from; null where none is set
 * @param figure the sums that went in; null for none, and for none that may be shown
 * @param children what was rolled up, in order of their scope
 * @param childCount how many children there are, when not all of them are listed
 * @param distance to the next better boundary; null on track, and where nothing was compared
 * @param reportedBy the last day on which the period's numbers are in time; null without a period
 */
public record Explanation(
        KpiStatus row,
        Why why,
        Targets.@Nullable InForce target,
        @Nullable Compared compared,
        @Nullable Basis baseline,
        @Nullable Figure figure,
        List<Child> children,
        int childCount,
        @Nullable Distance distance,
        @Nullable LocalDate reportedBy) {

    public Explanation {
        children = List.copyOf(children);
    }

    /** Which case a row is. */
    public enum Why {
        NEVER_REPORTED,
        NO_DATA,
        AWAITED,
        KEPT_BACK,
        SUPPRESSED,
        NEUTRAL,
        NO_TARGET,
        NO_BASELINE,
        FIRST_DAY,
        COMPARED,
        WORST_OF_TEAMS,
        STALE
    }

    /**
     * The boundaries that the value was held against: in the KPI's unit, rounded to 9 decimals, and
     * in an open period of a sum those of the days that are over.
     *
     * @param days all days of the period; more than {@code daysOver} where boundaries grew with it
     */
    public record Compared(ResolvedTarget boundaries, long daysOver, long days) {
        public boolean isPaced() {
            return daysOver < days;
        }
    }

    /**
     * @param value null where it rests on nothing, or on what may not be shown
     * @param figure what was measured over its span; null for a fixed or locked one
     */
    public record Basis(Baseline baseline, @Nullable BigDecimal value, @Nullable Figure figure) {}

    /**
     * One of what was rolled up.
     *
     * @param row as it is shown by itself; null for what was measured directly at a stream or at
     *     the organisation
     * @param value null where it may not be shown
     * @param whole whether all that the child holds counts here; null where that may not be told
     */
    public record Child(
            Scope scope,
            @Nullable KpiStatus row,
            @Nullable BigDecimal value,
            @Nullable Boolean whole) {}

    /**
     * @param to the status on the other side of the boundary
     * @param by never negative; 0 where the boundary itself does not count as reached
     */
    public record Distance(Status to, BigDecimal boundary, BigDecimal by) {}
}
