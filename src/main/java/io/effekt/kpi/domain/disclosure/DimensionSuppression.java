package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Small groups over dimensions: a scope's row is the sum of its values of a dimension, as a stream
 * is of its teams, and both rules are applied in turn until neither hides any more.
 */
final class DimensionSuppression {
    private final Kpi kpi;
    private final DimensionFigures byDimension;
    private final int limit;
    private final Set<RowKey> hidden = new HashSet<>();

    /**
     * @param already places that are hidden for another reason
     */
    DimensionSuppression(Kpi kpi, DimensionFigures byDimension, int limit, Set<RowKey> already) {
        this.kpi = kpi;
        this.byDimension = byDimension;
        this.limit = limit;
        hidden.addAll(already);
    }

    Set<RowKey> suppressed() {
        int before;
        do {
            before = hidden.size();
            acrossScopes(null);
            byDimension.dimensions().forEach(this::acrossScopes);
            if (!byDimension.dimensions().isEmpty()) {
                byDimension.figures(null).scopes().forEach(this::withinScope);
            }
        } while (hidden.size() > before && !byDimension.dimensions().isEmpty());
        return Set.copyOf(hidden);
    }

    private void acrossScopes(@Nullable String dimension) {
        Set<Scope> already = new HashSet<>();
        for (RowKey place : hidden) {
            if (Objects.equals(place.dimension(), dimension)) {
                already.add(place.scope());
            }
        }
        CellSuppression.suppressed(kpi, byDimension.figures(dimension), limit, already)
                .forEach(scope -> hidden.add(new RowKey(scope, dimension)));
    }

    private void withinScope(Scope scope) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String dimension : byDimension.dimensions()) {
            if (byDimension.figures(dimension).figure(scope) != null) {
                values.computeIfAbsent(DimensionFigures.name(dimension), any -> new ArrayList<>())
                        .add(dimension);
            }
        }
        values.values().forEach(some -> complement(scope, some));
    }

    private void complement(Scope scope, List<String> values) {
        RowKey whole = RowKey.of(scope);
        while (!hidden.contains(whole)) {
            long unlabelled = answers(whole);
            Remainder remainder = Remainder.EMPTY;
            TreeSet<RowKey> shown = new TreeSet<>(fewestFirst());
            for (String value : values) {
                RowKey place = new RowKey(scope, value);
                unlabelled -= answers(place);
                if (hidden.contains(place)) {
                    remainder = remainder.plus(answers(place), true);
                } else {
                    shown.add(place);
                }
            }
            if (!remainder.plus(unlabelled, false).tells(limit)) {
                return;
            }
            hidden.add(shown.isEmpty() ? whole : shown.first());
        }
        // Together they would say what the scope's own row may not.
        values.forEach(value -> hidden.add(new RowKey(scope, value)));
    }

    private Comparator<RowKey> fewestFirst() {
        return Comparator.comparingLong(this::answers).thenComparing(Comparator.naturalOrder());
    }

    private long answers(RowKey place) {
        Figure figure = byDimension.figure(place);
        return figure == null ? 0 : figure.answers(kpi);
    }
}
