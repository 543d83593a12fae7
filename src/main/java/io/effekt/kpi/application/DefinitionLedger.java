package io.effekt.kpi.application;

import io.effekt.eventstore.StoredDecision;
import io.effekt.json.Json;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.DefinitionEvent.OverrideLifted;
import io.effekt.kpi.domain.definition.DefinitionEvent.StatusOverridden;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsSet;
import io.effekt.kpi.domain.definition.DefinitionNotices;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Recording;
import io.effekt.organization.OrganisationEvent;
import io.effekt.resource.Ledger;
import io.effekt.resource.ResourceContent;
import io.effekt.resource.ResourceId;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** KPIs, targets, baselines, releases and overrides, with the organisation they stand on. */
@ApplicationScoped
public class DefinitionLedger implements Ledger<Definitions> {
    @Override
    public Class<Definitions> type() {
        return Definitions.class;
    }

    @Override
    public Definitions empty() {
        return Definitions.EMPTY;
    }

    @Override
    public @Nullable String subject(Object event) {
        return event instanceof DefinitionEvent own ? own.subject() : null;
    }

    @Override
    public Definitions evolve(Definitions state, Object event, @Nullable StoredDecision decision) {
        return switch (event) {
            case DefinitionEvent own ->
                    state.evolve(decision == null ? own : own.recorded(by(decision)));
            case OrganisationEvent other -> state.evolve(new Organised(other));
            default -> state;
        };
    }

    private static Recording by(StoredDecision decision) {
        return new Recording(decision.actor(), decision.recordedAt(), decision.reason());
    }

    @Override
    public Optional<ResourceContent> content(Object event, Snapshot after) {
        return event instanceof DefinitionEvent own
                ? Optional.of(content(own, after.of(Definitions.class)))
                : Optional.empty();
    }

    private static ResourceContent content(DefinitionEvent event, Definitions after) {
        return switch (event) {
            case Organised other -> throw new IllegalArgumentException("of the organisation");
            case KpiDefined(Kpi kpi) -> kpi(after, kpi.key());
            case KpiRetired(String key) -> kpi(after, key);
            case TargetsSet set ->
                    ResourceContent.withStatus(
                            TargetsKind.id(set.at()),
                            false,
                            Json.object().set("targets", TargetJson.write(set.targets())));
            case TargetsRemoved(KpiScope at) ->
                    ResourceContent.withStatus(
                            TargetsKind.id(at), true, Json.object().set("targets", Json.array()));
            case BaselineSet set ->
                    ResourceContent.withStatus(
                            BaselineKind.id(set.at()),
                            false,
                            BaselineJson.write(set.baseline(), set.inputs()));
            case BaselineRemoved(KpiScope at) ->
                    ResourceContent.withStatus(
                            BaselineKind.id(at), true, Json.object().putNull("value"));
            case HeldReleased released ->
                    ResourceContent.withStatus(
                            id("release", released.at()),
                            false,
                            Json.object()
                                    .put("period", released.period().toString())
                                    .put("measurements", released.measurements()));
            case StatusOverridden set ->
                    new ResourceContent(id("override", set.at()), false, OverrideJson.write(set));
            case OverrideLifted lifted ->
                    new ResourceContent(id("override", lifted.at()), true, Json.object());
        };
    }

    private static ResourceContent kpi(Definitions after, String key) {
        Kpi kpi = Objects.requireNonNull(after.kpis().get(key));
        return ResourceContent.withStatus(KpiKind.TYPE.id(key), kpi.retired(), KpiJson.write(kpi));
    }

    private static ResourceId id(String kind, KpiScope at) {
        return new ResourceId(kind, at.kpi(), at.scope().toString());
    }

    @Override
    public List<String> notices(Snapshot before, Object event) {
        return event instanceof DefinitionEvent own
                ? DefinitionNotices.of(before.of(Definitions.class), own)
                : List.of();
    }
}
