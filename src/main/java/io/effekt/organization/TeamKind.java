package io.effekt.organization;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Scope;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationCommand.RetireTeam;
import io.effekt.resource.Deciding;
import io.effekt.resource.ResourceId;
import io.effekt.resource.ResourceKind;
import io.effekt.resource.ResourceType;
import io.effekt.resource.ResourceVisibility;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Teams as a kind of resource. */
@ApplicationScoped
public class TeamKind implements ResourceKind<Team> {
    static final ResourceType TYPE =
            new ResourceType(
                    "team",
                    "teams",
                    20,
                    false,
                    "organization.define-team",
                    "organization.retire-team");

    private final CallerVisibility caller;

    public TeamKind(CallerVisibility caller) {
        this.caller = caller;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Team read(ResourceId id, Form form) {
        return OrganisationJson.team(id.key(), form);
    }

    @Override
    public ObjectNode write(Team team) {
        return OrganisationJson.write(team);
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, Team team) {
        return decide(state, new DefineTeam(team));
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return decide(state, new RetireTeam(id.key(), on));
    }

    private static Decision<?> decide(Deciding state, OrganisationCommand command) {
        Organisation organisation = state.now().of(Organisation.class);
        return OrganisationDecider.decide(organisation, command.dated(organisation, state.today()));
    }

    @Override
    public Map<ResourceId, Team> all(Snapshot snapshot) {
        Map<ResourceId, Team> all = new LinkedHashMap<>();
        new TreeMap<>(snapshot.of(Organisation.class).teams())
                .forEach((key, team) -> all.put(TYPE.id(key), team));
        return all;
    }

    @Override
    public List<String> needs(Team team) {
        return team.replacedBy().stream().map(Team::subject).toList();
    }

    @Override
    public ResourceVisibility visibility() {
        Visibility seen = caller.now();
        return new ResourceVisibility() {
            @Override
            public boolean isKnown(ResourceId id) {
                return seen.knows(new Scope.Team(id.key()));
            }

            @Override
            public void conceal(ObjectNode team) {
                if (team.get("replacedBy") instanceof ArrayNode successors) {
                    successors.removeIf(key -> !seen.knows(new Scope.Team(key.textValue())));
                }
            }
        };
    }

    @Override
    public void requireMayChange(ResourceId id) {
        caller.requireWholeForChange();
    }

    @Override
    public String unknown(ResourceId id) {
        return "There is no team '%s'; GET /api/v1/teams lists them.".formatted(id.key());
    }
}
