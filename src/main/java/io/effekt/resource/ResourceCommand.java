package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Precondition;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * That a resource shall read so, or is out of use; also as it travels on the decisions topic.
 *
 * @param resource null to take it out of use
 * @param on first day out of use; null for none given
 */
public record ResourceCommand<T>(
        ResourceKind<T> kind,
        ResourceId id,
        @Nullable T resource,
        @Nullable LocalDate on,
        Precondition precondition) {

    /**
     * Reads the command that a whole resource is. What was read may be sent back: its key has to
     * agree, and what only the log can say is passed over.
     *
     * @param form refuses what is wrong
     */
    public static <T> ResourceCommand<T> define(
            ResourceKind<T> kind, ResourceId id, Form form, Precondition precondition) {
        form.readOnly("version", "recordedAt", "author", "notices");
        agree(form, kind.type().isAtScope() ? "kpi" : "key", id.key());
        if (kind.type().isAtScope()) {
            agree(form, "scope", id.scope());
            form.readOnly("status");
        }
        return new ResourceCommand<>(kind, id, kind.read(id, form), null, precondition);
    }

    /**
     * @param on first day out of use; null for the day on which it is decided
     */
    public static <T> ResourceCommand<T> retire(
            ResourceKind<T> kind,
            ResourceId id,
            @Nullable LocalDate on,
            Precondition precondition) {
        return new ResourceCommand<>(kind, id, null, on, precondition);
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

    /** As the topic names it. */
    public String name() {
        return resource == null ? kind.type().retires() : kind.type().defines();
    }

    /** Goes on where the caller of now may have the resource read so. */
    void requireMayDefine() {
        if (resource != null) {
            kind.requireMayDefine(id, resource);
        }
    }

    /** The precondition is judged before the kind decides. */
    Decision<?> decide(Deciding state) {
        Optional<Decision<?>> refused = refused(state.now());
        if (refused.isPresent()) {
            return refused.get();
        }
        return resource == null ? kind.retire(state, id, on) : kind.define(state, id, resource);
    }

    /** Empty when the precondition holds. */
    Optional<Decision<?>> refused(Snapshot now) {
        int version = now.version(id.subject());
        return precondition.holdsFor(version)
                ? Optional.empty()
                : Optional.of(new Decision.Refused<>(precondition.refusal(version)));
    }

    /** As the topic carries it. */
    public ObjectNode data() {
        ObjectNode json = Json.object();
        if (kind.type().isAtScope()) {
            json.put("kpi", id.key()).put("scope", id.scope());
        } else {
            json.put("key", id.key());
        }
        if (resource != null) {
            json.setAll(kind.write(resource));
        }
        if (on != null) {
            json.put("on", on.toString());
        }
        switch (precondition) {
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

    /**
     * Reads what {@link #data} wrote.
     *
     * @throws InvalidCommand with everything that is wrong with its form
     */
    static ResourceCommand<?> read(ResourceKind<?> kind, String name, ObjectNode data)
            throws InvalidCommand {
        Form form = Form.of(data);
        ResourceCommand<?> command = read(kind, name, form, precondition(form, data));
        if (form.finish(() -> name) instanceof Form.Read.Wrong<?>(List<Refusal> refusals)) {
            throw new InvalidCommand(refusals);
        }
        if (command == null) {
            throw new IllegalStateException("a command without a key has been refused already");
        }
        return command;
    }

    private static <T> @Nullable ResourceCommand<T> read(
            ResourceKind<T> kind, String name, Form form, Precondition precondition) {
        ResourceId id = id(kind, form);
        if (id.key().isEmpty()) {
            return null;
        }
        if (name.equals(kind.type().defines())) {
            return new ResourceCommand<>(kind, id, kind.read(id, form), null, precondition);
        }
        return new ResourceCommand<>(kind, id, null, form.date("on"), precondition);
    }

    /** Its fields {@code kpi} and {@code scope}, or {@code key}; the key is empty when refused. */
    static ResourceId id(ResourceKind<?> kind, Form form) {
        return kind.type().isAtScope()
                ? new ResourceId(kind.type().name(), form.requiredKey("kpi"), scope(form))
                : new ResourceId(kind.type().name(), form.requiredKey("key"));
    }

    private static String scope(Form form) {
        try {
            return Scope.parse(form.requiredText("scope")).toString();
        } catch (IllegalArgumentException e) {
            form.refuse("invalid-scope", "scope", "Write 'team:<key>', 'stream:<key>' or 'org'.");
            return Scope.ORG.toString();
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
