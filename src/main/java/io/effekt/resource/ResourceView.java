package io.effekt.resource;

import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.DecisionFollower;
import io.effekt.eventstore.postgres.DecisionLog;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The states of all ledgers in the memory of this instance: the decision log, folded. What is read
 * from it is immutable; it is followed as decisions are committed anywhere.
 *
 * <p>{@link #current} and {@link #seq} never block. All others may read the log.
 */
@ApplicationScoped
public class ResourceView implements DecisionFollower {
    /** Channel of PostgreSQL that carries the head of the decision log after each commit. */
    public static final String CHANNEL = "effekt_decision";

    private static final Logger LOG = Logger.getLogger(ResourceView.class);
    private static final int PAGE = 1_000;

    /** Past states share what did not change with one another, so that some dozen cost little. */
    private static final int REMEMBERED = 32;

    private static final Executor READERS = work -> Thread.ofVirtual().start(work);

    private final Database database;
    private final DecisionLog log;
    private final Ledgers ledgers;
    private final AtomicReference<Snapshot> newest;
    private final TreeMap<Long, Snapshot> past = new TreeMap<>();

    public ResourceView(
            Database database, DecisionLog log, Ledgers ledgers, Notifications notifications) {
        this.database = database;
        this.log = log;
        this.ledgers = ledgers;
        newest = new AtomicReference<>(ledgers.empty());
        notifications.on(CHANNEL, seq -> refresh());
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        long began = System.nanoTime();
        refresh();
        LOG.infof(
                "event=definitions_loaded seq=%d millis=%d",
                seq(), (System.nanoTime() - began) / 1_000_000);
    }

    /** The newest that this instance knows. */
    public Snapshot current() {
        return newest.get();
    }

    /** The last decision that {@link #current} holds. */
    public long seq() {
        return newest.get().seq();
    }

    /** Reads on to the end of the log. */
    public void refresh() {
        database.run(tx -> readOn(tx, Long.MAX_VALUE));
    }

    /**
     * Reads on to what is committed anywhere by now. Blocks nobody, and costs a look at one row.
     */
    public Uni<Void> catchUp() {
        return log.committed(database)
                .chain(seq ->
                        seq() >= seq
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom()
                                        .voidItem()
                                        .emitOn(READERS)
                                        .invoke(() -> follow(seq)));
    }

    @Override
    public void follow(long seq) {
        if (seq() < seq) {
            database.run(tx -> readOn(tx, seq));
        }
    }

    /** The states as that decision left them; reads on when this instance is behind. */
    public Snapshot upTo(long seq) {
        follow(seq);
        return at(seq);
    }

    /** Like {@link #upTo(long)}, on a connection that the caller has already. */
    public Snapshot upTo(Tx tx, long seq) {
        if (seq() < seq) {
            readOn(tx, seq);
        }
        Snapshot known = newest.get();
        return known.seq() == seq ? known : folded(tx, seq);
    }

    /** The states as a decision of any time left them. */
    public Snapshot at(long seq) {
        Snapshot known = newest.get();
        if (known.seq() == seq) {
            return known;
        }
        return remembered(seq).orElseGet(() -> database.read(tx -> folded(tx, seq)));
    }

    /** What was decided and committed here, so that nobody here has to read it again. */
    void advance(Snapshot committed) {
        newest.accumulateAndGet(committed, ResourceView::later);
    }

    private static Snapshot later(Snapshot one, Snapshot other) {
        return one.seq() >= other.seq() ? one : other;
    }

    private void readOn(Tx tx, long until) {
        Snapshot known = newest.get();
        while (known.seq() < until) {
            List<StoredDecision> page = log.readAfter(tx, known.seq(), PAGE);
            if (page.isEmpty()) {
                return;
            }
            known = fold(known, page, Long.MAX_VALUE);
            advance(known);
        }
    }

    private Snapshot folded(Tx tx, long seq) {
        Snapshot state = nearest(seq);
        while (state.seq() < seq) {
            List<StoredDecision> page = log.readAfter(tx, state.seq(), PAGE);
            if (page.isEmpty()) {
                throw new IllegalArgumentException("the decision log ends before " + seq);
            }
            state = fold(state, page, seq);
        }
        synchronized (past) {
            past.put(seq, state);
            if (past.size() > REMEMBERED) {
                past.remove(past.firstKey());
            }
        }
        return state;
    }

    private Optional<Snapshot> remembered(long seq) {
        synchronized (past) {
            return Optional.ofNullable(past.get(seq));
        }
    }

    private Snapshot nearest(long seq) {
        synchronized (past) {
            Map.Entry<Long, Snapshot> before = past.floorEntry(seq);
            return before == null ? ledgers.empty() : before.getValue();
        }
    }

    private Snapshot fold(Snapshot from, List<StoredDecision> decisions, long until) {
        Snapshot state = from;
        for (StoredDecision decision : decisions) {
            if (decision.seq() > until) {
                break;
            }
            state = ledgers.evolve(state, decision);
        }
        return state;
    }
}
