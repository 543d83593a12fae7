package io.effekt.kpi.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one KPI over one span of time: of everything, and of each value of each dimension
 * by itself. For one thread.
 */
public final class Cube {
    private final Figures all;
    private final TreeMap<String, Figures> slices = new TreeMap<>();
    private final Figures nothing;
    private final List<Leaf> leaves;
    private final Set<Place> hidden;

    private Cube(Kpi kpi, Collection<Leaf> leaves, List<Cube> past) {
        this.leaves = List.copyOf(leaves);
        all = Figures.of(kpi, leaves);
        nothing = Figures.of(kpi, List.of());
        Map<String, List<Leaf>> labelled = new HashMap<>();
        for (Leaf leaf : leaves) {
            for (String label : leaf.labels()) {
                if (kpi.dimensions().contains(name(label)) && leaf.tally().n() > 0) {
                    labelled.computeIfAbsent(label, any -> new ArrayList<>()).add(leaf);
                }
            }
        }
        labelled.forEach((label, some) -> slices.put(label, Figures.of(kpi, some)));
        hidden = SmallGroups.suppressed(kpi, this, past);
    }

    /** Groups the leaves; labels that are no dimension of the KPI (any more) are left out. */
    public static Cube of(Kpi kpi, Collection<Leaf> leaves) {
        return new Cube(kpi, leaves, List.of());
    }

    /**
     * As {@link #of(Kpi, Collection)}, of what was shown before with other content.
     *
     * @param before what it held each time before that changed, oldest first
     */
    static Cube of(Kpi kpi, Collection<Leaf> leaves, List<? extends Collection<Leaf>> before) {
        List<Cube> past = new ArrayList<>(before.size());
        for (Collection<Leaf> earlier : before) {
            past.add(new Cube(kpi, earlier, past));
        }
        return new Cube(kpi, leaves, past);
    }

    /** What it was made of. */
    List<Leaf> leaves() {
        return leaves;
    }

    /** The name of the dimension in {@code name:value}; names hold no colon. */
    static String name(String dimension) {
        return dimension.substring(0, Math.max(0, dimension.indexOf(':')));
    }

    /** The figures of one value of one dimension; null for those of everything. */
    public Figures figures(@Nullable String dimension) {
        return dimension == null ? all : slices.getOrDefault(dimension, nothing);
    }

    /** The place's figure; null where nothing counts there. */
    @Nullable Figure figure(Place place) {
        return figures(place.dimension()).figure(place.scope());
    }

    /** All values of dimensions that something was measured under, each as {@code name:value}. */
    public SortedSet<String> dimensions() {
        return Collections.unmodifiableSortedSet(slices.navigableKeySet());
    }

    /** Whether the row may not be shown, because of a small group. */
    boolean isHidden(Place place) {
        return hidden.contains(place);
    }
}
