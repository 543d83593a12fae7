package io.effekt.access.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Decides that a source belongs to others from now on. Its name is for ever. */
@ApplicationScoped
public class SourceHandler implements CommandHandler {
    static final String HAND_OVER = "access.hand-over-source";

    private final SourceTable table;
    private final SourceOwners owners;
    private final EventTypes types;

    public SourceHandler(SourceTable table, SourceOwners owners, EventTypes types) {
        this.table = table;
        this.owners = owners;
        this.types = types;
    }

    @Override
    public Set<String> names() {
        return Set.of(HAND_OVER);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        SourceForm asked =
                switch (SourceForm.read(Form.of(command.data()))) {
                    case Form.Read.Wrong<SourceForm>(List<Refusal> refusals) ->
                            throw new InvalidCommand(refusals);
                    case Form.Read.Fine<SourceForm>(SourceForm form) -> form;
                };
        SourceOwner before =
                table.of(tx, List.of(asked.source())).stream().findFirst().orElse(null);
        if (before != null && before.isDecided() && before.clients().equals(asked.clients())) {
            return Proposal.nothing(answer(before));
        }
        SourceHandedOver event = new SourceHandedOver(asked.source(), asked.clients());
        NewDecision decision =
                new NewDecision(
                        types.of(event).stored(),
                        before == null ? 1 : before.version() + 1,
                        "source:" + asked.source(),
                        command.actor(),
                        command.requestId(),
                        types.write(event),
                        command.reason());
        return new Proposal() {
            @Override
            public List<NewDecision> decisions() {
                return List.of(decision);
            }

            @Override
            public Answer conclude(List<StoredDecision> stored) {
                StoredDecision last = stored.getLast();
                SourceOwner after =
                        new SourceOwner(
                                asked.source(), asked.clients(), last.version(), last.seq());
                table.put(tx, after);
                tx.send("select pg_notify($1, '')", SourceOwners.CHANNEL);
                return answer(after);
            }

            @Override
            public void committed() {
                owners.refresh();
            }
        };
    }

    private static Proposal.Answer answer(SourceOwner owner) {
        return new Proposal.Answer(200, Json.write(shown(owner)));
    }

    /** As stewards see it. */
    static ObjectNode shown(SourceOwner owner) {
        ObjectNode json = Json.object().put("source", owner.source());
        owner.clients().forEach(json.putArray("clients")::add);
        return json.put("decided", owner.isDecided());
    }
}
