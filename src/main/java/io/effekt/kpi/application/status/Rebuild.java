package io.effekt.kpi.application.status;

import io.effekt.access.keys.KeyReplay;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.SeriesScan;
import io.effekt.eventstore.postgres.verify.ImportSpanCheck;
import io.effekt.eventstore.postgres.verify.SourceOwnerCheck;
import io.effekt.kernel.Position;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.RebuildTables;
import io.effekt.resource.ResourceReplay;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds definitions, keys, buckets and statuses from the log, beside the running ones, while
 * measurements keep coming; then tells where the two differ, or puts the new ones in the place of
 * the old.
 *
 * <p>First every series is computed on a snapshot, some at a time. Then, again and again, those
 * that were touched meanwhile, until few are left; the last ones under the locks of all heads.
 */
@ApplicationScoped
public class Rebuild {
    private static final Logger LOG = Logger.getLogger(Rebuild.class);
    private static final int SERIES_AT_ONCE = 200;
    private static final int FEW = 100;
    private static final int ROUNDS = 20;

    private final Database database;
    private final BucketProjection counting;
    private final SeriesScan series;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final ResourceReplay replay;
    private final KpiEvaluation evaluation;
    private final DirtyMarks marks;
    private final RebuildTables tables;
    private final KeyReplay keys;
    private final ImportSpanCheck spans;
    private final SourceOwnerCheck sources;
    private final StatusRunner statuses;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    public Rebuild(
            Database database,
            BucketProjection counting,
            SeriesScan series,
            LogPositions positions,
            DefinitionsView definitions,
            ResourceReplay replay,
            KpiEvaluation evaluation,
            DirtyMarks marks,
            RebuildTables tables,
            KeyReplay keys,
            ImportSpanCheck spans,
            SourceOwnerCheck sources,
            StatusRunner statuses,
            InstantSource clock) {
        this.database = database;
        this.counting = counting;
        this.series = series;
        this.positions = positions;
        this.definitions = definitions;
        this.replay = replay;
        this.evaluation = evaluation;
        this.marks = marks;
        this.tables = tables;
        this.keys = keys;
        this.spans = spans;
        this.sources = sources;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param different rows of each table that differ from the running one's, either way
     */
    public record Report(boolean swapped, Map<String, Long> rows, Map<String, Long> different) {}

    /**
     * Blocks until it is done.
     *
     * @param swap whether the new projections take the place of the old ones
     * @return null when another one is under way here
     */
    public @Nullable Report run(boolean swap) {
        if (!one.tryLock()) {
            return null;
        }
        try {
            return database.ifFreeHolding("rebuild", () -> rebuild(swap));
        } finally {
            one.unlock();
        }
    }

    private Report rebuild(boolean swap) {
        long began = System.nanoTime();
        database.run(tables::begin);
        Position reached = database.inTransaction(positions::now);
        Snapshot replayed = database.inTransaction(this::replayAll);
        KeyReplay.Replayed issued =
                database.inTransaction(tx -> keys.goOn(tx, KeyReplay.beginning()));
        computeAll();
        for (int round = 0; round < ROUNDS; round++) {
            Position before = reached;
            Position now = database.inTransaction(positions::now);
            if (catchUp(before) <= FEW) {
                reached = now;
                break;
            }
            reached = now;
        }
        evaluateAll();
        ImportSpanCheck.Found imports = database.inTransaction(spans::check);
        Report report = finish(replayed, issued, imports, reached, swap);
        statuses.wake();
        LOG.infof(
                "rebuild event=done swapped=%s different=%s millis=%d",
                report.swapped(), report.different(), (System.nanoTime() - began) / 1_000_000);
        return report;
    }

    private Snapshot replayAll(Tx tx) {
        tables.use(tx);
        return replay.goOn(tx, replay.beginning());
    }

    private void computeAll() {
        int last = 0;
        while (true) {
            int after = last;
            List<SeriesScan.Found> page =
                    database.inTransaction(tx -> series.page(tx, after, SERIES_AT_ONCE));
            if (page.isEmpty()) {
                return;
            }
            database.run(tx -> compute(tx, page));
            last = page.getLast().id();
        }
    }

    private int catchUp(Position since) {
        List<SeriesScan.Found> touched =
                database.inTransaction(tx -> series.touchedSince(tx, since));
        for (int i = 0; i < touched.size(); i += SERIES_AT_ONCE) {
            List<SeriesScan.Found> some =
                    touched.subList(i, Math.min(touched.size(), i + SERIES_AT_ONCE));
            database.run(tx -> compute(tx, some));
        }
        return touched.size();
    }

    private void compute(Tx tx, List<SeriesScan.Found> some) {
        Definitions known = definitions.upTo(tx, positions.now(tx).decisions());
        Map<Integer, Kpi> kpis = new HashMap<>();
        for (SeriesScan.Found found : some) {
            Kpi kpi = known.kpis().get(found.kpi());
            if (kpi != null) {
                kpis.put(found.id(), kpi);
            }
        }
        tables.use(tx);
        counting.rebuild(tx, known, kpis);
    }

    private void evaluateAll() {
        for (String kpi : definitions.current().kpis().keySet()) {
            database.run(tx -> evaluate(tx, kpi));
        }
    }

    private void evaluate(Tx tx, String kpi) {
        tables.use(tx);
        marks.addWhole(tx, List.of(kpi));
        evaluation.evaluate(tx, kpi, now());
    }

    /** Under the locks of all heads: what was touched last, then compare and swap. */
    private Report finish(
            Snapshot replayed,
            KeyReplay.Replayed issued,
            ImportSpanCheck.Found imports,
            Position since,
            boolean swap) {
        return database.inTransaction(tx -> {
            positions.hold(tx);
            tables.use(tx);
            replay.goOn(tx, replayed);
            keys.write(tx, keys.goOn(tx, issued));
            List<SeriesScan.Found> touched = series.touchedSince(tx, since);
            if (!touched.isEmpty()) {
                compute(tx, touched);
                touched.stream()
                        .map(SeriesScan.Found::kpi)
                        .distinct()
                        .forEach(kpi -> evaluate(tx, kpi));
            }
            tables.leave(tx);
            tables.derive(tx);
            Report report = new Report(swap, tables.rows(tx), tables.different(tx));
            report.rows().put(ImportSpanCheck.TABLE, imports.rows());
            report.different().put(ImportSpanCheck.TABLE, imports.wrong());
            SourceOwnerCheck.Found owners = sources.check(tx);
            report.rows().put(SourceOwnerCheck.TABLE, owners.rows());
            report.different().put(SourceOwnerCheck.TABLE, owners.wrong());
            if (swap) {
                tables.swap(tx, now());
                keys.swapped(tx);
                spans.correct(tx, imports);
                sources.correct(tx);
                marks.addWhole(tx, definitions.current().kpis().keySet());
            }
            return report;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
