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
import java.util.List;

/** Decides on value streams and teams. Pure; preconditions have been judged before. */
public final class OrganisationDecider {
    private OrganisationDecider() {}

    public static Decision<OrganisationEvent> decide(
            Organisation state, OrganisationCommand command) {
        return switch (command) {
            case DefineValueStream(var stream, var precondition) -> define(state, stream);
            case RetireValueStream(var key, var precondition) -> retireStream(state, key);
            case DefineTeam(var team, var precondition) -> define(state, team);
            case RetireTeam(var key, var precondition) -> retireTeam(state, key);
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

    private static Decision<OrganisationEvent> retireTeam(Organisation state, String key) {
        Team team = state.teams().get(key);
        if (team == null) {
            return notDefined("team", key);
        }
        return team.retired()
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new TeamRetired(key)));
    }

    private static Decision<OrganisationEvent> notDefined(String what, String key) {
        return new Decision.Refused<>(
                Refusal.of("not-defined", "There is no " + what + " '" + key + "' to retire."));
    }
}
