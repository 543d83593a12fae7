package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Cube;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hides rows of a KPI and period so that no group smaller than the limit can be read or worked out:
 * first those that the rule of the contract names, one parent at a time, then as many others as it
 * takes until nothing small follows from everything that anybody may have read.
 */
public final class DisclosureControl {
    private DisclosureControl() {}

    /** The figures of a period that has always been shown as it is. */
    public static ProtectedFigures protect(Kpi kpi, Collection<Leaf> leaves) {
        return protect(Cube.of(kpi, leaves), List.of());
    }

    /**
     * As {@link #protect(Kpi, Collection)}, of what has been shown otherwise before. What it holds
     * now is taken from the same reading as what it held then, so that they can be compared.
     *
     * @param leaves not looked at where {@code past} holds anything
     */
    public static ProtectedFigures protect(Kpi kpi, Collection<Leaf> leaves, Past past) {
        if (past.shown().isEmpty()) {
            return protect(kpi, leaves);
        }
        List<ProtectedFigures> states = new ArrayList<>(past.shown().size());
        for (Past.Shown shown : past.shown()) {
            states.add(protect(Cube.ofStanding(shown.kpi(), shown.held()), states));
        }
        return protect(Cube.ofStanding(kpi, past.now()), states);
    }

    private static ProtectedFigures protect(Cube figures, List<ProtectedFigures> past) {
        return new ProtectedFigures(figures, suppressed(figures.kpi(), figures, past));
    }

    /**
     * The places whose rows are suppressed; empty for a KPI without a smallest group.
     *
     * @param past the same period as it was shown before, oldest first
     */
    static Set<Place> suppressed(Kpi kpi, Cube figures, List<ProtectedFigures> past) {
        Integer limit = kpi.minGroupSize();
        if (limit == null) {
            return Set.of();
        }
        Set<Place> hidden = new SmallSlices(kpi, figures, limit, Set.of()).suppressed();
        List<Published> readings = Published.readings(kpi, limit, past, figures);
        Set<Place> telling = telling(readings, hidden);
        while (!telling.isEmpty()) {
            Set<Place> more = new HashSet<>(hidden);
            more.addAll(telling);
            hidden = new SmallSlices(kpi, figures, limit, more).suppressed();
            telling = telling(readings, hidden);
        }
        return hidden;
    }

    private static Set<Place> telling(List<Published> readings, Set<Place> hidden) {
        for (Published published : readings) {
            Set<Place> telling = published.telling(hidden);
            if (!telling.isEmpty()) {
                return telling;
            }
        }
        return Set.of();
    }
}
