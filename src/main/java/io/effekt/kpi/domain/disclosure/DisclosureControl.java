package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.RowKey;
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
        return protect(DimensionFigures.of(kpi, leaves), List.of());
    }

    /**
     * As {@link #protect(Kpi, Collection)}, of what has been shown otherwise before. What it holds
     * now is taken from the same reading as what it held then, so that they can be compared.
     *
     * @param leaves not looked at where {@code past} holds anything
     */
    public static ProtectedFigures protect(
            Kpi kpi, Collection<Leaf> leaves, DisclosureHistory past) {
        if (past.shown().isEmpty()) {
            return protect(kpi, leaves);
        }
        List<ProtectedFigures> states = new ArrayList<>(past.shown().size());
        for (DisclosureHistory.Shown shown : past.shown()) {
            states.add(protect(DimensionFigures.ofStanding(shown.kpi(), shown.held()), states));
        }
        return protect(DimensionFigures.ofStanding(kpi, past.now()), states);
    }

    private static ProtectedFigures protect(DimensionFigures figures, List<ProtectedFigures> past) {
        return new ProtectedFigures(figures, suppressed(figures.kpi(), figures, past));
    }

    /**
     * The places whose rows are suppressed; empty for a KPI without a smallest group.
     *
     * @param past the same period as it was shown before, oldest first
     */
    static Set<RowKey> suppressed(Kpi kpi, DimensionFigures figures, List<ProtectedFigures> past) {
        Integer limit = kpi.minGroupSize();
        if (limit == null) {
            return Set.of();
        }
        Set<RowKey> hidden = new DimensionSuppression(kpi, figures, limit, Set.of()).suppressed();
        List<PublishedSums> readings = PublishedSums.readings(kpi, limit, past, figures);
        Set<RowKey> telling = telling(readings, hidden);
        while (!telling.isEmpty()) {
            Set<RowKey> more = new HashSet<>(hidden);
            more.addAll(telling);
            hidden = new DimensionSuppression(kpi, figures, limit, more).suppressed();
            telling = telling(readings, hidden);
        }
        return hidden;
    }

    private static Set<RowKey> telling(List<PublishedSums> readings, Set<RowKey> hidden) {
        for (PublishedSums published : readings) {
            Set<RowKey> telling = published.telling(hidden);
            if (!telling.isEmpty()) {
                return telling;
            }
        }
        return Set.of();
    }
}
