package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.statistics.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a KPI, scope and period at a moment. Numbers are in the KPI's unit.
 *
 * @param dimension one value of one dimension, as {@code name:value}; null for all
 * @param period null only in the headline of what never had data
 * @param complete whether the period is over
 * @param value null without data, and where it may not be shown
 * @param target null where none is in force, or it needs a baseline and there is none
 * @param targetFrom the scope that the target was set for
 * @param confident whether no boundary lies inside the interval; null without one
 * @param n measurements; null where it may not be shown
 * @param answers for scores; null otherwise, and where it may not be shown
 * @param coverage for streams and the organisation
 * @param changeFromPrevious value less that of the period before
 * @param changeFromBaseline value less the scope's baseline
 * @param rolledUp {@link #STATUS_ROLLED_UP} where the status is the worst of the teams'
 * @param lastStatus the verdict that the value had before it was too old; null unless the row is
 *     stale
 * @param changesAt next instant at which the clock alone could change the row; null for never
 */
public record KpiStatus(
        String kpi,
        int kpiVersion,
        Scope scope,
        @Nullable String dimension,
        @Nullable Period period,
        boolean complete,
        @Nullable BigDecimal value,
        String unit,
        @Nullable ResolvedTarget target,
        @Nullable Scope targetFrom,
        Status status,
        @Nullable Boolean confident,
        @Nullable Interval interval,
        @Nullable Long n,
        @Nullable Long answers,
        @Nullable Coverage coverage,
        @Nullable BigDecimal changeFromPrevious,
        @Nullable BigDecimal changeFromBaseline,
        @Nullable String rolledUp,
        @Nullable Integer minGroupSize,
        @Nullable Status lastStatus,
        @Nullable Instant changesAt) {
    public static final String STATUS_ROLLED_UP = "status";

    /** What the row stands for. */
    public RowKey place() {
        return new RowKey(scope, dimension);
    }

    /** Whether the period has data at the scope, be it hidden, or a status from its teams. */
    public boolean hasData() {
        return n == null || n > 0 || rolledUp != null;
    }

    /** The same row, of so many teams. */
    public KpiStatus with(Coverage other) {
        return with(status, other, lastStatus, changesAt);
    }

    /** The same row under another status; value and period are kept, and when stale its verdict. */
    public KpiStatus with(Status other, @Nullable Instant changes) {
        return with(other, coverage, other == Status.STALE ? status : null, changes);
    }

    private KpiStatus with(
            Status other,
            @Nullable Coverage covered,
            @Nullable Status last,
            @Nullable Instant changes) {
        return new KpiStatus(
                kpi,
                kpiVersion,
                scope,
                dimension,
                period,
                complete,
                value,
                unit,
                target,
                targetFrom,
                other,
                confident,
                interval,
                n,
                answers,
                covered,
                changeFromPrevious,
                changeFromBaseline,
                rolledUp,
                minGroupSize,
                last,
                changes);
    }
}
