package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;
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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Baselines of a KPI at a scope as a kind of resource. */
@ApplicationScoped
public class BaselineKind implements ResourceKind<Baseline> {
    public static final ResourceType TYPE =
            new ResourceType(
                    "baseline", "baselines", 50, true, "kpi.set-baseline", "kpi.remove-baseline");

    private final DefinitionDecisions decisions;
    private final CallerVisibility caller;
    private final ChangeablePlaces changeable;

    public BaselineKind(
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
    public Baseline read(ResourceId id, Form form) {
        return BaselineJson.read(form);
    }

    @Override
    public ObjectNode write(Baseline baseline) {
        return BaselineJson.write(baseline, null);
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, Baseline baseline) {
        return decisions.decide(state, new SetBaseline(at(id), baseline));
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return decisions.decide(state, new RemoveBaseline(at(id)));
    }

    @Override
    public Map<ResourceId, Baseline> all(Snapshot snapshot) {
        Map<ResourceId, Baseline> all = new LinkedHashMap<>();
        new TreeMap<>(snapshot.of(Definitions.class).baselines())
                .forEach((at, baseline) -> all.put(id(at), baseline));
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
        return "The KPI '%s' has no baseline at '%s'.".formatted(id.key(), id.scope());
    }
}
