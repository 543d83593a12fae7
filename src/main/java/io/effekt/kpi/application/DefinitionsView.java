package io.effekt.kpi.application;

import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.DecisionFollower;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Recording;
import io.effekt.organization.OrganisationEvent;
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
 * The definitions in the memory of this instance: the decision log, folded. What is read from it is
 * immutable; it is followed as decisions are committed anywhere.
 *
 * <p>{@link #current} and {@link #seq} never block. All others may read the log.
 */
@ApplicationScoped
public class DefinitionsView implements DecisionFollower {
    /** Channel of PostgreSQL that carries the head of the decision log after each commit. */
    public static final String CHANNEL = "effekt_decision";

    private static final Logger LOG = Logger.getLogger(DefinitionsView.class);
    private static final int PAGE = 1_000;

    /** Past states share what did not change with one another, so that some dozen cost little. */
    private static final int REMEMBERED = 32;

    private static final Executor READERS = work -> Thread.ofVirtual().start(work);

    private final Database database;
    private final DecisionLog log;
    private final EventTypes types;
    private final AtomicReference<Snapshot> newest =
            new AtomicReference<>(new Snapshot(0, Definitions.EMPTY));
    private final TreeMap<Long, Snapshot> past = new TreeMap<>();

    public DefinitionsView(
            Database database, DecisionLog log, EventTypes types, Notifications notifications) {
        this.database = database;
        this.log = log;
        this.types = types;
        notifications.on(CHANNEL, seq -> refresh());
    }

    /** Definitions, and the sequence of the last decision in them. */
    public record Snapshot(long seq, Definitions definitions) {}

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        long began = System.nanoTime();
        refresh();
        LOG.infof(
                "event=definitions_loaded seq=%d millis=%d",
                seq(), (System.nanoTime() - began) / 1_000_000);
    }

    /** The newest definitions that this instance knows. */
    public Definitions current() {
        return newest.get().definitions();
    }

    /** The last decision that {@link #current} holds. */
    public long seq() {
        return newest.get().seq();
    }

    /** Both at once. */
    public Snapshot snapshot() {
        return newest.get();
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

    /** The definitions as that decision left them; reads on when this instance is behind. */
    public Definitions upTo(long seq) {
        follow(seq);
        return at(seq);
    }

    /** Like {@link #upTo(long)}, on a connection that the caller has already. */
    public Definitions upTo(Tx tx, long seq) {
        if (seq() < seq) {
            readOn(tx, seq);
        }
        Snapshot known = newest.get();
        return known.seq() == seq ? known.definitions() : folded(tx, seq);
    }

    /** The definitions as a decision of any time left them. */
    public Definitions at(long seq) {
        Snapshot known = newest.get();
        if (known.seq() == seq) {
            return known.definitions();
        }
        return remembered(seq).orElseGet(() -> database.read(tx -> folded(tx, seq)));
    }

    /** What was decided and committed here, so that nobody here has to read it again. */
    void advance(Snapshot committed) {
        newest.accumulateAndGet(committed, DefinitionsView::later);
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

    private Definitions folded(Tx tx, long seq) {
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
        return state.definitions();
    }

    private Optional<Definitions> remembered(long seq) {
        synchronized (past) {
            return Optional.ofNullable(past.get(seq)).map(Snapshot::definitions);
        }
    }

    private Snapshot nearest(long seq) {
        synchronized (past) {
            Map.Entry<Long, Snapshot> before = past.floorEntry(seq);
            return before == null ? new Snapshot(0, Definitions.EMPTY) : before.getValue();
        }
    }

    private Snapshot fold(Snapshot from, List<StoredDecision> decisions, long until) {
        Definitions state = from.definitions();
        long seq = from.seq();
        for (StoredDecision decision : decisions) {
            if (decision.seq() > until) {
                break;
            }
            seq = decision.seq();
            Optional<DefinitionEvent> event = event(types, decision);
            if (event.isPresent()) {
                state = state.evolve(event.get());
            }
        }
        return new Snapshot(seq, state);
    }

    /** The event of a decision when it is about definitions; empty for those of other slices. */
    static Optional<DefinitionEvent> event(EventTypes types, StoredDecision decision) {
        return switch (types.read(decision.type(), decision.data())) {
            case DefinitionEvent event -> Optional.of(event.recorded(by(decision)));
            case OrganisationEvent event -> Optional.of(new Organised(event));
            default -> Optional.empty();
        };
    }

    static Recording by(StoredDecision decision) {
        return new Recording(decision.actor(), decision.recordedAt(), decision.reason());
    }
}
