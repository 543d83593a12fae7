package io.effekt.example.application;

import io.effekt.eventstore.StoredDecision;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.example.domain.PledgeEvent;
import io.effekt.example.domain.Pledges;
import io.effekt.resource.Ledger;
import io.effekt.resource.ResourceContent;
import io.effekt.resource.ResourceId;
import io.effekt.resource.Snapshot;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pledges, as their events leave them. */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeLedger implements Ledger<Pledges> {
    @Override
    public Class<Pledges> type() {
        return Pledges.class;
    }

    @Override
    public Pledges empty() {
        return Pledges.NONE;
    }

    @Override
    public @Nullable String subject(Object event) {
        return event instanceof PledgeEvent own ? Pledge.subject(own.key()) : null;
    }

    @Override
    public Pledges evolve(Pledges state, Object event, @Nullable StoredDecision decision) {
        return event instanceof PledgeEvent own ? state.evolve(own) : state;
    }

    @Override
    public Optional<ResourceContent> content(Object event, Snapshot after) {
        return event instanceof PledgeEvent own
                ? Optional.of(content(after.of(Pledges.class).required(own.key())))
                : Optional.empty();
    }

    private static ResourceContent content(Pledge pledge) {
        return ResourceContent.withStatus(
                new ResourceId(Pledge.KIND, pledge.key()),
                pledge.withdrawn(),
                PledgeJson.write(pledge));
    }
}
