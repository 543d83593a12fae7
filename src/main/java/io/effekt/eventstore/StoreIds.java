package io.effekt.eventstore;

import java.util.List;
import java.util.UUID;

/**
 * Which store this is.
 *
 * @param all the ids that it has had, the one in force last; at least one
 */
public record StoreIds(List<UUID> all) {
    public StoreIds {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("The store has no id.");
        }
    }

    public UUID current() {
        return all.getLast();
    }

    /** Whether a store of that id is this one, now or before. */
    public boolean has(UUID id) {
        return all.contains(id);
    }
}
