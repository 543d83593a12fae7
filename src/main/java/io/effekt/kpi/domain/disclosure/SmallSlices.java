package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Cube;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Place;
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
final class SmallSlices {
    private final Kpi kpi;
    private final Cube cube;
    private final int limit;
    private final Set<Place> hidden = new HashSet<>();

    /**
     * @param already places that are hidden for another reason
     */
    SmallSlices(Kpi kpi, Cube cube, int limit, Set<Place> already) {
        this.kpi = kpi;
        this.cube = cube;
        this.limit = limit;
        hidden.addAll(already);
    }

    Set<Place> suppressed() {
        int before;
        do {
            before = hidden.size();
            acrossScopes(null);
            cube.dimensions().forEach(this::acrossScopes);
            if (!cube.dimensions().isEmpty()) {
                cube.figures(null).scopes().forEach(this::withinScope);
            }
        } while (hidden.size() > before && !cube.dimensions().isEmpty());
        return Set.copyOf(hidden);
    }

    private void acrossScopes(@Nullable String dimension) {
        Set<Scope> already = new HashSet<>();
        for (Place place : hidden) {
            if (Objects.equals(place.dimension(), dimension)) {
                already.add(place.scope());
            }
        }
        SmallGroups.suppressed(kpi, cube.figures(dimension), limit, already)
                .forEach(scope -> hidden.add(new Place(scope, dimension)));
    }

    private void withinScope(Scope scope) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String dimension : cube.dimensions()) {
            if (cube.figures(dimension).figure(scope) != null) {
                values.computeIfAbsent(Cube.name(dimension), any -> new ArrayList<>())
                        .add(dimension);
            }
        }
        values.values().forEach(some -> complement(scope, some));
    }

    private void complement(Scope scope, List<String> values) {
        Place whole = Place.of(scope);
        while (!hidden.contains(whole)) {
            long unlabelled = answers(whole);
            Remainder remainder = Remainder.EMPTY;
            TreeSet<Place> shown = new TreeSet<>(fewestFirst());
            for (String value : values) {
                Place place = new Place(scope, value);
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
        values.forEach(value -> hidden.add(new Place(scope, value)));
    }

    private Comparator<Place> fewestFirst() {
        return Comparator.comparingLong(this::answers).thenComparing(Comparator.naturalOrder());
    }

    private long answers(Place place) {
        Figure figure = cube.figure(place);
        return figure == null ? 0 : figure.answers(kpi);
    }
}
