package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.OverrideLifted;
import io.effekt.kpi.domain.definition.DefinitionEvent.StatusOverridden;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsSet;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** How what happened to KPIs, targets and baselines is stored. Names and versions are for ever. */
@ApplicationScoped
public class DefinitionEventTypes implements EventTypeSource {
    @Override
    public List<EventType<?>> types() {
        return List.of(
                new EventType<>(
                        "kpi.defined",
                        1,
                        KpiDefined.class,
                        e -> keyed(e.kpi().key()).setAll(KpiJson.write(e.kpi())),
                        DefinitionEventTypes::kpiDefined),
                new EventType<>(
                        "kpi.retired",
                        1,
                        KpiRetired.class,
                        e -> keyed(e.key()),
                        json -> new KpiRetired(json.required("key").textValue())),
                new EventType<>(
                        "kpi.targets-set",
                        1,
                        TargetsSet.class,
                        e -> placed(e.at()).set("targets", TargetJson.write(e.targets())),
                        DefinitionEventTypes::targetsSet),
                new EventType<>(
                        "kpi.targets-removed",
                        1,
                        TargetsRemoved.class,
                        e -> placed(e.at()),
                        json -> new TargetsRemoved(at(json))),
                new EventType<>(
                        "kpi.baseline-set",
                        1,
                        BaselineSet.class,
                        e -> placed(e.at()).setAll(BaselineJson.write(e.baseline(), e.inputs())),
                        DefinitionEventTypes::baselineSet),
                new EventType<>(
                        "kpi.baseline-removed",
                        1,
                        BaselineRemoved.class,
                        e -> placed(e.at()),
                        json -> new BaselineRemoved(at(json))),
                new EventType<>(
                        "kpi.held-released",
                        1,
                        HeldReleased.class,
                        e ->
                                placed(e.at())
                                        .put("period", e.period().toString())
                                        .put("recordedAt", e.recordedAt().toString())
                                        .put("measurements", e.measurements()),
                        DefinitionEventTypes::heldReleased),
                new EventType<>(
                        "kpi.status-overridden",
                        1,
                        StatusOverridden.class,
                        e -> placed(e.at()).setAll(OverrideJson.write(e)),
                        json -> OverrideJson.overridden(at(json), json)),
                new EventType<>(
                        "kpi.override-lifted",
                        1,
                        OverrideLifted.class,
                        e -> placed(e.at()),
                        json -> new OverrideLifted(at(json), null)));
    }

    private static ObjectNode keyed(String key) {
        return Json.object().put("key", key);
    }

    private static ObjectNode placed(KpiScope at) {
        return Json.object().put("kpi", at.kpi()).put("scope", at.scope().toString());
    }

    private static KpiScope at(ObjectNode json) {
        return new KpiScope(
                json.required("kpi").textValue(), Scope.parse(json.required("scope").textValue()));
    }

    private static KpiDefined kpiDefined(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("key");
        Kpi kpi = KpiJson.read(json.required("key").textValue(), form);
        return form.finish(() -> new KpiDefined(kpi)).orThrow();
    }

    private static HeldReleased heldReleased(ObjectNode json) {
        return new HeldReleased(
                at(json),
                Period.parse(json.required("period").textValue()),
                Instant.parse(json.required("recordedAt").textValue()),
                json.required("measurements").longValue());
    }

    private static TargetsSet targetsSet(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("kpi", "scope");
        List<Target> targets = TargetJson.read(form);
        return form.finish(() -> new TargetsSet(at(json), targets)).orThrow();
    }

    private static BaselineSet baselineSet(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("kpi", "scope");
        Baseline baseline = BaselineJson.readStored(json, form);
        return form.finish(() -> new BaselineSet(at(json), baseline, BaselineJson.inputs(json)))
                .orThrow();
    }
}
