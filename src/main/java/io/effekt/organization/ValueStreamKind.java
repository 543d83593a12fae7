package io.effekt.organization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Scope;
import io.effekt.organization.OrganisationCommand.DefineValueStream;
import io.effekt.organization.OrganisationCommand.RetireValueStream;
import io.effekt.resource.Deciding;
import io.effekt.resource.ResourceId;
import io.effekt.resource.ResourceKind;
import io.effekt.resource.ResourceType;
import io.effekt.resource.ResourceVisibility;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Value streams as a kind of resource. */
@ApplicationScoped
public class ValueStreamKind implements ResourceKind<ValueStream> {
    static final ResourceType TYPE =
            new ResourceType(
                    "value-stream",
                    "valueStreams",
                    10,
                    false,
                    "organization.define-value-stream",
                    "organization.retire-value-stream");

    private final CallerVisibility caller;

    public ValueStreamKind(CallerVisibility caller) {
        this.caller = caller;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public ValueStream read(ResourceId id, Form form) {
        return OrganisationJson.valueStream(id.key(), form);
    }

    @Override
    public ObjectNode write(ValueStream stream) {
        return OrganisationJson.write(stream);
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, ValueStream stream) {
        return OrganisationDecider.decide(
                state.now().of(Organisation.class), new DefineValueStream(stream));
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return OrganisationDecider.decide(
                state.now().of(Organisation.class), new RetireValueStream(id.key()));
    }

    @Override
    public Map<ResourceId, ValueStream> all(Snapshot snapshot) {
        Map<ResourceId, ValueStream> all = new LinkedHashMap<>();
        new TreeMap<>(snapshot.of(Organisation.class).streams())
                .forEach((key, stream) -> all.put(TYPE.id(key), stream));
        return all;
    }

    @Override
    public ResourceVisibility visibility() {
        Visibility seen = caller.now();
        return id -> seen.knows(new Scope.Stream(id.key()));
    }

    @Override
    public void requireMayChange(ResourceId id) {
        caller.requireWholeForChange();
    }

    @Override
    public String unknown(ResourceId id) {
        return "There is no value stream '%s'; GET /api/v1/value-streams lists them."
                .formatted(id.key());
    }
}
