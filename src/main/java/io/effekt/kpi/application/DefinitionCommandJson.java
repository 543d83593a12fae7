package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Precondition;
import io.effekt.kernel.Refusal;
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
import io.effekt.organization.OrganisationCommand;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationCommand.DefineValueStream;
import io.effekt.organization.OrganisationCommand.RetireTeam;
import io.effekt.organization.OrganisationCommand.RetireValueStream;
import io.effekt.organization.OrganisationJson;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Commands on definitions as they travel on the decisions topic. Names are for ever. */
public final class DefinitionCommandJson {
    static final String DEFINE_VALUE_STREAM = "organization.define-value-stream";
    static final String RETIRE_VALUE_STREAM = "organization.retire-value-stream";
    static final String DEFINE_TEAM = "organization.define-team";
    static final String RETIRE_TEAM = "organization.retire-team";
    static final String DEFINE_KPI = "kpi.define";
    static final String RETIRE_KPI = "kpi.retire";
    static final String SET_TARGETS = "kpi.set-targets";
    static final String REMOVE_TARGETS = "kpi.remove-targets";
    static final String SET_BASELINE = "kpi.set-baseline";
    static final String REMOVE_BASELINE = "kpi.remove-baseline";

    static final Set<String> NAMES =
            Set.of(
                    DEFINE_VALUE_STREAM,
                    RETIRE_VALUE_STREAM,
                    DEFINE_TEAM,
                    RETIRE_TEAM,
                    DEFINE_KPI,
                    RETIRE_KPI,
                    SET_TARGETS,
                    REMOVE_TARGETS,
                    SET_BASELINE,
                    REMOVE_BASELINE);

    private DefinitionCommandJson() {}

    public static String name(DefinitionCommand command) {
        return switch (command) {
            case Organise(OrganisationCommand organise) ->
                    switch (organise) {
                        case DefineValueStream define -> DEFINE_VALUE_STREAM;
                        case RetireValueStream retire -> RETIRE_VALUE_STREAM;
                        case DefineTeam define -> DEFINE_TEAM;
                        case RetireTeam retire -> RETIRE_TEAM;
                    };
            case DefineKpi define -> DEFINE_KPI;
            case RetireKpi retire -> RETIRE_KPI;
            case SetTargets set -> SET_TARGETS;
            case RemoveTargets remove -> REMOVE_TARGETS;
            case SetBaseline set -> SET_BASELINE;
            case RemoveBaseline remove -> REMOVE_BASELINE;
        };
    }

    public static ObjectNode write(DefinitionCommand command) {
        ObjectNode json =
                switch (command) {
                    case Organise(OrganisationCommand organise) -> write(organise);
                    case DefineKpi(var kpi, var p) -> keyed(kpi.key()).setAll(KpiJson.write(kpi));
                    case RetireKpi(var key, var p) -> keyed(key);
                    case SetTargets(var at, var targets, var p) ->
                            placed(at).set("targets", TargetJson.write(targets));
                    case RemoveTargets(var at, var p) -> placed(at);
                    case SetBaseline(var at, var baseline, var p) ->
                            placed(at).setAll(BaselineJson.write(baseline, null));
                    case RemoveBaseline(var at, var p) -> placed(at);
                };
        switch (command.precondition()) {
            case Precondition.None none -> {}
            case Precondition.Present present -> json.put("expected", "present");
            case Precondition.Absent absent -> json.put("expected", "absent");
            case Precondition.Version(Set<Integer> versions) -> {
                ArrayNode list = json.putArray("expectedVersions");
                new TreeSet<>(versions).forEach(list::add);
            }
        }
        return json;
    }

    private static ObjectNode write(OrganisationCommand command) {
        return switch (command) {
            case DefineValueStream(var stream, var p) ->
                    keyed(stream.key()).setAll(OrganisationJson.write(stream));
            case RetireValueStream(var key, var p) -> keyed(key);
            case DefineTeam(var team, var p) ->
                    keyed(team.key()).setAll(OrganisationJson.write(team));
            case RetireTeam(var key, var on, var p) ->
                    keyed(key).put("on", on == null ? null : on.toString());
        };
    }

    private static ObjectNode keyed(String key) {
        return Json.object().put("key", key);
    }

    private static ObjectNode placed(KpiScope at) {
        return Json.object().put("kpi", at.kpi()).put("scope", at.scope().toString());
    }

    /**
     * Reads the data of a command.
     *
     * @param name one of {@link #NAMES}
     * @throws InvalidCommand with everything that is wrong with its form
     */
    static DefinitionCommand read(String name, ObjectNode data) throws InvalidCommand {
        Form form = Form.of(data);
        Precondition precondition = precondition(form, data);
        DefinitionCommand command = read(name, form, precondition);
        if (form.finish(() -> name) instanceof Form.Read.Wrong<?>(List<Refusal> refusals)) {
            throw new InvalidCommand(refusals);
        }
        if (command == null) {
            throw new IllegalStateException("a command without a key has been refused already");
        }
        return command;
    }

    private static @Nullable DefinitionCommand read(
            String name, Form form, Precondition precondition) {
        boolean isPlaced = name.contains("targets") || name.contains("baseline");
        String key = isPlaced ? form.requiredKey("kpi") : form.requiredKey("key");
        KpiScope at = new KpiScope(key, isPlaced ? scope(form) : Scope.ORG);
        if (key.isEmpty()) {
            return null;
        }
        return switch (name) {
            case DEFINE_VALUE_STREAM ->
                    new Organise(
                            new DefineValueStream(
                                    OrganisationJson.valueStream(key, form), precondition));
            case RETIRE_VALUE_STREAM -> new Organise(new RetireValueStream(key, precondition));
            case DEFINE_TEAM ->
                    new Organise(new DefineTeam(OrganisationJson.team(key, form), precondition));
            case RETIRE_TEAM -> new Organise(new RetireTeam(key, form.date("on"), precondition));
            case DEFINE_KPI -> new DefineKpi(KpiJson.read(key, form), precondition);
            case RETIRE_KPI -> new RetireKpi(key, precondition);
            case SET_TARGETS -> new SetTargets(at, TargetJson.read(form), precondition);
            case REMOVE_TARGETS -> new RemoveTargets(at, precondition);
            case SET_BASELINE -> new SetBaseline(at, BaselineJson.read(form), precondition);
            case REMOVE_BASELINE -> new RemoveBaseline(at, precondition);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Scope scope(Form form) {
        try {
            return Scope.parse(form.requiredText("scope"));
        } catch (IllegalArgumentException e) {
            form.refuse("invalid-scope", "scope", "Write 'team:<key>', 'stream:<key>' or 'org'.");
            return Scope.ORG;
        }
    }

    private static Precondition precondition(Form form, ObjectNode data) {
        String expected = form.text("expected");
        form.readOnly("expectedVersions");
        if (data.get("expectedVersions") instanceof ArrayNode versions) {
            Set<Integer> numbers = new TreeSet<>();
            versions.forEach(version -> numbers.add(version.asInt()));
            return new Precondition.Version(numbers);
        }
        return switch (expected) {
            case null -> new Precondition.None();
            case "present" -> new Precondition.Present();
            case "absent" -> new Precondition.Absent();
            default -> {
                form.refuse("unknown-word", "expected", "Use present or absent.");
                yield new Precondition.None();
            }
        };
    }
}
