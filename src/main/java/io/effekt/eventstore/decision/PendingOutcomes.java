package io.effekt.eventstore.decision;

import io.effekt.background.Worker;
import io.effekt.database.Notifications;
import io.effekt.eventstore.postgres.CommandOutcomes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Requests of this instance that wait for an outcome. Told directly when the consumer runs here,
 * otherwise by notification; and a request that still waits is looked up four times a second,
 * because a notification can be lost.
 */
@ApplicationScoped
public class PendingOutcomes {
    private static final Logger LOG = Logger.getLogger(PendingOutcomes.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final CommandOutcomes outcomes;
    private final Map<UUID, CompletableFuture<CommandOutcome>> open = new ConcurrentHashMap<>();
    private final Worker worker =
            new Worker(Thread.ofVirtual().name("effekt-outcomes"), LOOK, this::look, this::failed);

    public PendingOutcomes(CommandOutcomes outcomes, Notifications notifications) {
        this.outcomes = outcomes;
        notifications.on(CommandOutcomes.CHANNEL, this::heard);
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(Duration.ofSeconds(5));
    }

    /** To be called before the command is sent. */
    CompletableFuture<CommandOutcome> open(UUID requestId) {
        return open.computeIfAbsent(requestId, id -> new CompletableFuture<>());
    }

    /** Nobody waits for it any more. */
    void close(UUID requestId) {
        open.remove(requestId);
    }

    /** Waits; empty when the time is over. */
    Optional<CommandOutcome> await(CompletableFuture<CommandOutcome> outcome, Duration atMost) {
        try {
            return Optional.of(outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never a failure", e);
        }
    }

    void settle(CommandOutcome outcome) {
        CompletableFuture<CommandOutcome> waiting = open.remove(outcome.requestId());
        if (waiting != null) {
            waiting.complete(outcome);
        }
    }

    private void heard(String text) {
        if (!text.isEmpty() && open.containsKey(UUID.fromString(text))) {
            outcomes.find(List.of(UUID.fromString(text))).forEach(this::settle);
        }
    }

    private boolean look() {
        List<UUID> ids = List.copyOf(open.keySet());
        if (!ids.isEmpty()) {
            outcomes.find(ids).forEach(this::settle);
        }
        return false;
    }

    private void failed(RuntimeException e) {
        LOG.debugf("event=outcomes_not_read cause=%s", e.getMessage());
    }
}
