package io.effekt.eventstore;

import java.util.List;

/** The stored event types of one slice. Every slice that decides something has one such bean. */
public interface EventTypeSource {
    List<EventType<?>> types();

    /** For every version that was ever written before today's. */
    default List<Upcaster> upcasters() {
        return List.of();
    }
}
