package io.effekt.app;

import io.effekt.access.keys.AdminKey;
import io.effekt.eventstore.decision.DecisionConsumer;
import io.effekt.ingest.record.MeasurementConsumer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says once, in one line, that the service is ready, where, and with which key. */
@ApplicationScoped
public class ReadyLine {
    private static final Logger LOG = Logger.getLogger(ReadyLine.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Beside other instances this one may have nothing to read. */
    private static final Duration TO_BEGIN = Duration.ofSeconds(10);

    private final SmallRyeHealthReporter health;
    private final HttpServer server;
    private final AdminKey adminKey;
    private final DecisionConsumer decisions;
    private final MeasurementConsumer measurements;
    private @Nullable Thread thread;

    public ReadyLine(
            SmallRyeHealthReporter health,
            HttpServer server,
            AdminKey adminKey,
            DecisionConsumer decisions,
            MeasurementConsumer measurements) {
        this.decisions = decisions;
        this.measurements = measurements;
        this.health = health;
        this.server = server;
        this.adminKey = adminKey;
    }

    void start(@ObservesAsync HttpServerStart started) {
        thread = Thread.ofVirtual().name("effekt-ready").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (!isReady()) {
                Thread.sleep(LOOK);
            }
            // So that this is the last line of a start.
            long deadline = System.nanoTime() + TO_BEGIN.toNanos();
            while (!hasBegun() && System.nanoTime() < deadline) {
                Thread.sleep(LOOK);
            }
            Path key = adminKey.file().orElse(null);
            LOG.infof(
                    "Effekt is ready at %s with %s",
                    server.getLocalBaseUri(),
                    key == null
                            ? "the keys that it knows: EFFEKT_ADMIN_KEY_FILE names none"
                            : "the administrator's key in " + key.toAbsolutePath());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it reads commands and measurements. */
    private boolean hasBegun() {
        return decisions.isHere() && !measurements.partitions().isEmpty();
    }

    private boolean isReady() {
        try {
            return !health.getReadinessAsync().await().atMost(Duration.ofSeconds(5)).isDown();
        } catch (RuntimeException e) {
            LOG.debugf("event=not_ready cause=%s", e.getMessage());
            return false;
        }
    }
}
