package io.effekt.organization;

import io.effekt.kernel.Scope;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All value streams and teams as one decision-log position knows them. Immutable. */
public record Organisation(Map<String, ValueStream> streams, Map<String, Team> teams) {
    public static final Organisation EMPTY = new Organisation(Map.of(), Map.of());

    /** The value stream of what is measured at the scope on that day; null for none. */
    public @Nullable String streamOf(Scope scope, LocalDate day) {
        return switch (scope) {
            case Scope.Team(String key) -> {
                Team team = teams.get(key);
                yield team == null ? null : team.streamOn(day);
            }
            case Scope.Stream(String key) -> key;
            case Scope.Org org -> null;
        };
    }

    public boolean isDefined(Scope scope) {
        return switch (scope) {
            case Scope.Team(String key) -> teams.containsKey(key);
            case Scope.Stream(String key) -> streams.containsKey(key);
            case Scope.Org org -> true;
        };
    }
}
