package io.effekt.kpi.application.status;

import io.effekt.database.Database;
import io.effekt.eventstore.decision.FollowUps;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.Following;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.projection.DirtyMarks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits until all that follows from a write is counted and evaluated, by whichever instance.
 * Blocks: for virtual threads only.
 */
@ApplicationScoped
public class Settling implements FollowUps {
    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    /** Who changed so few KPIs does not wait behind all others. */
    private static final int FEW = 8;

    private static final Duration READER = Duration.ofSeconds(1);
    private static final Logger LOG = Logger.getLogger(Settling.class);

    private final Database database;
    private final DirtyMarks marks;
    private final HeldAndRejected setAside;
    private final DefinitionsView definitions;
    private final FailingKpis failing;
    private final StatusRunner runner;

    public Settling(
            Database database,
            DirtyMarks marks,
            HeldAndRejected setAside,
            DefinitionsView definitions,
            FailingKpis failing,
            StatusRunner runner) {
        this.failing = failing;
        this.database = database;
        this.marks = marks;
        this.setAside = setAside;
        this.definitions = definitions;
        this.runner = runner;
    }

    /**
     * For a decision that this instance's definitions hold: waits for held measurements too that
     * can count since.
     *
     * @param follows as {@link Following#words} wrote it
     */
    @Override
    public boolean await(List<String> follows, Duration atMost) {
        Following following = Following.of(follows);
        if (following.isNothing()) {
            return true;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        return await(() -> isReleased(following), deadline)
                && ofMeasurements(following, Duration.ofNanos(deadline - System.nanoTime()));
    }

    /**
     * For measurements that are counted.
     *
     * @return false when the time was over before
     */
    public boolean ofMeasurements(Following following, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Set<String> kpis = following.kpis();
        if (!await(() -> !isOrdered(following), deadline)) {
            return false;
        }
        if (kpis.isEmpty()) {
            return true;
        }
        long last = database.inTransaction(tx -> marks.last(tx, kpis));
        return last == 0 || await(() -> isEvaluated(kpis, last), deadline);
    }

    /**
     * Whether a decision has left something to do for who reads these statuses. Blocks nobody, and
     * costs a look.
     *
     * @param kpi null for those of all KPIs
     */
    public Uni<Boolean> isBehind(@Nullable String kpi) {
        return marks.isLeftByDecisions(database, kpi);
    }

    /**
     * For reads of statuses: waits, for a second at most, until earlier decisions are evaluated; in
     * all KPIs only until their teams are counted, because the request that decided more has waited
     * for it. A KPI that cannot be evaluated is not waited for; the position of its rows shows it.
     *
     * @param kpi null for those of all KPIs
     */
    public void ofReader(@Nullable String kpi) {
        long deadline = System.nanoTime() + READER.toNanos();
        Set<String> kpis =
                new HashSet<>(database.inTransaction(tx -> marks.leftByDecisions(tx, kpi)));
        kpis.removeAll(failing.keys());
        if (kpis.isEmpty()) {
            return;
        }
        long last = database.inTransaction(tx -> marks.last(tx, kpis));
        if (last > 0 && !await(() -> isEvaluated(kpis, last), deadline)) {
            LOG.warnf("event=read_before_evaluated kpi=%s", kpi);
        }
    }

    private interface Question {
        boolean isSo();
    }

    private static boolean await(Question question, long deadline) {
        long pause = FIRST_PAUSE_MILLIS;
        while (!question.isSo()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return true;
    }

    private boolean isOrdered(Following following) {
        return !following.scopes().isEmpty()
                && database.inTransaction(tx -> setAside.isOrdered(tx, following.scopes()));
    }

    private boolean isReleased(Following following) {
        Definitions known = definitions.current();
        return database
                .inTransaction(tx -> setAside.undefined(tx, following.kpis(), following.scopes()))
                .stream()
                .noneMatch(wanted -> isDefined(known, wanted));
    }

    private static boolean isDefined(Definitions known, HeldAndRejected.Wanted wanted) {
        return known.kpis().containsKey(wanted.kpi())
                && known.organisation().isDefined(Scope.parse(wanted.scope()));
    }

    private boolean isEvaluated(Set<String> kpis, long last) {
        boolean isMarked = database.inTransaction(tx -> marks.areThereUntil(tx, kpis, last));
        if (isMarked && kpis.size() <= FEW) {
            runner.first(kpis);
        }
        return !isMarked;
    }
}
