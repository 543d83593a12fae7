package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.resource.store.ResourceRow;
import io.effekt.resource.store.ResourceVersion;
import java.util.List;

/** A definition as it is answered: its key, what it says, and which version it is. */
public final class ResourceJson {
    private ResourceJson() {}

    /** The resource as it reads today. */
    public static ObjectNode resource(ResourceRow row, List<String> notices) {
        ObjectNode answer = Json.object();
        if (row.scope().isEmpty()) {
            answer.put("key", row.key());
        } else {
            answer.put("kpi", row.key()).put("scope", row.scope());
        }
        answer.setAll(Json.stored(row.body()));
        answer.put("version", row.version())
                .put("recordedAt", row.recordedAt().toString())
                .put("author", row.actor());
        ArrayNode told = answer.putArray("notices");
        notices.forEach(told::add);
        return answer;
    }

    /** One version of it: who made it so, when and why, and what it said. */
    public static ObjectNode version(ResourceVersion version) {
        ObjectNode answer =
                Json.object()
                        .put("version", version.version())
                        .put("recordedAt", version.recordedAt().toString())
                        .put("author", version.actor())
                        .put("reason", version.reason())
                        .put("event", version.type())
                        .put("seq", version.seq());
        answer.set("definition", Json.stored(version.body()));
        return answer;
    }
}
