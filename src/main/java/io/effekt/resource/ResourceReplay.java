package io.effekt.resource;

import io.effekt.database.Tx;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.resource.store.ResourceRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of resources again from the decision log. */
@ApplicationScoped
public class ResourceReplay {
    private static final int PAGE = 1_000;

    private final DecisionLog log;
    private final Ledgers ledgers;
    private final ResourceProjections projections;

    public ResourceReplay(DecisionLog log, Ledgers ledgers, ResourceProjections projections) {
        this.log = log;
        this.ledgers = ledgers;
        this.projections = projections;
    }

    /** Nothing replayed yet. */
    public Snapshot beginning() {
        return ledgers.empty();
    }

    /** Writes what was decided since, up to what the transaction sees. */
    public Snapshot goOn(Tx tx, Snapshot from) {
        Snapshot state = from;
        while (true) {
            List<StoredDecision> page = log.readAfter(tx, state.seq(), PAGE);
            if (page.isEmpty()) {
                return state;
            }
            List<ResourceRow> rows = new ArrayList<>(page.size());
            for (StoredDecision stored : page) {
                state = ledgers.evolve(state, stored);
                ledgers.row(stored, state).ifPresent(rows::add);
            }
            projections.write(tx, rows, state);
        }
    }
}
