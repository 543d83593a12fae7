package io.effekt.ingest;

import java.time.Duration;
import java.util.UUID;

/**
 * One call at the HTTP door.
 *
 * @param request its own id, used for nothing else
 * @param importId the import that its measurements belong to
 * @param actor who answers for them
 * @param client the source of those that name none
 * @param waiting how long the answer may wait for them to count; zero for not at all
 * @param steward whether a steward calls
 */
record Call(
        UUID request,
        UUID importId,
        String actor,
        String client,
        Duration waiting,
        boolean steward) {
    boolean waits() {
        return waiting.isPositive();
    }
}
