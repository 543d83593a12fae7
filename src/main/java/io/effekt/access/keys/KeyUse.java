package io.effekt.access.keys;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Remembers when a key was used last, and writes it down once a minute: not at each request. */
@ApplicationScoped
public class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final KeyTable table;
    private final InstantSource clock;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private @Nullable Thread thread;

    public KeyUse(KeyTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("effekt-key-use").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    void used(ApiKey key) {
        uses.put(key.id(), clock.instant());
    }

    /** By public parts; what was used on other instances is a minute old at most. */
    Map<String, Instant> all() {
        Map<String, Instant> all = table.uses();
        uses.forEach((id, at) -> all.merge(id, at, (a, b) -> a.isBefore(b) ? b : a));
        return all;
    }

    private void run() {
        boolean stopping = false;
        while (!stopping) {
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException e) {
                stopping = true;
            }
            write();
        }
    }

    private void write() {
        Map<String, Instant> some = Map.copyOf(uses);
        if (some.isEmpty()) {
            return;
        }
        try {
            table.used(some);
            some.forEach(uses::remove);
        } catch (RuntimeException e) {
            LOG.warnf("event=key_use_not_kept cause=%s", e.getClass().getSimpleName());
        }
    }
}
