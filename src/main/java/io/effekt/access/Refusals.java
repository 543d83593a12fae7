package io.effekt.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.Command;
import io.effekt.eventstore.Decisions;
import io.effekt.json.Json;
import io.effekt.kernel.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings refusals for lack of rights into the log of decisions, beside the request and never in its
 * way. The first of a kind is written at once; the same again is counted and written once a minute,
 * so that whoever hammers at a door fills no log, and neither does who tries a thousand doors.
 */
@ApplicationScoped
public class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000;
    private static final int MOST_OF_ONE = 50;
    private static final int LONGEST = 300;
    private static final String OTHERS = "others";

    private final Decisions decisions;
    private final MeterRegistry metrics;
    private final Map<Kind, Seen> seen = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Command> waiting = new LinkedBlockingQueue<>(MOST);
    private volatile boolean stopping;
    private @Nullable Thread thread;

    public Refusals(Decisions decisions, MeterRegistry metrics) {
        this.decisions = decisions;
        this.metrics = metrics;
    }

    private record Kind(String actor, String operation, String detail) {}

    private record Seen(long since, AtomicInteger more) {}

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("effekt-refusals").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    /**
     * Somebody was refused something. Never blocks, never fails.
     *
     * @param operation method and path
     */
    public void refused(String actor, UUID requestId, String operation, String detail) {
        metrics.counter("effekt.access.refused").increment();
        Kind kind = kind(actor, shortened(Secrets.masked(operation)), shortened(detail));
        Seen before = seen.get(kind);
        if (before != null) {
            before.more.incrementAndGet();
        } else if (seen.size() < MOST) {
            Seen first = new Seen(System.nanoTime(), new AtomicInteger());
            Seen other = seen.putIfAbsent(kind, first);
            if (other != null) {
                other.more.incrementAndGet();
            } else {
                hand(requestId, kind, 1);
            }
        } else {
            LOG.warnf("event=refusal_not_kept actor=%s", actor);
        }
    }

    /** Past some kinds a minute, the further ones of an actor are one kind. */
    private Kind kind(String actor, String operation, String detail) {
        Kind kind = new Kind(actor, operation, detail);
        return seen.containsKey(kind)
                        || seen.keySet().stream().filter(k -> k.actor.equals(actor)).count()
                                < MOST_OF_ONE
                ? kind
                : new Kind(actor, OTHERS, "More was refused than is kept one by one.");
    }

    private void hand(UUID requestId, Kind kind, int times) {
        ObjectNode data =
                Json.object()
                        .put("operation", kind.operation)
                        .put("detail", kind.detail)
                        .put("times", times);
        if (!waiting.offer(new Command(requestId, RefusalHandler.NOTE, kind.actor, null, data))) {
            LOG.warnf("event=refusal_not_kept actor=%s", kind.actor);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                Command next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    submit(next);
                }
                countUp(System.nanoTime());
            } catch (InterruptedException e) {
                break;
            }
        }
        countUp(Long.MAX_VALUE);
        for (Command left = waiting.poll(); left != null; left = waiting.poll()) {
            submit(left);
        }
    }

    /** Whoever was refused more than once within their minute is written with how often. */
    private void countUp(long now) {
        for (Iterator<Map.Entry<Kind, Seen>> i = seen.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Kind, Seen> entry = i.next();
            if (now - entry.getValue().since > EVERY_NANOS) {
                i.remove();
                int more = entry.getValue().more.get();
                if (more > 0) {
                    hand(UUID.randomUUID(), entry.getKey(), more);
                }
            }
        }
    }

    private void submit(Command command) {
        try {
            decisions.submit(command, Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "event=refusal_not_kept actor=%s cause=%s",
                    command.actor(), e.getClass().getSimpleName());
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
