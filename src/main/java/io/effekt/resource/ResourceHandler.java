package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.decision.Proposal.Answer;
import io.effekt.json.Json;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Refusal;
import io.effekt.resource.store.ResourceRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Decides commands on one resource of any kind. */
@ApplicationScoped
public class ResourceHandler implements CommandHandler {
    private final ResourceKinds kinds;
    private final ResourceChanges changes;

    public ResourceHandler(ResourceKinds kinds, ResourceChanges changes) {
        this.kinds = kinds;
        this.changes = changes;
    }

    @Override
    public Set<String> names() {
        return kinds.commands();
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        ResourceKind<?> kind = Objects.requireNonNull(kinds.ofCommand(command.name()));
        ResourceCommand<?> asked = ResourceCommand.read(kind, command.name(), command.data());
        String subject = asked.id().subject();
        Draft draft = changes.begin(tx, head);
        return switch (draft.decide(asked)) {
            case Decision.Refused<?>(List<Refusal> refusals) -> Proposal.nothing(refused(refusals));
            case Decision.Unchanged<?>() ->
                    Proposal.nothing(
                            new Answer(
                                    200,
                                    answer(changes.row(tx, subject), List.of()),
                                    changes.following(tx, draft.now(), List.of(subject))));
            case Decision.Accepted<?> accepted ->
                    changes.propose(tx, command, draft, rows -> changed(rows, draft));
        };
    }

    private static Answer changed(List<ResourceRow> rows, Draft draft) {
        ResourceRow last = rows.getLast();
        List<String> notices =
                draft.steps().stream().flatMap(step -> step.notices().stream()).toList();
        return new Answer(last.version() == 1 ? 201 : 200, answer(last, notices));
    }

    private static String answer(ResourceRow row, List<String> notices) {
        return Json.write(ResourceJson.resource(row, notices));
    }

    /** The answer that says why nothing was done; 404, 412 or 422. */
    public static Answer refused(List<Refusal> refusals) {
        int status =
                switch (refusals.getFirst().code()) {
                    case "precondition-failed" -> 412;
                    case "not-defined" -> 404;
                    default -> 422;
                };
        ObjectNode body = Json.object();
        body.set("refusals", RefusalJson.write(refusals));
        return new Answer(status, Json.write(body));
    }
}
