package io.effekt.dataset;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sets of all slices. The one description that OData, the exports and the SQL views are held
 * to.
 */
@Singleton
public final class Datasets {
    private final List<Dataset> all;

    /**
     * @throws IllegalArgumentException when two sets share a name or a place, or a link leads to no
     *     row
     */
    public Datasets(@All List<DatasetSource> sources) {
        all =
                sources.stream()
                        .flatMap(source -> source.datasets().stream())
                        .sorted(Comparator.comparingInt(Dataset::place))
                        .toList();
        Set<String> names = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (Dataset set : all) {
            require(names.add(set.name()), "Two sets are called " + set.name() + ".");
            require(
                    places.add(set.place()),
                    "Two sets stand at place %d, and one of them is %s."
                            .formatted(set.place(), set.name()));
            for (DatasetLink link : set.links()) {
                require(
                        leadsToOneRow(set, link),
                        "The link %s of %s needs a column %s, and a set %s with one key of that type."
                                .formatted(link.name(), set.name(), link.column(), link.target()));
            }
        }
    }

    /** In the order of their places. */
    public List<Dataset> all() {
        return all;
    }

    public Optional<Dataset> named(String name) {
        return all.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    /** The set at the other end. */
    public Dataset target(DatasetLink link) {
        return named(link.target()).orElseThrow();
    }

    private boolean leadsToOneRow(Dataset set, DatasetLink link) {
        Optional<ColumnType> from = set.column(link.column()).map(Column::type);
        List<ColumnType> to =
                named(link.target())
                        .map(target -> target.key().stream().map(Column::type).toList())
                        .orElse(List.of());
        return from.isPresent() && to.equals(List.of(from.get()));
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
