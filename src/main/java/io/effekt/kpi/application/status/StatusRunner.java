package io.effekt.kpi.application.status;

import io.effekt.background.FailureTracker;
import io.effekt.background.Worker;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.eventstore.outbox.OutboxPublisher;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.resource.ResourceView;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private final FailingKpis failing;
    private final InstantSource clock;
    private final OutboxPublisher changes;
    private final Worker worker =
            new Worker(Thread.ofVirtual().name("effekt-evaluator"), TICK, this::run, this::failed);
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private final Set<String> first = ConcurrentHashMap.newKeySet();

    /** When the oldest mark was made, as looked up last; null when there is none. */
    private volatile @Nullable Instant oldestMark;

    private Instant lastTick = Instant.EPOCH;

    public StatusRunner(
            Database database,
            DirtyMarks marks,
            StatusTable statuses,
            KpiEvaluation evaluation,
            FailingKpis failing,
            InstantSource clock,
            OutboxPublisher changes,
            Notifications notifications,
            MeterRegistry metrics) {
        this.database = database;
        this.marks = marks;
        this.statuses = statuses;
        this.evaluation = evaluation;
        this.failing = failing;
        this.clock = clock;
        this.changes = changes;
        metrics.gauge("effekt.evaluator.lag.seconds", this, StatusRunner::lagSeconds);
        notifications.on(ResourceView.CHANNEL, seq -> wake());
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(Duration.ofSeconds(10));
    }

    /** Somebody waits for these: they come before all others that are marked. */
    void first(Collection<String> kpis) {
        first.addAll(kpis);
        wake();
    }

    /** There may be marks. */
    public void wake() {
        worker.wake();
    }

    /** Why no KPI is evaluated here, once that has lasted. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    /**
     * How long the oldest mark has waited; 0 when there is none. That there is none is looked up
     * after each round, and at least once a second while nothing is to do.
     */
    private double lagSeconds() {
        Instant oldest = oldestMark;
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1_000.0);
    }

    private boolean run() {
        tick();
        boolean more = round();
        trouble.over();
        return more;
    }

    private void failed(RuntimeException e) {
        LOG.errorf(e, "event=evaluator_failed cause=%s", e.getMessage());
        trouble.met("The evaluator fails; the log tells why.");
    }

    /** Marks what is due by the clock; about once a second. */
    private void tick() {
        Instant now = now();
        if (now.isAfter(lastTick.plus(TICK)) || now.isBefore(lastTick)) {
            lastTick = now;
            database.inTransaction(tx -> statuses.markDue(tx, now));
            lookForOldest();
        }
    }

    private void lookForOldest() {
        oldestMark = database.inTransaction(tx -> marks.oldest(tx, now())).orElse(null);
    }

    /**
     * Evaluates every KPI that is marked, once. One that cannot be evaluated keeps no other back.
     *
     * @return whether there was anything to do
     */
    private boolean round() {
        List<String> kpis = database.inTransaction(tx -> marks.kpis(tx, now()));
        failing.forgetAllBut(kpis);
        boolean any = false;
        for (String kpi : kpis) {
            if (worker.isStopping()) {
                return false;
            }
            any |= evaluateFirst();
            any |= evaluateUnlessLeftAlone(kpi);
        }
        any |= evaluateFirst();
        lookForOldest();
        return any;
    }

    private boolean evaluateFirst() {
        boolean any = false;
        for (String kpi : List.copyOf(first)) {
            first.remove(kpi);
            any |= evaluateUnlessLeftAlone(kpi);
        }
        return any;
    }

    private boolean evaluateUnlessLeftAlone(String kpi) {
        return !failing.isLeftAlone(kpi, now()) && evaluate(kpi);
    }

    private boolean evaluate(String kpi) {
        Integer done;
        try {
            done = database.ifFree("evaluate " + kpi, tx -> evaluation.evaluate(tx, kpi, now()));
        } catch (RuntimeException e) {
            // Throws too when the database is away: then it is not the KPI.
            database.query("select 1");
            Duration pause = failing.failed(kpi, now(), e);
            LOG.errorf(
                    e,
                    "event=evaluation_failed kpi=%s pause=%d cause=%s",
                    kpi,
                    pause.toSeconds(),
                    e.getMessage());
            return false;
        }
        if (done == null) {
            return false;
        }
        failing.worked(kpi);
        changes.wake();
        return done > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
