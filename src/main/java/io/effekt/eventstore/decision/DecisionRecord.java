package io.effekt.eventstore.decision;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the decisions topic.
 *
 * @param requestId null when the sender gave none
 * @param sealed whether an instance of this service sent it
 */
public record DecisionRecord(
        long offset, @Nullable UUID requestId, byte @Nullable [] value, boolean sealed) {
    /**
     * The id its outcome is kept under: the sender's, or one that this place of the log always has.
     */
    UUID requestIdIn(int epoch) {
        return requestId != null
                ? requestId
                : UUID.nameUUIDFromBytes(
                        ("decisions:" + epoch + ":" + offset).getBytes(StandardCharsets.UTF_8));
    }
}
