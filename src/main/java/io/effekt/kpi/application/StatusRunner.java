package io.effekt.kpi.application;

import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.StatusTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps every status up: works off dirty marks as soon as it is woken, and marks by the clock what
 * time alone has changed. Any number of instances may run; a KPI is evaluated by one at a time.
 */
@ApplicationScoped
public class StatusRunner {
    private static final Logger LOG = Logger.getLogger(StatusRunner.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Database database;
    private final DirtyMarks marks;
    private final StatusTable statuses;
    private final KpiEvaluation evaluation;
    private final InstantSource clock;
    private final Event<StatusesEvaluated> evaluated;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean stopping;
    private volatile long lagMillis;
    private Thread thread = Thread.currentThread();
    private Instant lastTick = Instant.EPOCH;

    public StatusRunner(
            Database database,
            DirtyMarks marks,
            StatusTable statuses,
            KpiEvaluation evaluation,
            InstantSource clock,
            Event<StatusesEvaluated> evaluated,
            Notifications notifications,
            MeterRegistry metrics) {
        this.database = database;
        this.marks = marks;
        this.statuses = statuses;
        this.evaluation = evaluation;
        this.clock = clock;
        this.evaluated = evaluated;
        metrics.gauge("effekt.evaluator.lag.seconds", this, r -> r.lagMillis / 1_000.0);
        notifications.on(DefinitionsView.CHANNEL, seq -> wake());
    }

    /** Fired after marks were worked off and committed. */
    public record StatusesEvaluated(List<String> kpis) {}

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("effekt-evaluator").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(Duration.ofSeconds(10));
    }

    /** There may be marks. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (work.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
                tick();
                while (!stopping && round()) {
                    tick();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "evaluator event=failed cause=%s", e.getMessage());
                pause();
            }
        }
    }

    /** Marks what is due by the clock; about once a second. */
    private void tick() {
        Instant now = now();
        if (now.isAfter(lastTick.plus(TICK)) || now.isBefore(lastTick)) {
            lastTick = now;
            database.inTransaction(tx -> statuses.markDue(tx, now));
            lagMillis = database.inTransaction(marks::oldestMillis);
        }
    }

    /**
     * Evaluates every KPI that is marked, once.
     *
     * @return whether there was anything to do
     */
    private boolean round() {
        List<String> kpis = database.inTransaction(tx -> marks.kpis(tx, now()));
        boolean any = false;
        for (String kpi : kpis) {
            if (stopping) {
                return false;
            }
            Integer done =
                    database.ifFree("evaluate " + kpi, tx -> evaluation.evaluate(tx, kpi, now()));
            any |= done != null && done > 0;
            if (done != null) {
                evaluated.fire(new StatusesEvaluated(List.of(kpi)));
            }
        }
        return any;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void pause() {
        try {
            Thread.sleep(TICK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
