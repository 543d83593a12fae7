package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.RowKey;
import java.util.Set;

/**
 * Figures, and which of their rows must not be shown.
 *
 * @param hidden the rows that would tell of a small group
 */
public record ProtectedFigures(DimensionFigures figures, Set<RowKey> hidden) {
    public ProtectedFigures {
        hidden = Set.copyOf(hidden);
    }

    /** Whether the row may not be shown, because of a small group. */
    public boolean isHidden(RowKey place) {
        return hidden.contains(place);
    }
}
