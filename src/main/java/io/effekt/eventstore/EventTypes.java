package io.effekt.eventstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one registry of stored event types: what may be in the log, and how it is read and written.
 * An event of an old version is lifted to today's, step by step, before it is read.
 */
public final class EventTypes {
    private static final Pattern STORED = Pattern.compile("(.+)\\.v([1-9][0-9]{0,8})");

    private final Map<String, EventType<?>> byName = new TreeMap<>();
    private final Map<Class<?>, EventType<?>> byClass = new HashMap<>();
    private final Map<String, Upcaster> upcasters = new HashMap<>();

    /**
     * @throws IllegalArgumentException when a name or class is there twice, or a step is missing
     *     between version 1 and today's
     */
    public EventTypes(List<EventTypeSource> sources) {
        for (EventTypeSource source : sources) {
            source.types().forEach(this::add);
            for (Upcaster upcaster : source.upcasters()) {
                String step = upcaster.name() + ".v" + upcaster.from();
                require(upcasters.put(step, upcaster) == null, "two ways up from " + step);
            }
        }
        int steps = 0;
        for (EventType<?> type : byName.values()) {
            for (int version = 1; version < type.version(); version++, steps++) {
                String step = type.name() + ".v" + version;
                require(upcasters.containsKey(step), "no way up from " + step);
            }
        }
        require(steps == upcasters.size(), "a way up that leads nowhere: " + upcasters.keySet());
    }

    private void add(EventType<?> type) {
        require(byName.put(type.name(), type) == null, "two types named " + type.name());
        require(byClass.put(type.event(), type) == null, "two types for " + type.event());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** All types, in order of their names. */
    public Collection<EventType<?>> all() {
        return List.copyOf(byName.values());
    }

    /** The type that an event is written as. */
    public EventType<?> of(Object event) {
        EventType<?> type = byClass.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException("not registered: " + event.getClass());
        }
        return type;
    }

    /** The canonical JSON of an event, as the log keeps it. */
    public String write(Object event) {
        return Json.write(of(event).writeAny(event));
    }

    /**
     * Reads a stored event of any version.
     *
     * @param stored type with version, for instance {@code kpi.defined.v1}
     * @throws UnknownEventType when this program is too old for it
     */
    public Object read(String stored, String data) {
        Matcher m = STORED.matcher(stored);
        EventType<?> type = m.matches() ? byName.get(m.group(1)) : null;
        int version = m.matches() ? Integer.parseInt(m.group(2)) : 0;
        if (type == null || version > type.version()) {
            throw new UnknownEventType(stored);
        }
        ObjectNode json = Json.stored(data);
        for (int from = version; from < type.version(); from++) {
            Upcaster upcaster = upcasters.get(type.name() + ".v" + from);
            if (upcaster == null) {
                throw new UnknownEventType(stored);
            }
            json = upcaster.upcast().apply(json);
        }
        return type.read().apply(json);
    }

    /** The log holds what this program does not know: it is older than what wrote it. */
    public static final class UnknownEventType extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownEventType(String stored) {
            super("unknown event type in the log: " + stored);
        }
    }
}
