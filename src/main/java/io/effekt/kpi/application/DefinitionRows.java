package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.organization.Organisation;
import io.effekt.organization.OrganisationEvent;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import io.effekt.organization.OrganisationJson;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import io.effekt.resource.Lifecycle;
import io.effekt.resource.ResourceRow;
import org.jspecify.annotations.Nullable;

/** How a definition reads after an event: the row of the projection. */
final class DefinitionRows {
    private DefinitionRows() {}

    /**
     * @param after the definitions with the event in them
     */
    static ResourceRow of(StoredDecision stored, DefinitionEvent event, Definitions after) {
        return switch (event) {
            case Organised(OrganisationEvent organised) ->
                    of(stored, organised, after.organisation());
            case KpiDefined(Kpi kpi) -> kpi(stored, after, kpi.key());
            case KpiRetired(String key) -> kpi(stored, after, key);
            case TargetsSet set ->
                    placed(stored, "targets", set.at(), false)
                            .body(Json.object().set("targets", TargetJson.write(set.targets())));
            case TargetsRemoved(KpiScope at) ->
                    placed(stored, "targets", at, true)
                            .body(Json.object().set("targets", Json.array()));
            case BaselineSet set ->
                    placed(stored, "baseline", set.at(), false)
                            .body(BaselineJson.write(set.baseline(), set.inputs()));
            case BaselineRemoved(KpiScope at) ->
                    placed(stored, "baseline", at, true).body(Json.object().putNull("value"));
            case HeldReleased released ->
                    placed(stored, "release", released.at(), false)
                            .body(
                                    Json.object()
                                            .put("period", released.period().toString())
                                            .put("measurements", released.measurements()));
            case StatusOverridden set ->
                    placed(stored, "override", set.at(), false).bodyAsItIs(OverrideJson.write(set));
            case OverrideLifted lifted ->
                    placed(stored, "override", lifted.at(), true).bodyAsItIs(Json.object());
        };
    }

    private static ResourceRow of(
            StoredDecision stored, OrganisationEvent event, Organisation after) {
        return switch (event) {
            case ValueStreamDefined(ValueStream stream) -> stream(stored, after, stream.key());
            case ValueStreamRetired(String key) -> stream(stored, after, key);
            case TeamDefined(Team team) -> team(stored, after, team.key());
            case TeamRetired retired -> team(stored, after, retired.key());
        };
    }

    private static ResourceRow stream(StoredDecision stored, Organisation after, String key) {
        ValueStream stream = there(after.streams().get(key), key);
        return new Unwritten(stored, "value-stream", key, "", stream.retired())
                .body(OrganisationJson.write(stream));
    }

    private static ResourceRow team(StoredDecision stored, Organisation after, String key) {
        Team team = there(after.teams().get(key), key);
        return new Unwritten(stored, "team", key, "", team.retired())
                .body(OrganisationJson.write(team));
    }

    private static ResourceRow kpi(StoredDecision stored, Definitions after, String key) {
        Kpi kpi = there(after.kpis().get(key), key);
        return new Unwritten(stored, "kpi", key, "", kpi.retired()).body(KpiJson.write(kpi));
    }

    private static Unwritten placed(
            StoredDecision stored, String kind, KpiScope at, boolean retired) {
        return new Unwritten(stored, kind, at.kpi(), at.scope().toString(), retired);
    }

    private static <T> T there(@Nullable T found, String key) {
        if (found == null) {
            throw new IllegalStateException("not in the definitions after its event: " + key);
        }
        return found;
    }

    private record Unwritten(
            StoredDecision stored, String kind, String key, String scope, boolean retired) {
        ResourceRow body(ObjectNode body) {
            return bodyAsItIs(body.put("status", Lifecycle.of(retired).word()));
        }

        /** Without its lifecycle, for what has a status of its own. */
        ResourceRow bodyAsItIs(ObjectNode body) {
            return new ResourceRow(
                    stored.subject(),
                    kind,
                    key,
                    scope,
                    stored.version(),
                    Lifecycle.of(retired).word(),
                    stored.type(),
                    stored.seq(),
                    stored.recordedAt(),
                    stored.actor(),
                    Json.write(body));
        }
    }
}
