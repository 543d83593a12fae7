package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.kpi.application.DefinitionsView.Snapshot;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.resource.ResourceRow;
import io.effekt.resource.ResourceTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the projection of definitions anew from the decision log. */
@ApplicationScoped
public class DefinitionReplay {
    private static final int PAGE = 1_000;

    private final DecisionLog log;
    private final EventTypes types;
    private final ResourceTable tables;

    public DefinitionReplay(DecisionLog log, EventTypes types, ResourceTable tables) {
        this.log = log;
        this.types = types;
        this.tables = tables;
    }

    /** Nothing replayed yet. */
    public static Snapshot beginning() {
        return new Snapshot(0, Definitions.EMPTY);
    }

    /** Writes what was decided since, up to what the transaction sees. */
    public Snapshot goOn(Tx tx, Snapshot from) {
        Definitions state = from.definitions();
        long seq = from.seq();
        while (true) {
            List<StoredDecision> page = log.readAfter(tx, seq, PAGE);
            if (page.isEmpty()) {
                return new Snapshot(seq, state);
            }
            List<ResourceRow> rows = new ArrayList<>(page.size());
            for (StoredDecision stored : page) {
                Optional<DefinitionEvent> event = DefinitionsView.event(types, stored);
                if (event.isPresent()) {
                    state = state.evolve(event.get());
                    rows.add(DefinitionRows.of(stored, event.get(), state));
                }
            }
            tables.add(tx, rows);
            seq = page.getLast().seq();
        }
    }
}
