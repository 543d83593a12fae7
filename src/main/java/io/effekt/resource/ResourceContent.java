package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.StoredDecision;
import io.effekt.json.Json;
import io.effekt.resource.store.ResourceRow;

/**
 * How a resource reads, without what the log knows of the version.
 *
 * @param body JSON without the key
 */
public record ResourceContent(ResourceId id, boolean retired, ObjectNode body) {
    /** With its lifecycle in the body, as the field {@code status}. */
    public static ResourceContent withStatus(ResourceId id, boolean retired, ObjectNode body) {
        return new ResourceContent(id, retired, body.put("status", Lifecycle.of(retired).word()));
    }

    public ResourceRow row(StoredDecision stored) {
        return new ResourceRow(
                stored.subject(),
                id.kind(),
                id.key(),
                id.scope(),
                stored.version(),
                Lifecycle.of(retired).word(),
                stored.type(),
                stored.seq(),
                stored.recordedAt(),
                stored.actor(),
                Json.write(body));
    }
}
