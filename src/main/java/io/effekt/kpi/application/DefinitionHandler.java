package io.effekt.kpi.application;

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
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.resource.ResourceJson;
import io.effekt.resource.ResourceRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Decides commands on one value stream, team, KPI, set of targets or baseline. */
@ApplicationScoped
public class DefinitionHandler implements CommandHandler {
    private final DefinitionChanges changes;
    private final DefinitionFacts facts;

    public DefinitionHandler(DefinitionChanges changes, DefinitionFacts facts) {
        this.changes = changes;
        this.facts = facts;
    }

    @Override
    public Set<String> names() {
        return DefinitionCommandJson.NAMES;
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        DefinitionCommand asked = DefinitionCommandJson.read(command.name(), command.data());
        DefinitionDraft draft = changes.begin(tx, head);
        Decision<DefinitionEvent> decision =
                draft.decide(asked, facts.answer(tx, draft.now(), asked));
        return switch (decision) {
            case Decision.Refused<?>(List<Refusal> refusals) -> Proposal.nothing(refused(refusals));
            case Decision.Unchanged<?>() ->
                    Proposal.nothing(
                            new Answer(
                                    200,
                                    answer(changes.row(tx, asked.subject()), List.of()),
                                    changes.following(tx, draft.now(), List.of(asked.subject()))));
            case Decision.Accepted<?> accepted ->
                    changes.propose(tx, command, draft, rows -> changed(rows, draft));
        };
    }

    private static Answer changed(List<ResourceRow> rows, DefinitionDraft draft) {
        ResourceRow last = rows.getLast();
        List<String> notices =
                draft.steps().stream().flatMap(step -> step.notices().stream()).toList();
        return new Answer(last.version() == 1 ? 201 : 200, answer(last, notices));
    }

    private static String answer(ResourceRow row, List<String> notices) {
        return Json.write(ResourceJson.resource(row, notices));
    }

    static Answer refused(List<Refusal> refusals) {
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
