package io.effekt.eventstore.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.effekt.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command as a record of the decisions topic. */
public final class CommandJson {
    /** Header of the record that carries the request id, as text. */
    public static final String REQUEST = "effekt-request";

    /** Headers that a seal covers beside the value. */
    public static final List<String> SEALED = List.of(REQUEST);

    private CommandJson() {}

    public static byte[] write(Command command) {
        ObjectNode json =
                Json.object()
                        .put("command", command.name())
                        .put("actor", command.actor())
                        .put("reason", command.reason());
        json.set("data", command.data());
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the value of a record.
     *
     * @throws InvalidCommand when it is empty, no JSON, or not of this form
     */
    public static Command read(UUID requestId, byte @Nullable [] value) throws InvalidCommand {
        if (value == null) {
            throw new InvalidCommand(
                    List.of(Refusal.of("malformed", "The record has no value: send a command.")));
        }
        try {
            Form form = Form.of(Json.read(value)).readOnly("data");
            String name = form.requiredText("command");
            String actor = form.requiredText("actor");
            String reason = form.prose("reason");
            Form data = form.object("data");
            if (data == null) {
                form.refuse("required", "data", "Give the data of the command, as an object.");
            }
            return switch (form.finish(() -> name)) {
                case Form.Read.Wrong<String>(List<Refusal> refusals) ->
                        throw new InvalidCommand(refusals);
                case Form.Read.Fine<String> fine ->
                        new Command(
                                requestId,
                                name,
                                actor,
                                reason,
                                data == null ? Json.object() : data.tree());
            };
        } catch (MalformedJson e) {
            throw new InvalidCommand(List.of(Refusal.of("malformed", e.sentence())));
        }
    }
}
