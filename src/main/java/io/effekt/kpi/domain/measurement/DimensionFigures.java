package io.effekt.kpi.domain.measurement;

import io.effekt.kpi.domain.definition.Kpi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one KPI over one span of time: of everything, and of each value of each dimension
 * by itself. For one thread.
 */
public final class DimensionFigures {
    private final Figures all;
    private final TreeMap<String, Figures> slices = new TreeMap<>();
    private final Figures nothing;
    private final Kpi kpi;
    private final List<Leaf> leaves;
    private final List<EffectiveMeasurement> standing;

    private DimensionFigures(
            Kpi kpi, Collection<Leaf> leaves, Collection<EffectiveMeasurement> standing) {
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
    }

    /** Groups the leaves; labels that are no dimension of the KPI (any more) are left out. */
    public static DimensionFigures of(Kpi kpi, Collection<Leaf> leaves) {
        return new DimensionFigures(kpi, leaves, List.of());
    }

    /** Groups measurements one by one, so that they can be followed through states of a period. */
    public static DimensionFigures ofStanding(Kpi kpi, List<EffectiveMeasurement> standing) {
        return new DimensionFigures(
                kpi, standing.stream().map(EffectiveMeasurement::leaf).toList(), standing);
    }

    /** The KPI as it was defined when this was shown. */
    public Kpi kpi() {
        return kpi;
    }

    /** What it was made of. */
    public List<Leaf> leaves() {
        return leaves;
    }

    /** Its measurements one by one, where it was made of them; empty elsewhere. */
    public List<EffectiveMeasurement> standing() {
        return standing;
    }

    /** The name of the dimension in {@code name:value}; names hold no colon. */
    public static String name(String dimension) {
        return dimension.substring(0, Math.max(0, dimension.indexOf(':')));
    }

    /** The figures of one value of one dimension; null for those of everything. */
    public Figures figures(@Nullable String dimension) {
        return dimension == null ? all : slices.getOrDefault(dimension, nothing);
    }

    /** The place's figure; null where nothing counts there. */
    public @Nullable Figure figure(RowKey place) {
        return figures(place.dimension()).figure(place.scope());
    }

    /** All values of dimensions that something was measured under, each as {@code name:value}. */
    public SortedSet<String> dimensions() {
        return Collections.unmodifiableSortedSet(slices.navigableKeySet());
    }
}
