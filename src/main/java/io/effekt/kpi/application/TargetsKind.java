package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveTargets;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetTargets;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
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

/** Targets of a KPI at a scope as a kind of resource. */
@ApplicationScoped
public class TargetsKind implements ResourceKind<List<Target>> {
    public static final ResourceType TYPE =
            new ResourceType(
                    "targets", "targets", 40, true, "kpi.set-targets", "kpi.remove-targets");

    private final DefinitionDecisions decisions;
    private final CallerVisibility caller;
    private final ChangeablePlaces changeable;

    public TargetsKind(
            DefinitionDecisions decisions, CallerVisibility caller, ChangeablePlaces changeable) {
        this.decisions = decisions;
        this.caller = caller;
        this.changeable = changeable;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public List<Target> read(ResourceId id, Form form) {
        return TargetJson.read(form);
    }

    @Override
    public ObjectNode write(List<Target> targets) {
        return Json.object().set("targets", TargetJson.write(targets));
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, List<Target> targets) {
        return decisions.decide(state, new SetTargets(at(id), targets));
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return decisions.decide(state, new RemoveTargets(at(id)));
    }

    @Override
    public Map<ResourceId, List<Target>> all(Snapshot snapshot) {
        Map<ResourceId, List<Target>> all = new LinkedHashMap<>();
        new TreeMap<>(snapshot.of(Definitions.class).targets())
                .forEach((at, targets) -> all.put(id(at), targets));
        return all;
    }

    static ResourceId id(KpiScope at) {
        return new ResourceId(TYPE.name(), at.kpi(), at.scope().toString());
    }

    private static KpiScope at(ResourceId id) {
        return new KpiScope(id.key(), Scope.parse(id.scope()));
    }

    @Override
    public ResourceVisibility visibility() {
        Visibility seen = caller.now();
        return id -> seen.seesKpi(id.key()) && seen.seesEver(Scope.parse(id.scope()));
    }

    @Override
    public void requireMayChange(ResourceId id) {
        changeable.require(at(id));
    }

    @Override
    public String unknown(ResourceId id) {
        return "The KPI '%s' has no targets of its own at '%s'.".formatted(id.key(), id.scope());
    }
}
