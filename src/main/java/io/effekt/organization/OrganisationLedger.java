package io.effekt.organization;

import io.effekt.eventstore.StoredDecision;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import io.effekt.resource.Ledger;
import io.effekt.resource.ResourceContent;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Value streams and teams, as their events leave them. */
@ApplicationScoped
public class OrganisationLedger implements Ledger<Organisation> {
    @Override
    public Class<Organisation> type() {
        return Organisation.class;
    }

    @Override
    public Organisation empty() {
        return Organisation.EMPTY;
    }

    @Override
    public @Nullable String subject(Object event) {
        return event instanceof OrganisationEvent own ? own.subject() : null;
    }

    @Override
    public Organisation evolve(
            Organisation state, Object event, @Nullable StoredDecision decision) {
        return event instanceof OrganisationEvent own ? state.evolve(own) : state;
    }

    @Override
    public Optional<ResourceContent> content(Object event, Snapshot after) {
        return event instanceof OrganisationEvent own
                ? Optional.of(content(own, after.of(Organisation.class)))
                : Optional.empty();
    }

    private static ResourceContent content(OrganisationEvent event, Organisation after) {
        return switch (event) {
            case ValueStreamDefined(ValueStream stream) -> stream(after, stream.key());
            case ValueStreamRetired(String key) -> stream(after, key);
            case TeamDefined(Team team) -> team(after, team.key());
            case TeamRetired retired -> team(after, retired.key());
        };
    }

    private static ResourceContent stream(Organisation after, String key) {
        ValueStream stream = Objects.requireNonNull(after.streams().get(key));
        return ResourceContent.withStatus(
                ValueStreamKind.TYPE.id(key), stream.retired(), OrganisationJson.write(stream));
    }

    private static ResourceContent team(Organisation after, String key) {
        Team team = Objects.requireNonNull(after.teams().get(key));
        return ResourceContent.withStatus(
                TeamKind.TYPE.id(key), team.retired(), OrganisationJson.write(team));
    }

    @Override
    public List<String> notices(Snapshot before, Object event) {
        return event instanceof OrganisationEvent own
                ? OrganisationNotices.of(before.of(Organisation.class), own)
                : List.of();
    }
}
