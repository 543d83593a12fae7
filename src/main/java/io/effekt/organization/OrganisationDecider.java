package io.effekt.organization;

import io.effekt.kernel.Decision;
import io.effekt.kernel.Refusal;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationCommand.DefineValueStream;
import io.effekt.organization.OrganisationCommand.RetireTeam;
import io.effekt.organization.OrganisationCommand.RetireValueStream;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides on value streams and teams. Pure. */
public final class OrganisationDecider {
    private OrganisationDecider() {}

    public static Decision<OrganisationEvent> decide(
            Organisation state, OrganisationCommand command) {
        return switch (command) {
            case DefineValueStream(var stream) -> define(state, stream);
            case RetireValueStream(var key) -> retireStream(state, key);
            case DefineTeam(var team) -> define(state, team);
            case RetireTeam(var key, var on) -> retireTeam(state, key, on);
        };
    }

    private static Decision<OrganisationEvent> define(Organisation state, ValueStream stream) {
        List<Refusal> refusals = TeamRules.checkName(stream.name());
        if (!refusals.isEmpty()) {
            return new Decision.Refused<>(refusals);
        }
        return stream.equals(state.streams().get(stream.key()))
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new ValueStreamDefined(stream)));
    }

    private static Decision<OrganisationEvent> define(Organisation state, Team team) {
        List<Refusal> refusals = TeamRules.check(state, team);
        if (!refusals.isEmpty()) {
            return new Decision.Refused<>(refusals);
        }
        Team inOrder = team.inOrder();
        return inOrder.equals(state.teams().get(team.key()))
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new TeamDefined(inOrder)));
    }

    private static Decision<OrganisationEvent> retireStream(Organisation state, String key) {
        ValueStream stream = state.streams().get(key);
        if (stream == null) {
            return notDefined("value stream", key);
        }
        return stream.retired()
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new ValueStreamRetired(key)));
    }

    private static Decision<OrganisationEvent> retireTeam(
            Organisation state, String key, @Nullable LocalDate on) {
        Team team = state.teams().get(key);
        if (team == null) {
            return notDefined("team", key);
        }
        LocalDate from = team.retiredFrom();
        if (team.retired() && (on == null || on.equals(from))) {
            return new Decision.Unchanged<>();
        }
        if (on != null && from != null && on.isAfter(from)) {
            return new Decision.Refused<>(
                    Refusal.of(
                            "retired-before",
                            "The team '%s' is retired from %s on, and which streams it would have belonged to after that is not known: define it again with its memberships, and retire it then."
                                    .formatted(key, from)));
        }
        return new Decision.Accepted<>(List.of(new TeamRetired(key, on)));
    }

    private static Decision<OrganisationEvent> notDefined(String what, String key) {
        return new Decision.Refused<>(
                Refusal.of("not-defined", "There is no " + what + " '" + key + "' to retire."));
    }
}
