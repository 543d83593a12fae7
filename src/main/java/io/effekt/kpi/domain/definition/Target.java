package io.effekt.kpi.domain.definition;

import io.effekt.kernel.DateSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a KPI should reach at a scope over a span of days.
 *
 * @param goal in the target's basis
 * @param warning the boundary between at risk and off track, in the same basis; null for none
 */
public record Target(
        DateSpan span,
        Comparator comparator,
        Basis basis,
        Boundary goal,
        @Nullable Boundary warning) {
    /** Targets that do not overlap, in order of their start. */
    static List<Target> inOrder(List<Target> targets) {
        return targets.stream()
                .sorted(java.util.Comparator.comparing(target -> target.span().from()))
                .toList();
    }

    /** Whether both lists say the same, numbers by value. */
    static boolean same(List<Target> one, List<Target> other) {
        return byValue(one).equals(byValue(other));
    }

    private static List<Target> byValue(List<Target> targets) {
        return targets.stream()
                .map(t ->
                        new Target(
                                t.span,
                                t.comparator,
                                t.basis,
                                t.goal.byValue(),
                                t.warning == null ? null : t.warning.byValue()))
                .toList();
    }
}
