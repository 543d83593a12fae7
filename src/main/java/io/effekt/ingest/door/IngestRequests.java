package io.effekt.ingest.door;

import io.effekt.access.CurrentCaller;
import io.effekt.ingest.append.IngestRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Calls at the HTTP door. */
@ApplicationScoped
public class IngestRequests {
    private final CurrentCaller caller;

    public IngestRequests(CurrentCaller caller) {
        this.caller = caller;
    }

    /** How the log names the caller. */
    String name() {
        return caller.get().actor();
    }

    /** A call of the caller. */
    public IngestRequest call(UUID importId, Duration waiting) {
        return new IngestRequest(UUID.randomUUID(), importId, caller.get(), waiting, false);
    }
}
