package io.effekt.example.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.example.domain.PledgeDecider;
import io.effekt.example.domain.Pledges;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Problem;
import io.effekt.kpi.application.ChangeablePlaces;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import io.effekt.resource.Deciding;
import io.effekt.resource.ResourceId;
import io.effekt.resource.ResourceKind;
import io.effekt.resource.ResourceType;
import io.effekt.resource.ResourceView;
import io.effekt.resource.ResourceVisibility;
import io.effekt.resource.Snapshot;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pledges as a kind of resource. */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeKind implements ResourceKind<Pledge> {
    private static final ResourceType TYPE =
            new ResourceType(
                    Pledge.KIND,
                    "pledges",
                    9_000,
                    false,
                    "example.make-pledge",
                    "example.withdraw-pledge");

    private final ResourceView view;
    private final CallerVisibility caller;
    private final ChangeablePlaces changeable;

    public PledgeKind(ResourceView view, CallerVisibility caller, ChangeablePlaces changeable) {
        this.view = view;
        this.caller = caller;
        this.changeable = changeable;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Pledge read(ResourceId id, Form form) {
        return PledgeJson.read(id.key(), form);
    }

    @Override
    public ObjectNode write(Pledge pledge) {
        return PledgeJson.write(pledge);
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, Pledge pledge) {
        Snapshot now = state.now();
        return PledgeDecider.make(now.of(Pledges.class), now.of(Definitions.class), pledge);
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return PledgeDecider.withdraw(state.now().of(Pledges.class), id.key());
    }

    @Override
    public Map<ResourceId, Pledge> all(Snapshot snapshot) {
        Map<ResourceId, Pledge> all = new LinkedHashMap<>();
        snapshot.of(Pledges.class).byKey().forEach((key, pledge) -> all.put(TYPE.id(key), pledge));
        return all;
    }

    @Override
    public ResourceVisibility visibility() {
        Visibility seen = caller.now();
        Pledges pledges = view.current().of(Pledges.class);
        return id -> {
            Pledge pledge = pledges.byKey().get(id.key());
            return pledge == null
                    || (seen.seesKpi(pledge.kpi()) && seen.seesEver(pledge.place().scope()));
        };
    }

    /** A pledge that the caller may not know of is answered like one that is not there. */
    @Override
    public void requireMayChange(ResourceId id) {
        if (!visibility().isKnown(id)) {
            throw Problem.notFound(unknown(id)).hiding().exception();
        }
        Pledge pledge = view.current().of(Pledges.class).byKey().get(id.key());
        if (pledge != null) {
            changeable.require(pledge.place());
        }
    }

    @Override
    public void requireMayDefine(ResourceId id, Pledge pledge) {
        changeable.require(pledge.place());
    }

    @Override
    public String unknown(ResourceId id) {
        return "There is no pledge '%s'; GET /api/v1/pledges lists them.".formatted(id.key());
    }
}
