package io.effekt.database;

import java.util.Optional;

/** Knows the caller that the current thread works for. */
@FunctionalInterface
public interface Departures {
    /** Work for nobody who could go. */
    Departures NONE = Optional::empty;

    /** That of the client of the current request; empty outside of requests. */
    Optional<Departure> current();
}
