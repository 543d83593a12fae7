package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Precondition;
import io.effekt.resource.ResourceImport.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All resources as one document, out and in again. */
@ApplicationScoped
public class ResourceDocument {
    public static final int MOST_ITEMS = 20_000;

    private static final Precondition NONE = new Precondition.None();

    private final ResourceKinds kinds;

    public ResourceDocument(ResourceKinds kinds) {
        this.kinds = kinds;
    }

    /** The document of a state: everything but versions, a list for each kind, sorted. */
    public ObjectNode write(Snapshot snapshot) {
        ObjectNode document = Json.object();
        kinds.inOrder()
                .forEach(kind -> write(kind, snapshot, document.putArray(kind.type().list())));
        return document;
    }

    private static <T> void write(ResourceKind<T> kind, Snapshot snapshot, ArrayNode list) {
        kind.all(snapshot)
                .forEach((id, resource) -> {
                    ObjectNode item = list.addObject();
                    if (kind.type().isAtScope()) {
                        item.put("kpi", id.key()).put("scope", id.scope());
                    } else {
                        item.put("key", id.key());
                    }
                    item.setAll(kind.write(resource));
                });
    }

    /**
     * Reads a document; what is wrong is refused in the form. Lists that are absent are empty: what
     * the document does not name stays as it is.
     */
    public ResourceImport read(Form document, boolean onlyMissing) {
        List<Item> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        kinds.inOrder().forEach(kind -> items.addAll(items(kind, document, seen)));
        if (items.size() > MOST_ITEMS) {
            document.refuse(
                    "too-many-items",
                    "",
                    "Send at most " + MOST_ITEMS + " definitions in one document.");
        }
        return new ResourceImport(items, onlyMissing);
    }

    private static <T> List<Item> items(ResourceKind<T> kind, Form document, Set<String> seen) {
        int[] index = {0};
        Map<String, Item> open = new LinkedHashMap<>();
        Map<String, List<String>> needs = new LinkedHashMap<>();
        document.objects(
                kind.type().list(),
                form -> {
                    String pointer = "/" + kind.type().list() + "/" + index[0]++;
                    ResourceCommand<T> command = command(kind, form, seen);
                    if (command != null && command.resource() != null) {
                        String subject = command.id().subject();
                        open.put(subject, new Item(pointer, command));
                        needs.put(subject, kind.needs(command.resource()));
                    }
                    return command;
                });
        return inOrder(open, needs);
    }

    private static <T> @Nullable ResourceCommand<T> command(
            ResourceKind<T> kind, Form form, Set<String> seen) {
        ResourceId id = ResourceCommand.id(kind, form);
        if (id.key().isEmpty()) {
            return null;
        }
        if (!seen.add(id.subject())) {
            form.refuse(
                    "named-twice",
                    kind.type().isAtScope() ? "kpi" : "key",
                    "It is in the document already.");
        }
        return ResourceCommand.define(kind, id, form, NONE);
    }

    /** In an order in which what an item names comes before it, where that is possible. */
    private static List<Item> inOrder(Map<String, Item> open, Map<String, List<String>> needs) {
        List<Item> ordered = new ArrayList<>(open.size());
        while (!open.isEmpty()) {
            place(open.keySet().iterator().next(), open, needs, ordered);
        }
        return ordered;
    }

    private static void place(
            String subject,
            Map<String, Item> open,
            Map<String, List<String>> needs,
            List<Item> ordered) {
        Item item = open.remove(subject);
        if (item != null) {
            needs.getOrDefault(subject, List.of())
                    .forEach(named -> place(named, open, needs, ordered));
            ordered.add(item);
        }
    }
}
