package io.effekt.organization;

import io.effekt.kernel.PersistentMap;
import io.effekt.kernel.Scope;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
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

    /** The organisation after the event; shares all that did not change with this one. */
    public Organisation evolve(OrganisationEvent event) {
        return switch (event) {
            case ValueStreamDefined(ValueStream stream) -> with(stream);
            case ValueStreamRetired(String key) -> with(known(streams.get(key), key).asRetired());
            case TeamDefined(Team team) -> with(team);
            case TeamRetired(String key, LocalDate from) ->
                    with(known(teams.get(key), key).asRetired(from));
        };
    }

    private Organisation with(ValueStream stream) {
        return new Organisation(PersistentMap.of(streams).with(stream.key(), stream), teams);
    }

    private Organisation with(Team team) {
        return new Organisation(streams, PersistentMap.of(teams).with(team.key(), team));
    }

    private static <T> T known(@Nullable T found, String key) {
        if (found == null) {
            throw new IllegalStateException("the log retires what it never defined: " + key);
        }
        return found;
    }
}
