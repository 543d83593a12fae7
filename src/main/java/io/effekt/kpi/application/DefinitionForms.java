package io.effekt.kpi.application;

import io.effekt.json.Form;
import io.effekt.kernel.Precondition;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.Organise;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.RemoveTargets;
import io.effekt.kpi.domain.definition.DefinitionCommand.RetireKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetTargets;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationCommand.DefineValueStream;
import io.effekt.organization.OrganisationCommand.RetireTeam;
import io.effekt.organization.OrganisationCommand.RetireValueStream;
import io.effekt.organization.OrganisationJson;
import io.effekt.resource.ResourceId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Makes commands of what somebody sends. */
public final class DefinitionForms {
    private DefinitionForms() {}

    /**
     * The command that a whole resource is. What was read may be sent back: its key has to agree,
     * and what only the log can say is passed over.
     */
    public static DefinitionCommand define(
            ResourceId subject, Form form, Precondition precondition) {
        form.readOnly("version", "recordedAt", "author", "notices");
        agree(form, subject.scope().isEmpty() ? "key" : "kpi", subject.key());
        if (!subject.scope().isEmpty()) {
            agree(form, "scope", subject.scope());
            form.readOnly("status");
        }
        return switch (subject.kind()) {
            case ResourceId.VALUE_STREAM ->
                    new Organise(
                            new DefineValueStream(
                                    OrganisationJson.valueStream(subject.key(), form),
                                    precondition));
            case ResourceId.TEAM ->
                    new Organise(
                            new DefineTeam(
                                    OrganisationJson.team(subject.key(), form), precondition));
            case ResourceId.KPI -> new DefineKpi(KpiJson.read(subject.key(), form), precondition);
            case ResourceId.TARGETS ->
                    new SetTargets(at(subject), TargetJson.read(form), precondition);
            case ResourceId.BASELINE ->
                    new SetBaseline(at(subject), BaselineJson.read(form), precondition);
            default -> throw new IllegalArgumentException(subject.kind());
        };
    }

    /**
     * @param on first day out of use, of teams alone; null for the day on which it is decided
     */
    public static DefinitionCommand retire(
            ResourceId subject, @Nullable LocalDate on, Precondition precondition) {
        return switch (subject.kind()) {
            case ResourceId.VALUE_STREAM ->
                    new Organise(new RetireValueStream(subject.key(), precondition));
            case ResourceId.TEAM -> new Organise(new RetireTeam(subject.key(), on, precondition));
            case ResourceId.KPI -> new RetireKpi(subject.key(), precondition);
            case ResourceId.TARGETS -> new RemoveTargets(at(subject), precondition);
            case ResourceId.BASELINE -> new RemoveBaseline(at(subject), precondition);
            default -> throw new IllegalArgumentException(subject.kind());
        };
    }

    private static void agree(Form form, String field, String expected) {
        String sent = form.text(field);
        if (sent != null && !sent.equals(expected)) {
            form.refuse(
                    "key-mismatch",
                    field,
                    "The path says '" + expected + "': leave this field out.");
        }
    }

    private static KpiScope at(ResourceId subject) {
        return new KpiScope(subject.key(), Scope.parse(subject.scope()));
    }
}
