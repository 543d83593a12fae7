package io.effekt.eventstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * One type of stored events, in the version that is written today.
 *
 * @param name stable and dotted, for instance {@code kpi.defined}; never a class name
 * @param version from 1; raised when the JSON changes
 * @param event the class that carries it in memory
 */
public record EventType<E>(
        String name,
        int version,
        Class<E> event,
        Function<E, ObjectNode> write,
        Function<ObjectNode, E> read) {
    public EventType {
        if (!name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+") || version < 1) {
            throw new IllegalArgumentException("not the name of a stored event: " + name);
        }
    }

    /** As the log writes it: {@code kpi.defined.v1}. */
    public String stored() {
        return name + ".v" + version;
    }

    ObjectNode writeAny(Object any) {
        return write.apply(event.cast(any));
    }
}
