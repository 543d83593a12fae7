package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.RetireKpi;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
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

/** KPIs as a kind of resource. */
@ApplicationScoped
public class KpiKind implements ResourceKind<Kpi> {
    public static final ResourceType TYPE =
            new ResourceType("kpi", "kpis", 30, false, "kpi.define", "kpi.retire");

    private final DefinitionDecisions decisions;
    private final CallerVisibility caller;

    public KpiKind(DefinitionDecisions decisions, CallerVisibility caller) {
        this.decisions = decisions;
        this.caller = caller;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Kpi read(ResourceId id, Form form) {
        return KpiJson.read(id.key(), form);
    }

    @Override
    public ObjectNode write(Kpi kpi) {
        return KpiJson.write(kpi);
    }

    @Override
    public Decision<?> define(Deciding state, ResourceId id, Kpi kpi) {
        return decisions.decide(state, new DefineKpi(kpi));
    }

    @Override
    public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
        return decisions.decide(state, new RetireKpi(id.key()));
    }

    @Override
    public Map<ResourceId, Kpi> all(Snapshot snapshot) {
        Map<ResourceId, Kpi> all = new LinkedHashMap<>();
        new TreeMap<>(snapshot.of(Definitions.class).kpis())
                .forEach((key, kpi) -> all.put(TYPE.id(key), kpi));
        return all;
    }

    @Override
    public List<String> needs(Kpi kpi) {
        return kpi.replaces() == null ? List.of() : List.of(Kpi.subject(kpi.replaces()));
    }

    @Override
    public ResourceVisibility visibility() {
        Visibility seen = caller.now();
        return new ResourceVisibility() {
            @Override
            public boolean isKnown(ResourceId id) {
                return seen.seesKpi(id.key());
            }

            @Override
            public void conceal(ObjectNode kpi) {
                if (kpi.hasNonNull("replaces") && !seen.seesKpi(kpi.get("replaces").textValue())) {
                    kpi.putNull("replaces");
                }
            }
        };
    }

    @Override
    public void requireMayChange(ResourceId id) {
        Visibility seen = caller.now();
        Visibility.requireForChange(seen.seesStructure() && seen.seesKpi(id.key()));
    }

    @Override
    public String unknown(ResourceId id) {
        return "There is no KPI '%s'; GET /api/v1/kpis lists them.".formatted(id.key());
    }
}
