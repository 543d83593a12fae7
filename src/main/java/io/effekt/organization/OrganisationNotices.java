package io.effekt.organization;

import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import java.util.List;

/** Sentences about what follows from a change of the organisation. Pure. */
public final class OrganisationNotices {
    private static final int NAMED = 5;

    private OrganisationNotices() {}

    /**
     * @param before the organisation that the event changed
     */
    public static List<String> of(Organisation before, OrganisationEvent event) {
        return switch (event) {
            case ValueStreamRetired(String key) -> openMembers(before, key);
            case ValueStreamDefined(ValueStream stream) ->
                    stream.retired() ? openMembers(before, stream.key()) : List.of();
            case TeamDefined(Team team) -> retiredStreams(before, team);
            case TeamRetired retired -> List.of();
        };
    }

    private static List<String> openMembers(Organisation before, String stream) {
        List<String> open =
                before.teams().values().stream()
                        .filter(team -> !team.retired() && isOpenIn(team, stream))
                        .map(Team::key)
                        .limit(NAMED + 1L)
                        .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        String named = String.join(", ", open.subList(0, Math.min(NAMED, open.size())));
        return List.of(
                "Teams have a membership in it without an end: "
                        + named
                        + (open.size() > NAMED ? " and more." : "."));
    }

    private static boolean isOpenIn(Team team, String stream) {
        return team.memberships().stream()
                .anyMatch(m -> m.valueStream().equals(stream) && m.span().to() == null);
    }

    private static List<String> retiredStreams(Organisation before, Team team) {
        return team.memberships().stream()
                .filter(m -> m.span().to() == null)
                .map(Membership::valueStream)
                .filter(key -> isRetired(before, key))
                .map(key -> "The value stream '" + key + "' is retired.")
                .toList();
    }

    private static boolean isRetired(Organisation before, String key) {
        ValueStream stream = before.streams().get(key);
        return stream != null && stream.retired();
    }
}
