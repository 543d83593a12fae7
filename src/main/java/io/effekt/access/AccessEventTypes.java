package io.effekt.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.audit.AccessRefused;
import io.effekt.access.audit.ActorErased;
import io.effekt.access.keys.KeyEvent.KeyEnding;
import io.effekt.access.keys.KeyEvent.KeyIssued;
import io.effekt.access.keys.KeyEvent.KeyRevoked;
import io.effekt.access.keys.KeyJson;
import io.effekt.access.source.SourceForm;
import io.effekt.access.source.SourceHandedOver;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import io.effekt.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How what happened to keys, and what was refused, is stored. Names and versions are for ever. */
@ApplicationScoped
public class AccessEventTypes implements EventTypeSource {
    @Override
    public List<EventType<?>> types() {
        return List.of(
                new EventType<>(
                        "access.key-issued", 1, KeyIssued.class, KeyJson::kept, KeyJson::kept),
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
                        json -> new KeyRevoked(id(json))),
                new EventType<>(
                        "access.actor-erased",
                        1,
                        ActorErased.class,
                        e -> Json.object().put("actor", e.actor()).put("texts", e.texts()),
                        json ->
                                new ActorErased(
                                        json.required("actor").textValue(),
                                        json.required("texts").booleanValue())),
                new EventType<>(
                        "access.source-handed-over",
                        1,
                        SourceHandedOver.class,
                        e -> new SourceForm(e.source(), e.clients()).json(),
                        json -> {
                            List<String> clients = new ArrayList<>();
                            json.required("clients").forEach(name -> clients.add(name.textValue()));
                            return new SourceHandedOver(
                                    json.required("source").textValue(), clients);
                        }),
                new EventType<>(
                        "access.refused",
                        1,
                        AccessRefused.class,
                        e ->
                                Json.object()
                                        .put("operation", e.operation())
                                        .put("detail", e.detail())
                                        .put("times", e.times()),
                        json ->
                                new AccessRefused(
                                        json.required("operation").textValue(),
                                        json.required("detail").textValue(),
                                        json.required("times").intValue())));
    }

    private static String id(ObjectNode json) {
        return json.required("id").textValue();
    }
}
