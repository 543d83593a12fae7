package io.effekt.access.audit;

import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.SigningKeys;
import io.effekt.eventstore.postgres.verify.LogVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Verifications of the log by this instance: one at a time, and what the last ones found. */
@ApplicationScoped
public class LogVerification {
    private static final Logger LOG = Logger.getLogger(LogVerification.class);
    private static final int REMEMBERED = 20;

    private final LogVerifier verifier;
    private final SigningKeys keys;
    private final InstantSource clock;
    private final Map<UUID, Run> runs =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Run> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public LogVerification(LogVerifier verifier, SigningKeys keys, InstantSource clock) {
        this.verifier = verifier;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A verification.
     *
     * @param entries how many have been hashed so far
     */
    public record Run(
            UUID id, Instant startedAt, LongAdder entries, CompletableFuture<LogReport> report) {
        public boolean isUnderWay() {
            return !report.isDone();
        }

        /** What it found; empty while it runs, or when it could not be finished. */
        public Optional<LogReport> found() {
            return report.isDone() && !report.isCompletedExceptionally()
                    ? Optional.of(report.join())
                    : Optional.empty();
        }

        public void await(Duration patience) {
            try {
                report.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // The state says so.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Begins one; empty while another is under way. */
    public synchronized Optional<Run> start(List<SignedHeads> saved) {
        if (runs.values().stream().anyMatch(Run::isUnderWay)) {
            return Optional.empty();
        }
        Run run =
                new Run(
                        UUID.randomUUID(),
                        clock.instant(),
                        new LongAdder(),
                        new CompletableFuture<>());
        runs.put(run.id, run);
        Thread.ofVirtual().name("verify-log").start(() -> verify(run, saved));
        return Optional.of(run);
    }

    synchronized Optional<Run> find(UUID id) {
        return Optional.ofNullable(runs.get(id));
    }

    private void verify(Run run, List<SignedHeads> saved) {
        try {
            LogReport report = verifier.verify(saved, keys.trusted(), run.entries);
            tell(run, report);
            run.report.complete(report);
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=log_not_verified cause=%s", e.getMessage());
        } finally {
            // Also after an error: whatever is left open keeps the next one from beginning.
            run.report.completeExceptionally(new IllegalStateException("it did not end"));
        }
    }

    private void tell(Run run, LogReport report) {
        LOG.infof(
                "event=log_verified items=%d millis=%d status=%s",
                report.entries(),
                Duration.between(run.startedAt, clock.instant()).toMillis(),
                report.isVerified() ? "unchanged" : "changed");
        for (LogReport.Partition partition : report.partitions()) {
            partition
                    .firstBad()
                    .ifPresent(bad ->
                            LOG.errorf(
                                    "event=log_changed partition=%d seq=%d cause=%s",
                                    partition.part(), bad.seq(), bad.what()));
        }
    }
}
