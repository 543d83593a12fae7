package io.effekt.ingest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record as it came out of Kafka, or out of the held ones.
 *
 * @param offset its Kafka offset; -1 for one that was held
 * @param request whose answer it belongs to; made up for records that did not come by HTTP
 * @param item its place in that request
 * @param waiting the instance that waits for its outcome; null when nobody does
 * @param steward whether a steward sent it, and answers for it
 * @param body the bytes as they came, for whoever has to look at a rejected one
 */
record Arrived(
        long offset,
        ParsedItem parsed,
        UUID request,
        int item,
        UUID importId,
        String actor,
        @Nullable String waiting,
        boolean steward,
        byte[] body) {
    /** The same, known to be a steward's. */
    Arrived byASteward() {
        return new Arrived(offset, parsed, request, item, importId, actor, waiting, true, body);
    }
}
