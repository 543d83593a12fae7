package io.effekt.kpi.domain;

import io.effekt.kernel.DateSpan;
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
        @Nullable Boundary warning) {}
