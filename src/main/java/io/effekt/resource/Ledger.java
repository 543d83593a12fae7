package io.effekt.resource;

import io.effekt.eventstore.StoredDecision;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the events of the decision log make of a slice's state and rows. A bean of the slice.
 *
 * @param <S> the state; immutable, and sharing what did not change
 */
public interface Ledger<S> {
    /** By which the state is found in a {@link Snapshot}. */
    Class<S> type();

    /** The state before the first decision. */
    S empty();

    /**
     * The subject of an event, for instance {@code kpi:digital-adoption}; null for an event that
     * belongs to another ledger.
     */
    @Nullable String subject(Object event);

    /**
     * The state after an event. A ledger may fold events of other ledgers too; it gives its state
     * back unchanged for what does not concern it.
     *
     * @param decision who, when and why; null while it is being decided
     */
    S evolve(S state, Object event, @Nullable StoredDecision decision);

    /**
     * How the subject of an event of this ledger reads after it.
     *
     * @param after with the event in it
     */
    Optional<ResourceContent> content(Object event, Snapshot after);

    /** Sentences about what follows from an event of this ledger, for the person who asked. */
    default List<String> notices(Snapshot before, Object event) {
        return List.of();
    }
}
