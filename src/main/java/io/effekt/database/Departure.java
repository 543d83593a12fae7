package io.effekt.database;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whether the caller that something is read for has gone, and what is to be done then. Thread-safe.
 */
public final class Departure {
    private final Set<Runnable> then = new LinkedHashSet<>();
    private boolean happened;

    /** They have gone. Runs what was to be done, once. */
    public synchronized void happen() {
        if (!happened) {
            happened = true;
            then.forEach(Runnable::run);
            then.clear();
        }
    }

    /**
     * Runs it when they go; at once when they have gone already.
     *
     * @param todo neither blocks nor fails
     */
    synchronized void then(Runnable todo) {
        if (happened) {
            todo.run();
        } else {
            then.add(todo);
        }
    }

    /** It has not to be done any more: when this is back, it was done or never will be. */
    synchronized void forget(Runnable todo) {
        then.remove(todo);
    }
}
