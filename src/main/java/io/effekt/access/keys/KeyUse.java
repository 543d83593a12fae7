package io.effekt.access.keys;

import io.effekt.background.Worker;
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

/** Remembers when a key was used last, and writes it down once a minute: not at each request. */
@ApplicationScoped
public class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final KeyTable table;
    private final InstantSource clock;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final Worker worker =
            new Worker(Thread.ofVirtual().name("effekt-key-use"), EVERY, this::write, this::failed);

    public KeyUse(KeyTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(Duration.ofSeconds(5));
        write();
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

    private boolean write() {
        Map<String, Instant> some = Map.copyOf(uses);
        if (!some.isEmpty()) {
            try {
                table.used(some);
                some.forEach(uses::remove);
            } catch (RuntimeException e) {
                failed(e);
            }
        }
        return false;
    }

    private void failed(RuntimeException e) {
        LOG.warnf("event=key_use_not_kept cause=%s", e.getClass().getSimpleName());
    }
}
