package io.effekt.faults;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the service stands at the moment; senders wait here while it is away. */
final class Door {
    private @Nullable URI url;

    synchronized void open(URI where) {
        url = where;
        notifyAll();
    }

    synchronized void shut() {
        url = null;
    }

    /** The address, as soon as there is one. */
    synchronized URI await() throws InterruptedException {
        while (true) {
            URI open = url;
            if (open != null) {
                return open;
            }
            wait();
        }
    }
}
