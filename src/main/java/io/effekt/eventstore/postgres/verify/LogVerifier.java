package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.chain.ChainWalk;
import io.effekt.eventstore.chain.FirstDivergence;
import io.effekt.eventstore.chain.HeadsDocument;
import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.chain.SavedHead;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.StoredHead;
import io.effekt.eventstore.chain.VerifyingKey;
import io.effekt.eventstore.postgres.StoreIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks that the history in the database is the one that was appended. It reads in small steps and
 * holds nothing: writers go on meanwhile, and what they append after the start is not looked at.
 */
@ApplicationScoped
public class LogVerifier {
    /** Rows at once; a row may have some kilobytes of text. */
    private static final long PAGE = 2_000;

    /** Partitions at once, each with at most one connection. */
    private static final int AT_ONCE = 2;

    private final Database database;
    private final StoreIdentity identity;

    public LogVerifier(Database database, StoreIdentity identity) {
        this.database = database;
        this.identity = identity;
    }

    /**
     * @param saved heads that were kept elsewhere
     * @param trusted keys whose signatures count, by their ids
     * @param progress is raised by the entries that were hashed
     */
    public LogReport verify(
            List<SignedHeads> saved, Map<String, VerifyingKey> trusted, LongAdder progress) {
        var stores = new HashSet<>(database.inTransaction(identity::all));
        List<LogReport.Heads> worth = new ArrayList<>();
        Map<Integer, List<SavedHead>> known = new HashMap<>();
        for (SignedHeads heads : saved) {
            Optional<String> problem = heads.problem(trusted, stores);
            worth.add(new LogReport.Heads(problem));
            if (problem.isEmpty()) {
                for (SavedHead head : heads.document().heads()) {
                    known.computeIfAbsent(head.part(), part -> new ArrayList<>()).add(head);
                }
            }
        }
        List<LogReport.Partition> partitions = partitions(known, progress);
        return new LogReport(progress.sum(), partitions, worth);
    }

    /**
     * Where all partitions stand; the transaction is one snapshot.
     *
     * @return empty when nothing says which store this is: somebody has changed the database
     */
    public Optional<HeadsDocument> heads(Tx tx, Instant now) {
        List<UUID> ids = identity.all(tx);
        return ids.isEmpty() ? Optional.empty() : Optional.of(heads(tx, ids.getLast(), now));
    }

    private static HeadsDocument heads(Tx tx, UUID store, Instant now) {
        return new HeadsDocument(
                store,
                now.truncatedTo(ChronoUnit.MICROS),
                StoredHeads.read(tx).stream().map(h -> SavedHead.of(h.head())).toList());
    }

    private List<LogReport.Partition> partitions(
            Map<Integer, List<SavedHead>> saved, LongAdder progress) {
        Map<Integer, StoredHead> heads = new HashMap<>();
        Map<Integer, FirstDivergence> service = new TreeMap<>();
        for (StoredHead stored : database.onOneSnapshot(StoredHeads::read)) {
            if (heads.put(stored.head().part(), stored) != null) {
                service.put(stored.head().part(), FirstDivergence.at(1, "There are two heads."));
            }
        }
        database.inTransaction(identity::problem)
                .ifPresent(what -> service.put(LogHead.DECISIONS, FirstDivergence.at(1, what)));
        Map<Integer, LogReport.Partition> walked = new HashMap<>();
        List<SupersededEntry> unexplained = new ArrayList<>();
        try (ExecutorService some =
                Executors.newFixedThreadPool(
                        AT_ONCE, Thread.ofVirtual().name("verify-log-", 0).factory())) {
            List<Future<Walked>> walks = new ArrayList<>();
            for (int part = LogHead.DECISIONS; part < LogHead.PARTITIONS; part++) {
                int number = part;
                walks.add(
                        some.submit(() ->
                                partition(
                                        number,
                                        Optional.ofNullable(heads.get(number)),
                                        saved.getOrDefault(number, List.of()),
                                        progress)));
            }
            for (Future<Walked> walk : walks) {
                Walked one = result(walk);
                walked.put(one.partition.part(), one.partition);
                unexplained.addAll(one.unexplained);
            }
        }
        Map<Integer, FirstDivergence> strays = StrayRows.find(database);
        service.forEach((part, bad) -> strays.merge(part, bad, FirstDivergence::earlier));
        for (SupersededEntry link : unexplained) {
            if (!explained(link, walked)) {
                FirstDivergence bad =
                        FirstDivergence.at(
                                link.place().seq(),
                                "Whether and by what it was superseded is not what the log says.");
                strays.merge(link.place().part(), bad, FirstDivergence::earlier);
            }
        }
        return with(strays, walked);
    }

    private record Walked(LogReport.Partition partition, List<SupersededEntry> unexplained) {}

    /** Whether the superseding entry itself, or something before it, is not what it was. */
    private static boolean explained(
            SupersededEntry link, Map<Integer, LogReport.Partition> walked) {
        return Optional.ofNullable(walked.get(link.by().part()))
                .flatMap(LogReport.Partition::firstBad)
                .filter(bad -> bad.seq() <= link.by().seq())
                .isPresent();
    }

    private Walked partition(
            int part, Optional<StoredHead> stored, List<SavedHead> saved, LongAdder progress) {
        if (stored.isEmpty()) {
            FirstDivergence bad = FirstDivergence.at(1, "The head of the partition is missing.");
            return new Walked(new LogReport.Partition(part, 0, Optional.of(bad)), List.of());
        }
        ChainWalk walk = new ChainWalk(stored.get(), saved);
        LogWalk pages =
                part == LogHead.DECISIONS
                        ? new DecisionWalk(database)
                        : new MeasurementWalk(database, part);
        long head = stored.get().head().seq();
        while (!walk.isOver() && walk.seq() < head) {
            long after = walk.seq();
            pages.page(walk, after, Math.min(head, after + PAGE));
            progress.add(walk.seq() - after);
            if (walk.seq() == after) {
                break; // nothing there: the end says so
            }
        }
        Optional<FirstDivergence> bad = walk.end();
        return new Walked(new LogReport.Partition(part, walk.seq(), bad), pages.unexplained());
    }

    /** What was found beside the entries, and what along them: the earlier of the two. */
    private static List<LogReport.Partition> with(
            Map<Integer, FirstDivergence> strays, Map<Integer, LogReport.Partition> walked) {
        TreeSet<Integer> parts = new TreeSet<>(walked.keySet());
        parts.addAll(strays.keySet());
        List<LogReport.Partition> partitions = new ArrayList<>();
        for (int part : parts) {
            LogReport.Partition partition =
                    walked.getOrDefault(part, new LogReport.Partition(part, 0, Optional.empty()));
            FirstDivergence stray = strays.get(part);
            partitions.add(stray == null ? partition : partition.with(stray));
        }
        return partitions;
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the log was verified", e);
        }
    }
}
