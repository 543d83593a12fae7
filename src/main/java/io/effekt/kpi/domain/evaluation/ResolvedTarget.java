package io.effekt.kpi.domain.evaluation;

import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.measurement.Rounding;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target in the KPI's own unit, whatever it was relative to.
 *
 * @param goal unpaced, as for the whole period
 * @param warning null for none
 */
public record ResolvedTarget(Comparator comparator, Boundary goal, @Nullable Boundary warning) {
    /**
     * Counts a target from a baseline; null when it needs one and there is none.
     *
     * @param baseline the evaluated scope's own, or null
     */
    static @Nullable ResolvedTarget of(Target target, @Nullable BigDecimal baseline) {
        if (target.basis() == Basis.ABSOLUTE) {
            return resolved(target, number -> number);
        }
        if (baseline == null) {
            return null;
        }
        return switch (target.basis()) {
            case ABSOLUTE -> throw new IllegalStateException("handled above");
            case CHANGE -> resolved(target, baseline::add);
            case PERCENT_CHANGE -> {
                BigDecimal size = baseline.abs();
                yield resolved(
                        target, percent -> baseline.add(size.multiply(percent).movePointLeft(2)));
            }
        };
    }

    private static ResolvedTarget resolved(Target target, UnaryOperator<BigDecimal> toUnit) {
        Boundary warning = target.warning();
        return new ResolvedTarget(
                target.comparator(),
                resolved(target.goal(), toUnit),
                warning == null ? null : resolved(warning, toUnit));
    }

    private static Boundary resolved(Boundary boundary, UnaryOperator<BigDecimal> toUnit) {
        return new Boundary(
                applied(boundary.value(), toUnit),
                applied(boundary.lower(), toUnit),
                applied(boundary.upper(), toUnit));
    }

    private static @Nullable BigDecimal applied(
            @Nullable BigDecimal number, UnaryOperator<BigDecimal> toUnit) {
        return number == null ? null : toUnit.apply(number);
    }

    /** As it is published when it was counted from a baseline: 16 digits. */
    ResolvedTarget published() {
        return new ResolvedTarget(
                comparator,
                resolved(goal, Rounding::published),
                warning == null ? null : resolved(warning, Rounding::published));
    }

    /** All numbers at which the status turns. */
    public List<BigDecimal> boundaries() {
        Stream<Boundary> both = warning == null ? Stream.of(goal) : Stream.of(goal, warning);
        return both.flatMap(
                        b -> Stream.of(b.value(), b.lower(), b.upper()).filter(Objects::nonNull))
                .toList();
    }
}
