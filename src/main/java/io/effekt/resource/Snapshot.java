package io.effekt.resource;

import io.effekt.kernel.PersistentMap;
import java.util.HashMap;
import java.util.Map;

/** The states of all ledgers as one position of the decision log left them. Immutable. */
public final class Snapshot {
    private final long seq;
    private final Map<Class<?>, Object> states;
    private final Map<String, Integer> versions;

    Snapshot(long seq, Map<Class<?>, Object> states, Map<String, Integer> versions) {
        this.seq = seq;
        this.states = states;
        this.versions = versions;
    }

    /** The last decision in it; 0 before the first. */
    public long seq() {
        return seq;
    }

    /**
     * The state of one ledger.
     *
     * @param type as its {@link Ledger#type} says
     * @throws IllegalArgumentException when no ledger has that type
     */
    public <S> S of(Class<S> type) {
        Object state = states.get(type);
        if (state == null) {
            throw new IllegalArgumentException("no ledger has the state " + type.getName());
        }
        return type.cast(state);
    }

    /** How many events the subject has had; 0 when it was never defined. */
    public int version(String subject) {
        return versions.getOrDefault(subject, 0);
    }

    /** The same, reached by a later decision that changed nothing here. */
    Snapshot at(long later) {
        return new Snapshot(later, states, versions);
    }

    Snapshot with(Map<Class<?>, Object> changed, String subject) {
        Map<Class<?>, Object> all = new HashMap<>(states);
        all.putAll(changed);
        return new Snapshot(
                seq,
                Map.copyOf(all),
                PersistentMap.of(versions).with(subject, version(subject) + 1));
    }
}
