package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Many resources at once, all or nothing.
 *
 * @param items in an order in which each finds what it needs
 * @param onlyMissing whether what is defined already is left as it is
 */
public record ResourceImport(List<Item> items, boolean onlyMissing) {
    public ResourceImport {
        items = List.copyOf(items);
    }

    /**
     * One resource.
     *
     * @param pointer where it stands in the document
     */
    public record Item(String pointer, ResourceCommand<?> command) {}

    public ObjectNode json() {
        ObjectNode json = Json.object().put("onlyMissing", onlyMissing);
        ArrayNode list = json.putArray("items");
        for (Item item : items) {
            list.addObject()
                    .put("pointer", item.pointer())
                    .put("command", item.command().name())
                    .set("data", item.command().data());
        }
        return json;
    }

    static ResourceImport read(ResourceKinds kinds, ObjectNode json) throws InvalidCommand {
        Form form = Form.of(json);
        boolean onlyMissing = form.bool("onlyMissing", false);
        List<Unread> unread = form.objects("items", item -> unread(kinds, item));
        if (form.finish(() -> onlyMissing) instanceof Form.Read.Wrong<?>(List<Refusal> refusals)) {
            throw new InvalidCommand(refusals);
        }
        List<Item> items = new ArrayList<>(unread.size());
        for (Unread item : unread) {
            ResourceKind<?> kind = Objects.requireNonNull(kinds.ofCommand(item.command));
            items.add(new Item(item.pointer, ResourceCommand.read(kind, item.command, item.data)));
        }
        return new ResourceImport(items, onlyMissing);
    }

    private record Unread(String pointer, String command, ObjectNode data) {}

    private static Unread unread(ResourceKinds kinds, Form form) {
        String pointer = form.requiredText("pointer");
        String command = form.requiredText("command");
        if (kinds.ofCommand(command) == null) {
            form.refuse("unknown-command", "command", "There is no such command on a definition.");
        }
        Form data = form.object("data");
        if (data == null) {
            form.refuse("required", "data", "Give the data of the command, as an object.");
        }
        return new Unread(pointer, command, data == null ? Json.object() : data.tree());
    }
}
