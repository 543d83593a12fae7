package io.effekt.kpi.domain;

import java.util.Set;

/**
 * Figures, and which of their rows must not be shown.
 *
 * @param hidden the rows that would tell of a small group
 */
record ProtectedFigures(Cube figures, Set<Place> hidden) {
    ProtectedFigures {
        hidden = Set.copyOf(hidden);
    }

    /** Whether the row may not be shown, because of a small group. */
    boolean isHidden(Place place) {
        return hidden.contains(place);
    }
}
