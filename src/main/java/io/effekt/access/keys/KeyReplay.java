package io.effekt.access.keys;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.kernel.PersistentMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Rebuilds the table of keys from the decision log. */
@ApplicationScoped
public class KeyReplay {
    private static final int PAGE = 1_000;
    private static final String PREFIX = "access.key-";

    private final DecisionLog log;
    private final EventTypes types;
    private final KeyTable table;

    public KeyReplay(DecisionLog log, EventTypes types, KeyTable table) {
        this.log = log;
        this.types = types;
        this.table = table;
    }

    /** Keys as they were after a decision, with its sequence. */
    public static final class Replayed {
        private final long seq;
        private final Map<String, KeyTable.Stored> stored;

        private Replayed(long seq, Map<String, KeyTable.Stored> stored) {
            this.seq = seq;
            this.stored = stored;
        }
    }

    /** Nothing replayed yet. */
    public static Replayed beginning() {
        return new Replayed(0, PersistentMap.empty());
    }

    /** Goes on with what was decided since, up to what the transaction sees. */
    public Replayed goOn(Tx tx, Replayed from) {
        PersistentMap<String, KeyTable.Stored> stored = PersistentMap.of(from.stored);
        long seq = from.seq;
        while (true) {
            List<StoredDecision> page = log.readAfter(tx, seq, PAGE);
            if (page.isEmpty()) {
                return new Replayed(seq, stored);
            }
            for (StoredDecision decision : page) {
                if (decision.type().startsWith(PREFIX)
                        && types.read(decision.type(), decision.data()) instanceof KeyEvent event) {
                    KeyTable.Stored before = stored.get(event.id());
                    ApiKey key =
                            KeyHandler.after(before == null ? null : before.key(), event, decision);
                    stored =
                            stored.with(
                                    event.id(),
                                    new KeyTable.Stored(key, decision.version(), decision.seq()));
                }
            }
            seq = page.getLast().seq();
        }
    }

    /**
     * Writes them into the table that the transaction means, under the names of the running one.
     */
    public void write(Tx tx, Replayed keys) {
        keys.stored.values().forEach(stored -> table.put(tx, stored));
        tx.query(
                """
                update api_key rebuilt set name = coalesce(
                    (select name from effekt.api_key running where running.id = rebuilt.id), client)
                """);
    }

    /** Every instance reads its keys again. */
    public void swapped(Tx tx) {
        tx.send("select pg_notify($1, '')", KeyTable.CHANNEL);
    }
}
