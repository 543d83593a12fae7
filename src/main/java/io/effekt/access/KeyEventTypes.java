package io.effekt.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.KeyEvent.KeyEnding;
import io.effekt.access.KeyEvent.KeyIssued;
import io.effekt.access.KeyEvent.KeyRevoked;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** How what happened to keys is stored. Names and versions are for ever. */
@ApplicationScoped
public class KeyEventTypes implements EventTypeSource {
    @Override
    public List<EventType<?>> types() {
        return List.of(
                new EventType<>(
                        "access.key-issued", 1, KeyIssued.class, KeyJson::issued, KeyJson::issued),
                new EventType<>(
                        "access.key-ending",
                        1,
                        KeyEnding.class,
                        e -> KeyJson.of(e.id()).put("expiresAt", e.expiresAt().toString()),
                        json ->
                                new KeyEnding(
                                        id(json),
                                        Instant.parse(json.required("expiresAt").textValue()))),
                new EventType<>(
                        "access.key-revoked",
                        1,
                        KeyRevoked.class,
                        e -> KeyJson.of(e.id()),
                        json -> new KeyRevoked(id(json))));
    }

    private static String id(ObjectNode json) {
        return json.required("id").textValue();
    }
}
