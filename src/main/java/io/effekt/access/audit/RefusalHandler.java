package io.effekt.access.audit;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.json.Form;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Keeps refusals in the log of decisions: there is nothing to decide about them. */
@ApplicationScoped
public class RefusalHandler implements CommandHandler {
    static final String NOTE = "access.note-refusal";

    private final EventTypes types;

    public RefusalHandler(EventTypes types) {
        this.types = types;
    }

    @Override
    public Set<String> names() {
        return Set.of(NOTE);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        Form form = Form.of(command.data());
        String operation = form.requiredText("operation");
        String detail = form.requiredText("detail");
        Integer times = form.integer("times");
        String request = form.requiredText("request");
        return switch (form.finish(
                () -> new AccessRefused(operation, detail, times == null ? 1 : times))) {
            case Form.Read.Wrong<AccessRefused>(List<Refusal> refusals) ->
                    throw new InvalidCommand(refusals);
            case Form.Read.Fine<AccessRefused>(AccessRefused refused) ->
                    kept(command, uuid(request), refused);
        };
    }

    private static UUID uuid(String text) throws InvalidCommand {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCommand(
                    List.of(new Refusal("invalid-value", "/data/request", "Write a UUID.")));
        }
    }

    private Proposal kept(Command command, UUID request, AccessRefused refused) {
        NewDecision decision =
                new NewDecision(
                        types.of(refused).stored(),
                        1,
                        "refusal:" + command.requestId(),
                        command.actor(),
                        request,
                        types.write(refused),
                        null);
        return new Proposal() {
            @Override
            public List<NewDecision> decisions() {
                return List.of(decision);
            }

            @Override
            public Answer conclude(List<StoredDecision> stored) {
                return new Answer(200, "{}");
            }
        };
    }
}
