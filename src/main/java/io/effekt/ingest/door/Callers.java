package io.effekt.ingest.door;

import io.effekt.access.CurrentCaller;
import io.effekt.ingest.append.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Calls at the HTTP door. */
@ApplicationScoped
public class Callers {
    private final CurrentCaller caller;

    public Callers(CurrentCaller caller) {
        this.caller = caller;
    }

    /** How the log names whoever calls now. */
    String name() {
        return caller.get().actor();
    }

    /** A call of whoever calls now. */
    public Call call(UUID importId, Duration waiting) {
        return new Call(UUID.randomUUID(), importId, caller.get(), waiting, false);
    }
}
