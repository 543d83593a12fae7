package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Precondition;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionImport.Item;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.Organise;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationJson;
import io.effekt.organization.Team;
import io.effekt.resource.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All definitions as one document, out and in again. */
public final class DefinitionDocument {
    public static final int MOST_ITEMS = 20_000;

    private static final Precondition NONE = new Precondition.None();

    private final Form document;
    private final Set<String> seen = new HashSet<>();

    private DefinitionDocument(Form document) {
        this.document = document;
    }

    /** The document of the definitions: everything but versions, sorted by key. */
    public static ObjectNode write(Definitions definitions) {
        ObjectNode document = Json.object();
        ArrayNode streams = document.putArray("valueStreams");
        new TreeMap<>(definitions.organisation().streams())
                .forEach((key, s) -> keyed(streams, key).setAll(OrganisationJson.write(s)));
        ArrayNode teams = document.putArray("teams");
        new TreeMap<>(definitions.organisation().teams())
                .forEach((key, team) -> keyed(teams, key).setAll(OrganisationJson.write(team)));
        ArrayNode kpis = document.putArray("kpis");
        new TreeMap<>(definitions.kpis())
                .forEach((key, kpi) -> keyed(kpis, key).setAll(KpiJson.write(kpi)));
        ArrayNode targets = document.putArray("targets");
        for (Map.Entry<KpiScope, List<Target>> set :
                new TreeMap<>(definitions.targets()).entrySet()) {
            placed(targets, set.getKey()).set("targets", TargetJson.write(set.getValue()));
        }
        ArrayNode baselines = document.putArray("baselines");
        for (Map.Entry<KpiScope, Baseline> set :
                new TreeMap<>(definitions.baselines()).entrySet()) {
            placed(baselines, set.getKey()).setAll(BaselineJson.write(set.getValue(), null));
        }
        return document;
    }

    private static ObjectNode keyed(ArrayNode list, String key) {
        return list.addObject().put("key", key);
    }

    private static ObjectNode placed(ArrayNode list, KpiScope at) {
        return list.addObject().put("kpi", at.kpi()).put("scope", at.scope().toString());
    }

    /**
     * Reads a document; what is wrong is refused in the form. Lists that are absent are empty: what
     * the document does not name stays as it is.
     */
    public static DefinitionImport read(Form document, boolean onlyMissing) {
        DefinitionDocument reading = new DefinitionDocument(document);
        List<Item> items = new ArrayList<>();
        items.addAll(reading.items("valueStreams", ResourceId.VALUE_STREAM));
        items.addAll(successorsFirst(reading.items("teams", ResourceId.TEAM)));
        items.addAll(successorsFirst(reading.items("kpis", ResourceId.KPI)));
        items.addAll(reading.items("targets", ResourceId.TARGETS));
        items.addAll(reading.items("baselines", ResourceId.BASELINE));
        if (items.size() > MOST_ITEMS) {
            document.refuse(
                    "too-many-items",
                    "",
                    "Send at most " + MOST_ITEMS + " definitions in one document.");
        }
        return new DefinitionImport(items, onlyMissing);
    }

    private List<Item> items(String list, String kind) {
        int[] index = {0};
        return document.objects(list, form -> item(form, kind, "/" + list + "/" + index[0]++));
    }

    private @Nullable Item item(Form form, String kind, String pointer) {
        boolean isPlaced = kind.equals(ResourceId.TARGETS) || kind.equals(ResourceId.BASELINE);
        String key = form.requiredKey(isPlaced ? "kpi" : "key");
        String scope = isPlaced ? scope(form) : "";
        if (key.isEmpty()) {
            return null;
        }
        ResourceId subject = new ResourceId(kind, key, scope);
        if (!seen.add(subject.toString())) {
            form.refuse("named-twice", isPlaced ? "kpi" : "key", "It is in the document already.");
        }
        return new Item(pointer, DefinitionForms.define(subject, form, NONE));
    }

    private static String scope(Form form) {
        try {
            return Scope.parse(form.requiredText("scope")).toString();
        } catch (IllegalArgumentException e) {
            form.refuse("invalid-scope", "scope", "Write 'team:<key>', 'stream:<key>' or 'org'.");
            return Scope.ORG.toString();
        }
    }

    /** In an order in which whatever an item names comes before it, where that is possible. */
    private static List<Item> successorsFirst(List<Item> items) {
        Map<String, Item> open = new LinkedHashMap<>();
        items.forEach(item -> open.put(item.command().subject(), item));
        List<Item> ordered = new ArrayList<>(items.size());
        while (!open.isEmpty()) {
            place(open.keySet().iterator().next(), open, ordered);
        }
        return ordered;
    }

    private static void place(String subject, Map<String, Item> open, List<Item> ordered) {
        Item item = open.remove(subject);
        if (item != null) {
            named(item.command()).forEach(named -> place(named, open, ordered));
            ordered.add(item);
        }
    }

    private static List<String> named(DefinitionCommand command) {
        return switch (command) {
            case Organise(DefineTeam(Team team, Precondition p)) ->
                    team.replacedBy().stream().map(Team::subject).toList();
            case DefineKpi(var kpi, var p) when kpi.replaces() != null ->
                    List.of(io.effekt.kpi.domain.definition.Kpi.subject(kpi.replaces()));
            default -> List.of();
        };
    }
}
