package io.effekt.ingest.append;

import io.effekt.background.Worker;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.status.BucketProjection;
import io.effekt.kpi.application.status.StatusRunner;
import io.effekt.resource.ResourceView;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * What a new definition sets going: held measurements that can be decided now, and buckets of teams
 * whose memberships have changed. Each piece is done under the lock of its partition's head, so any
 * number of instances may try.
 */
@ApplicationScoped
public class HeldAndRebucketWorker {
    private static final int SCOPES_AT_ONCE = 100;
    private static final String TAKE_ORDERS =
            """
            delete from rebucket_order where part = $1 and scope in (select scope
                from rebucket_order where part = $1 order by scope limit $2)
            returning scope
            """;
    private static final Logger LOG = Logger.getLogger(HeldAndRebucketWorker.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    private static final int AT_ONCE = 2_000;

    private final Database database;
    private final BatchAppender appender;
    private final BatchProcessor intake;
    private final MeasurementLog log;
    private final HeldAndRejected setAside;
    private final BucketProjection counting;
    private final DefinitionsView definitions;
    private final StatusRunner statuses;
    private final Worker worker =
            new Worker(Thread.ofVirtual().name("effekt-chores"), TICK, this::run, this::failed);

    public HeldAndRebucketWorker(
            Database database,
            BatchAppender appender,
            BatchProcessor intake,
            MeasurementLog log,
            HeldAndRejected setAside,
            BucketProjection counting,
            DefinitionsView definitions,
            StatusRunner statuses,
            Notifications notifications) {
        this.database = database;
        this.appender = appender;
        this.intake = intake;
        this.log = log;
        this.setAside = setAside;
        this.counting = counting;
        this.definitions = definitions;
        this.statuses = statuses;
        notifications.on(ResourceView.CHANNEL, seq -> wake());
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(Duration.ofSeconds(5));
    }

    /** A definition has changed. */
    public void wake() {
        worker.wake();
    }

    private boolean run() {
        rebucket();
        release();
        return false;
    }

    private void failed(RuntimeException e) {
        LOG.warnf(e, "chores event=failed cause=%s", e.getMessage());
    }

    private void rebucket() {
        for (Row row : database.query("select distinct part from rebucket_order order by 1")) {
            int part = row.getShort(0);
            boolean more = true;
            while (more && !worker.isStopping()) {
                more = database.inTransaction(tx -> rebucket(tx, part));
                statuses.wake();
            }
        }
    }

    /** Works off some orders of a partition, under the lock of its head. */
    private boolean rebucket(Tx tx, int part) {
        LogHead head = log.lock(tx, part);
        Set<String> scopes = new TreeSet<>();
        for (Row row : tx.query(TAKE_ORDERS, part, SCOPES_AT_ONCE)) {
            scopes.add(row.getString(0));
        }
        if (!scopes.isEmpty()) {
            counting.rebucket(tx, part, definitions.upTo(tx, head.decisions()), scopes);
        }
        return !scopes.isEmpty();
    }

    private void release() {
        for (int part : database.inTransaction(setAside::partitions)) {
            boolean more = true;
            while (more && !worker.isStopping()) {
                BatchAppender.Result result = appender.release(part, AT_ONCE);
                intake.settle(result);
                more = !result.verdicts().isEmpty();
            }
        }
    }
}
