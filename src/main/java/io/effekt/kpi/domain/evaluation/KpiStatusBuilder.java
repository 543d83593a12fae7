package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.statistics.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills one status row in the order in which the questions are asked. */
final class KpiStatusBuilder {
    private final Kpi kpi;
    private final Scope scope;
    private final @Nullable String dimension;
    private final @Nullable Period period;
    private boolean complete;
    private @Nullable BigDecimal value;
    private @Nullable ResolvedTarget target;
    private @Nullable Scope targetFrom;
    private @Nullable Boolean confident;
    private @Nullable Interval interval;
    private @Nullable Long n;
    private @Nullable Long answers;
    private @Nullable Coverage coverage;
    private @Nullable BigDecimal changeFromPrevious;
    private @Nullable BigDecimal changeFromBaseline;
    private @Nullable String rolledUp;
    private @Nullable Instant changesAt;

    KpiStatusBuilder(Kpi kpi, RowKey place, @Nullable Period period) {
        this.kpi = kpi;
        this.scope = place.scope();
        this.dimension = place.dimension();
        this.period = period;
    }

    KpiStatusBuilder complete(boolean isComplete) {
        complete = isComplete;
        return this;
    }

    KpiStatusBuilder target(@Nullable ResolvedTarget resolved, @Nullable Scope from) {
        target = resolved;
        targetFrom = from;
        return this;
    }

    KpiStatusBuilder coverage(@Nullable Coverage covered) {
        coverage = covered;
        return this;
    }

    /** Nothing was measured, and that may be said. */
    KpiStatusBuilder empty() {
        n = 0L;
        answers = kpi.shape() == Shape.SCORES ? 0L : null;
        return this;
    }

    KpiStatusBuilder figure(Figure figure) {
        value = figure.published();
        n = figure.tally().n();
        answers = kpi.shape() == Shape.SCORES ? figure.answers(kpi) : null;
        interval = figure.interval(kpi);
        return this;
    }

    KpiStatusBuilder changes(@Nullable BigDecimal fromPrevious, @Nullable BigDecimal fromBaseline) {
        changeFromPrevious = fromPrevious;
        changeFromBaseline = fromBaseline;
        return this;
    }

    KpiStatusBuilder confident(@Nullable Boolean isConfident) {
        confident = isConfident;
        return this;
    }

    KpiStatusBuilder statusRolledUp() {
        rolledUp = KpiStatus.STATUS_ROLLED_UP;
        return this;
    }

    /** The row may change at that instant; the earliest of all is kept. */
    KpiStatusBuilder changesAt(@Nullable Instant instant) {
        if (instant != null && (changesAt == null || instant.isBefore(changesAt))) {
            changesAt = instant;
        }
        return this;
    }

    KpiStatus build(Status status) {
        return new KpiStatus(
                kpi.key(),
                kpi.version(),
                scope,
                dimension,
                period,
                complete,
                value,
                kpi.unit(),
                target,
                targetFrom,
                status,
                confident,
                interval,
                n,
                answers,
                coverage,
                changeFromPrevious,
                changeFromBaseline,
                rolledUp,
                kpi.minGroupSize(),
                null,
                changesAt);
    }
}
