package io.effekt.resource;

import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredDecision;
import io.effekt.resource.store.ResourceRow;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledgers of all slices, folded together. */
@ApplicationScoped
public class Ledgers {
    private final List<Ledger<?>> ledgers;
    private final EventTypes types;

    public Ledgers(@All List<Ledger<?>> ledgers, EventTypes types) {
        this.ledgers = ledgers;
        this.types = types;
    }

    /** Before the first decision. */
    public Snapshot empty() {
        Map<Class<?>, Object> states = new HashMap<>();
        ledgers.forEach(ledger -> states.put(ledger.type(), ledger.empty()));
        return new Snapshot(0, Map.copyOf(states), Map.of());
    }

    /** After a decision of the log; of one that no ledger knows, only the position moves. */
    public Snapshot evolve(Snapshot before, StoredDecision decision) {
        return evolve(before, types.read(decision.type(), decision.data()), decision)
                .at(decision.seq());
    }

    /**
     * After an event.
     *
     * @param decision who, when and why; null while it is being decided
     */
    Snapshot evolve(Snapshot before, Object event, @Nullable StoredDecision decision) {
        Ledger<?> owner = owner(event);
        if (owner == null) {
            return before;
        }
        Map<Class<?>, Object> changed = new HashMap<>();
        ledgers.forEach(
                ledger -> changed.put(ledger.type(), evolved(ledger, before, event, decision)));
        return before.with(changed, subject(event));
    }

    private static <S> S evolved(
            Ledger<S> ledger, Snapshot before, Object event, @Nullable StoredDecision decision) {
        return ledger.evolve(before.of(ledger.type()), event, decision);
    }

    /**
     * What an event is about, as the log names it.
     *
     * @throws IllegalArgumentException when it belongs to no ledger
     */
    String subject(Object event) {
        Ledger<?> owner = owner(event);
        String subject = owner == null ? null : owner.subject(event);
        if (subject == null) {
            throw new IllegalArgumentException("no ledger knows " + event.getClass().getName());
        }
        return subject;
    }

    /** The row that a decision of the log writes; empty for those that are about no resource. */
    Optional<ResourceRow> row(StoredDecision stored, Snapshot after) {
        Object event = types.read(stored.type(), stored.data());
        return row(stored, event, after);
    }

    Optional<ResourceRow> row(StoredDecision stored, Object event, Snapshot after) {
        Ledger<?> owner = owner(event);
        return owner == null
                ? Optional.empty()
                : owner.content(event, after).map(content -> content.row(stored));
    }

    List<String> notices(Snapshot before, Object event) {
        Ledger<?> owner = owner(event);
        return owner == null ? List.of() : owner.notices(before, event);
    }

    private @Nullable Ledger<?> owner(Object event) {
        for (Ledger<?> ledger : ledgers) {
            if (ledger.subject(event) != null) {
                return ledger;
            }
        }
        return null;
    }
}
