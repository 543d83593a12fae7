package io.effekt.kpi.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be done before a reader sees all that follows from a write.
 *
 * @param kpis to be evaluated
 * @param scopes to be counted again, as written, or held measurements of which can count now
 */
public record Following(Set<String> kpis, Set<String> scopes) {
    private static final String KPI = "kpi:";
    private static final String SCOPE = "scope:";

    public Following {
        kpis = Set.copyOf(kpis);
        scopes = Set.copyOf(scopes);
    }

    /** As {@link #words} wrote it. */
    public static Following of(Collection<String> words) {
        Set<String> kpis = new TreeSet<>();
        Set<String> scopes = new TreeSet<>();
        for (String word : words) {
            if (word.startsWith(KPI)) {
                kpis.add(word.substring(KPI.length()));
            } else if (word.startsWith(SCOPE)) {
                scopes.add(word.substring(SCOPE.length()));
            }
        }
        return new Following(kpis, scopes);
    }

    /** As an outcome keeps it: {@code kpi:enps}, {@code scope:team:platform}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        new TreeSet<>(kpis).forEach(kpi -> words.add(KPI + kpi));
        new TreeSet<>(scopes).forEach(scope -> words.add(SCOPE + scope));
        return words;
    }

    static List<String> both(List<String> one, List<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    public boolean isNothing() {
        return kpis.isEmpty() && scopes.isEmpty();
    }
}
