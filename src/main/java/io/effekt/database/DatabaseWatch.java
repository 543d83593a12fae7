package io.effekt.database;

import io.effekt.background.FailureTracker;
import io.effekt.background.Worker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks every two seconds whether the database answers, so that nobody has to wait to be told. */
@ApplicationScoped
public class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Pool pool;
    private final FailureTracker trouble;
    private final Worker worker =
            new Worker(
                    Thread.ofVirtual().name("effekt-database-watch"),
                    PAUSE,
                    this::look,
                    this::failed);

    public DatabaseWatch(Pool pool) {
        this.pool = pool;
        trouble = new FailureTracker(Duration.ofSeconds(6));
    }

    /** That the database is away, once that has lasted. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    void start(@Observes StartupEvent event) {
        worker.start();
        worker.wake();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(ANSWER);
    }

    private boolean look() {
        pool.query("select 1").execute().await().atMost(ANSWER);
        trouble.over();
        return false;
    }

    private void failed(RuntimeException e) {
        LOG.debugf("event=database_away cause=%s", e.getMessage());
        trouble.met("The database does not answer.");
    }
}
