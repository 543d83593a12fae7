package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.disclosure.Eras;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The states that the definitions have gone through, folded from the decision log as far as
 * somebody asks, and kept in the memory of this instance.
 */
@ApplicationScoped
public class DefinitionEras {
    private static final int PAGE = 1_000;

    private final DecisionLog log;
    private final EventTypes types;
    private final DefinitionLedger ledger;
    private final AtomicReference<Known> newest =
            new AtomicReference<>(new Known(0, Eras.BEGINNING));

    public DefinitionEras(DecisionLog log, EventTypes types, DefinitionLedger ledger) {
        this.log = log;
        this.types = types;
        this.ledger = ledger;
    }

    private record Known(long seq, Eras eras) {
        Known later(Known other) {
            return seq >= other.seq ? this : other;
        }
    }

    /** Those up to a decision that the transaction sees, and that is committed. */
    public Eras upTo(Tx tx, long seq) {
        Known known = newest.get();
        if (known.seq < seq) {
            known = readOn(tx, known);
            newest.accumulateAndGet(known, Known::later);
        }
        return known.eras.upTo(seq);
    }

    private Known readOn(Tx tx, Known from) {
        Known known = from;
        Command command = null;
        for (List<StoredDecision> page = log.readAfter(tx, from.seq, PAGE);
                !page.isEmpty();
                page = log.readAfter(tx, page.getLast().seq(), PAGE)) {
            for (StoredDecision decision : page) {
                if (command != null && !command.isOf(decision)) {
                    known = command.done();
                    command = null;
                }
                if (command == null) {
                    command = new Command(known, decision);
                }
                command.take(decision);
            }
        }
        return command == null ? known : command.done();
    }

    /** The decisions of one command, which are committed together. */
    private final class Command {
        private final Known before;
        private final StoredDecision first;
        private Definitions definitions;
        private long seq;

        Command(Known before, StoredDecision first) {
            this.before = before;
            this.first = first;
            definitions = before.eras.now();
            seq = before.seq;
        }

        boolean isOf(StoredDecision decision) {
            return first.requestId().equals(decision.requestId());
        }

        void take(StoredDecision decision) {
            seq = decision.seq();
            definitions =
                    ledger.evolve(
                            definitions, types.read(decision.type(), decision.data()), decision);
        }

        Known done() {
            return new Known(seq, before.eras.then(first.seq(), first.recordedAt(), definitions));
        }
    }
}
