package io.effekt.access.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.keys.KeyTable;
import io.effekt.access.keys.Keys;
import io.effekt.access.people.People;
import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.postgres.DecisionLookup;
import io.effekt.eventstore.postgres.ErasableTexts;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/**
 * Forgets who an actor is, in the transaction that says so in the log. No entry changes: each goes
 * on naming an id, and holds salted hashes of texts that need not be there.
 */
@ApplicationScoped
public class ErasureHandler implements CommandHandler {
    static final String ERASE = "access.erase-actor";

    private final People people;
    private final ErasableTexts texts;
    private final DecisionLookup pages;
    private final EventTypes types;
    private final KeyTable table;
    private final Keys keys;

    public ErasureHandler(
            People people,
            KeyTable table,
            Keys keys,
            ErasableTexts texts,
            DecisionLookup pages,
            EventTypes types) {
        this.people = people;
        this.table = table;
        this.keys = keys;
        this.texts = texts;
        this.pages = pages;
        this.types = types;
    }

    @Override
    public Set<String> names() {
        return Set.of(ERASE);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        Form form = Form.of(command.data());
        String actor = form.requiredText("actor");
        boolean alsoTexts = form.bool("texts", false);
        return switch (form.finish(() -> new ActorErased(actor, alsoTexts))) {
            case Form.Read.Wrong<ActorErased>(List<Refusal> refusals) ->
                    throw new InvalidCommand(refusals);
            case Form.Read.Fine<ActorErased>(ActorErased erased) ->
                    new Erasure(tx, command, erased);
        };
    }

    private final class Erasure implements Proposal {
        private final Tx tx;
        private final Command command;
        private final ActorErased erased;

        Erasure(Tx tx, Command command, ActorErased erased) {
            this.tx = tx;
            this.command = command;
            this.erased = erased;
        }

        @Override
        public List<NewDecision> decisions() {
            String subject = "actor:" + erased.actor();
            return List.of(
                    new NewDecision(
                            types.of(erased).stored(),
                            1 + pages.last(tx, subject).map(DecisionLookup.Last::version).orElse(0),
                            subject,
                            command.actor(),
                            command.requestId(),
                            types.write(erased),
                            command.reason()));
        }

        @Override
        public Answer conclude(List<StoredDecision> stored) {
            long seq = stored.getLast().seq();
            boolean known = people.erase(tx, erased.actor());
            List<String> names = table.eraseNames(tx, erased.actor(), erased.texts(), seq);
            texts.eraseNames(tx, names.stream().map(id -> "key:" + id).toList());
            long gone = erased.texts() ? texts.erase(tx, erased.actor(), seq) : 0;
            ObjectNode body =
                    Json.object()
                            .put("actor", erased.actor())
                            .put("nameErased", known || !names.isEmpty())
                            .put("textsErased", gone);
            return new Answer(200, Json.write(body));
        }

        @Override
        public void committed() {
            people.forgetErased();
            keys.refresh();
        }
    }
}
