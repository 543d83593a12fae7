package io.effekt.access.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Limits;
import io.effekt.access.keys.KeyEvent.KeyIssued;
import io.effekt.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keys as JSON: in the log, and as they are shown. */
public final class KeyJson {
    private KeyJson() {}

    public static ObjectNode of(String id) {
        return Json.object().put("id", id);
    }

    static ObjectNode issued(KeyIssued key) {
        ObjectNode json = of(key.id()).put("client", key.client()).put("name", key.name());
        json.put("hash", key.hash());
        rights(json, key.scopes(), key.limits(), key.sources());
        json.put("expiresAt", text(key.expiresAt()));
        return json.put("replaces", key.replaces());
    }

    /** As the log keeps it: without the name, which is a person's words and can be erased. */
    public static ObjectNode kept(KeyIssued key) {
        return issued(key).without("name");
    }

    public static KeyIssued kept(ObjectNode json) {
        return issued(json.deepCopy().put("name", ""));
    }

    static KeyIssued issued(ObjectNode json) {
        return new KeyIssued(
                json.required("id").textValue(),
                json.required("client").textValue(),
                json.required("name").textValue(),
                json.required("hash").textValue(),
                new TreeSet<>(texts(json.required("scopes"))),
                Limits.to(
                        texts(json.required("teams")),
                        texts(json.required("streams")),
                        texts(json.required("kpis"))),
                texts(json.required("sources")),
                time(json.required("expiresAt")),
                json.required("replaces").textValue());
    }

    /** As its manager sees it: no secret, no hash. */
    static ObjectNode shown(ApiKey key, @Nullable Instant lastUsed) {
        ObjectNode json = of(key.id()).put("client", key.client()).put("name", key.name());
        rights(json, key.scopes(), key.limits(), key.sources());
        return json.put("issuedAt", text(key.issuedAt()))
                .put("issuedBy", key.issuedBy())
                .put("expiresAt", text(key.expiresAt()))
                .put("revokedAt", text(key.revokedAt()))
                .put("lastUsedAt", text(lastUsed));
    }

    private static void rights(
            ObjectNode json, Collection<String> scopes, Limits limits, List<String> sources) {
        put(json, "scopes", scopes);
        put(json, "teams", limits.teams());
        put(json, "streams", limits.streams());
        put(json, "kpis", limits.kpis());
        put(json, "sources", sources);
    }

    private static void put(ObjectNode json, String field, Collection<String> texts) {
        ArrayNode array = json.putArray(field);
        new TreeSet<>(texts).forEach(array::add);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static @Nullable Instant time(JsonNode node) {
        String text = node.textValue();
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
