package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides many resources at once: each sees those before it, and all are taken or none. */
@ApplicationScoped
public class ImportHandler implements CommandHandler {
    public static final String NAME = "kpi.import-definitions";

    private final ResourceKinds kinds;
    private final ResourceChanges changes;

    public ImportHandler(ResourceKinds kinds, ResourceChanges changes) {
        this.kinds = kinds;
        this.changes = changes;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        ResourceImport wanted = ResourceImport.read(kinds, command.data());
        Draft draft = changes.begin(tx, head);
        List<Result> results = new ArrayList<>(wanted.items().size());
        for (ResourceImport.Item item : wanted.items()) {
            results.add(result(draft, item, wanted.onlyMissing()));
        }
        List<Refusal> refusals =
                results.stream().flatMap(result -> result.refusals.stream()).toList();
        if (refusals.isEmpty()) {
            List<String> unchanged =
                    changes.following(
                            tx,
                            draft.now(),
                            results.stream()
                                    .filter(r -> r.kind == Kind.UNCHANGED || r.kind == Kind.KEPT)
                                    .map(Result::subject)
                                    .toList());
            Answer answer = answer(200, results, refusals);
            return changes.propose(
                    tx,
                    command,
                    draft,
                    rows -> new Answer(answer.status(), answer.body(), unchanged));
        }
        return Proposal.nothing(answer(422, results, refusals));
    }

    private record Result(
            String subject, Kind kind, int version, List<String> notices, List<Refusal> refusals) {}

    private enum Kind {
        CREATED("created"),
        CHANGED("changed"),
        UNCHANGED("unchanged"),
        KEPT("kept"),
        REFUSED("refused");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private Result result(Draft draft, ResourceImport.Item item, boolean onlyMissing) {
        String subject = item.command().id().subject();
        int version = draft.now().version(subject);
        if (onlyMissing && version > 0) {
            return new Result(subject, Kind.KEPT, version, List.of(), List.of());
        }
        return switch (draft.decide(item.command())) {
            case Decision.Refused<?>(List<Refusal> refusals) ->
                    new Result(subject, Kind.REFUSED, version, List.of(), placed(item, refusals));
            case Decision.Unchanged<?>() ->
                    new Result(subject, Kind.UNCHANGED, version, List.of(), List.of());
            case Decision.Accepted<?> accepted ->
                    new Result(
                            subject,
                            version == 0 ? Kind.CREATED : Kind.CHANGED,
                            draft.now().version(subject),
                            draft.steps().getLast().notices(),
                            List.of());
        };
    }

    private static List<Refusal> placed(ResourceImport.Item item, List<Refusal> refusals) {
        return refusals.stream()
                .map(r -> new Refusal(r.code(), item.pointer() + r.pointer(), r.detail()))
                .toList();
    }

    private static Answer answer(int status, List<Result> results, List<Refusal> refusals) {
        ObjectNode body = Json.object();
        for (Kind kind : Kind.values()) {
            body.put(kind.word, results.stream().filter(r -> r.kind == kind).count());
        }
        ArrayNode items = body.putArray("items");
        for (Result result : results) {
            ObjectNode item =
                    items.addObject()
                            .put("subject", result.subject)
                            .put("result", result.kind.word)
                            .put("version", result.version);
            result.notices.forEach(item.putArray("notices")::add);
            item.set("errors", RefusalJson.write(result.refusals));
        }
        if (!refusals.isEmpty()) {
            body.set("refusals", RefusalJson.write(refusals));
        }
        return new Answer(status, Json.write(body));
    }
}
