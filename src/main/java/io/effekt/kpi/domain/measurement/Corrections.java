package io.effekt.kpi.domain.measurement;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chains of corrections and retractions: of each chain only the newest link counts. */
public final class Corrections {
    private Corrections() {}

    private record Identity(String source, String id) {}

    /**
     * What is left when all corrections are made, in the order given; retractions leave nothing.
     */
    public static List<Measurement> effective(Collection<Measurement> entries) {
        Set<Identity> superseded = new HashSet<>();
        for (Measurement entry : entries) {
            if (entry.replaces() != null) {
                superseded.add(new Identity(entry.source(), entry.replaces()));
            }
        }
        return entries.stream()
                .filter(entry -> entry.content() != null)
                .filter(entry -> !superseded.contains(new Identity(entry.source(), entry.id())))
                .toList();
    }
}
