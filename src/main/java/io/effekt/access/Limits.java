package io.effekt.access;

import io.effekt.kernel.Scope;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller's rights hold. A stream includes its teams, each on the days that it belongs to
 * it.
 *
 * @param everywhere whether they hold in the whole organisation; teams and streams are empty then
 * @param teams keys of teams
 * @param streams keys of value streams
 * @param kpis keys of KPIs; empty for all
 */
public record Limits(boolean everywhere, Set<String> teams, Set<String> streams, Set<String> kpis) {
    public static final Limits NONE = new Limits(true, Set.of(), Set.of(), Set.of());

    /** Rights that hold nowhere. */
    public static final Limits NOWHERE = new Limits(false, Set.of(), Set.of(), Set.of());

    public Limits {
        if (everywhere && !(teams.isEmpty() && streams.isEmpty())) {
            throw new IllegalArgumentException("everywhere, and limited to some");
        }
        teams = Set.copyOf(teams);
        streams = Set.copyOf(streams);
        kpis = Set.copyOf(kpis);
    }

    /** Limits to these; to nothing where all are empty. */
    public static Limits to(
            Collection<String> teams, Collection<String> streams, Collection<String> kpis) {
        return new Limits(
                teams.isEmpty() && streams.isEmpty(),
                new TreeSet<>(teams),
                new TreeSet<>(streams),
                new TreeSet<>(kpis));
    }

    /** Whether the caller may see and change everything that their rights reach. */
    public boolean isUnrestricted() {
        return everywhere && kpis.isEmpty();
    }

    public boolean includeKpi(String kpi) {
        return kpis.isEmpty() || kpis.contains(kpi);
    }

    /**
     * Whether they include a scope.
     *
     * @param stream the value stream that a team belongs to on the day that counts; null for none
     */
    public boolean include(Scope scope, @Nullable String stream) {
        return everywhere
                || switch (scope) {
                    case Scope.Team(String key) ->
                            teams.contains(key) || (stream != null && streams.contains(stream));
                    case Scope.Stream(String key) -> streams.contains(key);
                    case Scope.Org any -> false;
                };
    }

    /** Whether all that those include is included here too. */
    public boolean include(Limits others) {
        return (everywhere
                        || (!others.everywhere
                                && teams.containsAll(others.teams)
                                && streams.containsAll(others.streams)))
                && (kpis.isEmpty() || (!others.kpis.isEmpty() && kpis.containsAll(others.kpis)));
    }
}
