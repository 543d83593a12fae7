package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * Many definitions at once, all or nothing.
 *
 * @param items in an order in which each finds what it needs
 * @param onlyMissing whether what is defined already is left as it is
 */
public record DefinitionImport(List<Item> items, boolean onlyMissing) {
    public DefinitionImport {
        items = List.copyOf(items);
    }

    /**
     * One definition.
     *
     * @param pointer where it stands in the document
     */
    public record Item(String pointer, DefinitionCommand command) {}

    public ObjectNode json() {
        ObjectNode json = Json.object().put("onlyMissing", onlyMissing);
        ArrayNode list = json.putArray("items");
        for (Item item : items) {
            list.addObject()
                    .put("pointer", item.pointer())
                    .put("command", DefinitionCommandJson.name(item.command()))
                    .set("data", DefinitionCommandJson.write(item.command()));
        }
        return json;
    }

    static DefinitionImport read(ObjectNode json) throws InvalidCommand {
        Form form = Form.of(json);
        boolean onlyMissing = form.bool("onlyMissing", false);
        List<Unread> unread = form.objects("items", DefinitionImport::unread);
        if (form.finish(() -> onlyMissing) instanceof Form.Read.Wrong<?>(List<Refusal> refusals)) {
            throw new InvalidCommand(refusals);
        }
        List<Item> items = new ArrayList<>(unread.size());
        for (Unread item : unread) {
            items.add(new Item(item.pointer, DefinitionCommandJson.read(item.command, item.data)));
        }
        return new DefinitionImport(items, onlyMissing);
    }

    private record Unread(String pointer, String command, ObjectNode data) {}

    private static Unread unread(Form form) {
        String pointer = form.requiredText("pointer");
        String command = form.requiredText("command");
        if (!DefinitionCommandJson.NAMES.contains(command)) {
            form.refuse("unknown-command", "command", "There is no such command on a definition.");
        }
        Form data = form.object("data");
        if (data == null) {
            form.refuse("required", "data", "Give the data of the command, as an object.");
        }
        return new Unread(pointer, command, data == null ? Json.object() : data.tree());
    }
}
