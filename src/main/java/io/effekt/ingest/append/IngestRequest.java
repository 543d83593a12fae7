package io.effekt.ingest.append;

import io.effekt.access.Caller;
import io.effekt.access.Right;
import java.time.Duration;
import java.util.UUID;

/**
 * One call at the HTTP door.
 *
 * @param request its own id, used for nothing else
 * @param importId the import that its measurements belong to
 * @param caller who answers for them
 * @param waiting how long the answer may wait for them to count; zero for not at all
 * @param undoes whether it takes an import back
 */
public record IngestRequest(
        UUID request, UUID importId, Caller caller, Duration waiting, boolean undoes) {
    /** The same call, taking an import back. */
    public IngestRequest undoing() {
        return new IngestRequest(request, importId, caller, waiting, true);
    }

    /** Who answers for its measurements. */
    public String actor() {
        return caller.actor();
    }

    /** The source of those that name none. */
    public String client() {
        return caller.actor();
    }

    boolean steward() {
        return caller.may(Right.SURVEY_STEWARD);
    }

    public boolean waits() {
        return waiting.isPositive();
    }
}
