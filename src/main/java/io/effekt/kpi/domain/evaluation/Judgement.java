package io.effekt.kpi.domain.evaluation;

import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.measurement.Rounding;
import io.effekt.statistics.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Holds a value against a target.
 *
 * @param daysOver days of the period that are over, above 0
 * @param days all days of the period; equal to {@code daysOver} where boundaries stand as they are
 */
record Judgement(ResolvedTarget target, long daysOver, long days) {
    Status of(BigDecimal value) {
        BigDecimal v = Rounding.compared(value);
        if (reaches(v)) {
            return Status.ON_TRACK;
        }
        return withinWarning(v) ? Status.AT_RISK : Status.OFF_TRACK;
    }

    /** False when a boundary lies inside the interval; null where there is no interval. */
    @Nullable Boolean confident(@Nullable Interval interval) {
        return interval == null
                ? null
                : target.boundaries().stream()
                        .noneMatch(boundary -> interval.holdsInside(boundary.doubleValue()));
    }

    /** The boundaries as they are compared. */
    Explanation.Compared shown() {
        Boundary warning = target.warning();
        return new Explanation.Compared(
                new ResolvedTarget(
                        target.comparator(),
                        shown(target.goal()),
                        warning == null ? null : shown(warning)),
                daysOver,
                days);
    }

    private Boundary shown(Boundary boundary) {
        if (target.comparator() == Comparator.BETWEEN) {
            return Boundary.between(plain(paced(boundary.lower())), plain(full(boundary.upper())));
        }
        return Boundary.of(plain(isFloor() ? paced(boundary.value()) : full(boundary.value())));
    }

    /** How far the value is from the next better status; null where there is none. */
    Explanation.@Nullable Distance distance(Status status, BigDecimal value) {
        Boundary warning = target.warning();
        return switch (status) {
            case AT_RISK -> distance(Status.ON_TRACK, target.goal(), value);
            case OFF_TRACK ->
                    warning == null
                            ? distance(Status.ON_TRACK, target.goal(), value)
                            : distance(Status.AT_RISK, warning, value);
            case ON_TRACK, NONE, PENDING, STALE, NO_DATA, NO_TARGET, NO_BASELINE, SUPPRESSED ->
                    null;
        };
    }

    private Explanation.Distance distance(Status to, Boundary band, BigDecimal value) {
        BigDecimal v = Rounding.compared(value);
        Boundary compared = shown(band);
        BigDecimal boundary = compared.value();
        if (boundary == null) {
            boolean isBelow = v.compareTo(given(compared.lower())) < 0;
            boundary = given(isBelow ? compared.lower() : compared.upper());
        }
        return new Explanation.Distance(to, boundary, plain(boundary.subtract(v).abs()));
    }

    private boolean isFloor() {
        return target.comparator() == Comparator.GTE || target.comparator() == Comparator.GT;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private boolean reaches(BigDecimal v) {
        Boundary goal = target.goal();
        return switch (target.comparator()) {
            case GTE -> v.compareTo(paced(goal.value())) >= 0;
            case GT -> v.compareTo(paced(goal.value())) > 0;
            case LTE -> v.compareTo(full(goal.value())) <= 0;
            case LT -> v.compareTo(full(goal.value())) < 0;
            case BETWEEN -> within(v, goal);
        };
    }

    private boolean withinWarning(BigDecimal v) {
        Boundary warning = target.warning();
        if (warning == null) {
            return false;
        }
        return switch (target.comparator()) {
            case GTE, GT -> v.compareTo(paced(warning.value())) >= 0;
            case LTE, LT -> v.compareTo(full(warning.value())) <= 0;
            case BETWEEN -> within(v, warning);
        };
    }

    private boolean within(BigDecimal v, Boundary band) {
        return v.compareTo(paced(band.lower())) >= 0 && v.compareTo(full(band.upper())) <= 0;
    }

    /** A lower boundary: so much of it as of the period's days is over. */
    private BigDecimal paced(@Nullable BigDecimal boundary) {
        return daysOver == days
                ? full(boundary)
                : given(boundary)
                        .multiply(BigDecimal.valueOf(daysOver))
                        .divide(BigDecimal.valueOf(days), 9, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal full(@Nullable BigDecimal boundary) {
        return Rounding.compared(given(boundary));
    }

    private static BigDecimal given(@Nullable BigDecimal boundary) {
        if (boundary == null) {
            throw new IllegalArgumentException("the target lacks a number of its comparator");
        }
        return boundary;
    }
}
