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
    private final Kpi kpi;
    private final List<Leaf> leaves;
    private final List<Standing> standing;
    private final Set<Place> hidden;

    private Cube(Kpi kpi, Collection<Leaf> leaves, Collection<Standing> standing, List<Cube> past) {
        this.kpi = kpi;
        this.leaves = List.copyOf(leaves);
        this.standing = List.copyOf(standing);
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
        return new Cube(kpi, leaves, List.of(), List.of());
    }

    /**
     * As {@link #of(Kpi, Collection)}, of what has been shown otherwise before. What it holds now
     * is taken from the same reading as what it held then, so that they can be compared.
     */
    static Cube of(Kpi kpi, Collection<Leaf> leaves, Past past) {
        if (past.shown().isEmpty()) {
            return of(kpi, leaves);
        }
        List<Cube> cubes = new ArrayList<>(past.shown().size());
        for (Past.Shown shown : past.shown()) {
            cubes.add(of(shown.kpi(), shown.held(), cubes));
        }
        return of(kpi, past.now(), cubes);
    }

    private static Cube of(Kpi kpi, List<Standing> standing, List<Cube> past) {
        return new Cube(kpi, standing.stream().map(Standing::leaf).toList(), standing, past);
    }

    /** The KPI as it was defined when this was shown. */
    Kpi kpi() {
        return kpi;
    }

    /** What it was made of. */
    List<Leaf> leaves() {
        return leaves;
    }

    /** Its measurements one by one, where it was shown otherwise before; empty elsewhere. */
    List<Standing> standing() {
        return standing;
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
