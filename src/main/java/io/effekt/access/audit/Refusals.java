package io.effekt.access.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.Decisions;
import io.effekt.json.Json;
import io.effekt.kernel.PlainText;
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
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings refusals for lack of rights into the log of decisions, beside the request and never in its
 * way. The first of a kind is written at once; the same again is counted and written once a minute,
 * so that a caller who hammers at one door fills no log, nor one who tries a thousand doors. What
 * is beyond that, or cannot be written, is counted, and one event a minute says how many.
 */
@ApplicationScoped
public class Refusals {
    /** Who says how many were left out: no client can be called so. */
    static final String SERVICE = "service:refusals";

    static final String OTHERS = "others";

    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000;
    private static final int MOST_OF_ONE = 50;
    private static final int LONGEST = 300;

    private final Decisions decisions;
    private final MeterRegistry metrics;
    private final Map<Kind, Seen> seen = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Note> waiting = new LinkedBlockingQueue<>(MOST);
    private final AtomicLong leftOut = new AtomicLong();
    private volatile boolean stopping;
    private long toldAt = System.nanoTime();
    private @Nullable Thread thread;

    public Refusals(Decisions decisions, MeterRegistry metrics) {
        this.decisions = decisions;
        this.metrics = metrics;
    }

    private record Kind(String actor, String operation, String detail) {}

    /** Since when a kind is counted, how often it came again, and in which request last. */
    private static final class Seen {
        private final long since;
        private final AtomicInteger more = new AtomicInteger();
        private volatile UUID last;

        private Seen(long since, UUID first) {
            this.since = since;
            this.last = first;
        }

        /** False when it has been settled meanwhile. */
        private boolean again(UUID request) {
            last = request;
            return more.incrementAndGet() > 0;
        }

        private int settled() {
            return more.getAndSet(Integer.MIN_VALUE / 2);
        }
    }

    private record Note(UUID request, Kind kind, int times) {
        /** With an id of its own: a request may be refused more than one thing. */
        private Command command() {
            ObjectNode data =
                    Json.object()
                            .put("operation", kind.operation)
                            .put("detail", kind.detail)
                            .put("times", times)
                            .put("request", request.toString());
            return new Command(UUID.randomUUID(), RefusalHandler.NOTE, kind.actor, null, data);
        }
    }

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
     * @param request the request it was refused in
     * @param operation method and path
     */
    public void refused(String actor, UUID request, String operation, String detail) {
        metrics.counter("effekt.access.refused").increment();
        Kind kind = kind(actor, shortened(Secrets.masked(operation)), shortened(detail));
        Seen before = seen.get(kind);
        if (before != null) {
            again(before, request);
        } else if (seen.size() < MOST) {
            Seen other = seen.putIfAbsent(kind, new Seen(System.nanoTime(), request));
            if (other != null) {
                again(other, request);
            } else {
                hand(new Note(request, kind, 1));
            }
        } else {
            leaveOut(1);
        }
    }

    private void again(Seen before, UUID request) {
        if (!before.again(request)) {
            leaveOut(1);
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

    private void hand(Note note) {
        if (!waiting.offer(note)) {
            leaveOut(note.times);
        }
    }

    private void leaveOut(int times) {
        leftOut.addAndGet(times);
        metrics.counter("effekt.access.refused.left.out").increment(times);
    }

    private void run() {
        while (!stopping) {
            try {
                Note next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    submit(next);
                }
                settle(System.nanoTime());
            } catch (InterruptedException e) {
                break;
            }
        }
        settle(Long.MAX_VALUE);
        drain();
        tellLeftOut();
    }

    /** Writes what waits. */
    void drain() {
        for (Note left = waiting.poll(); left != null; left = waiting.poll()) {
            submit(left);
        }
    }

    /** A caller that was refused more than once within a minute is written once, with how often. */
    void settle(long now) {
        for (Iterator<Map.Entry<Kind, Seen>> i = seen.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Kind, Seen> entry = i.next();
            if (now - entry.getValue().since > EVERY_NANOS) {
                i.remove();
                int more = entry.getValue().settled();
                if (more > 0) {
                    hand(new Note(entry.getValue().last, entry.getKey(), more));
                }
            }
        }
        if (now - toldAt > EVERY_NANOS) {
            toldAt = now;
            tellLeftOut();
        }
    }

    /** Not by the queue, which may be full: it is why there is something to tell. */
    private void tellLeftOut() {
        long count = leftOut.getAndSet(0);
        if (count > 0) {
            LOG.warnf("event=refusals_left_out items=%d", count);
            Kind kind =
                    new Kind(
                            SERVICE,
                            OTHERS,
                            "Refusals that are not in the log one by one: too many different ones"
                                    + " came within a minute, or the log was away.");
            submit(new Note(UUID.randomUUID(), kind, (int) Math.min(count, Integer.MAX_VALUE)));
        }
    }

    /** What cannot be written is told of once it can. */
    private void submit(Note note) {
        try {
            decisions.submit(note.command(), Duration.ZERO);
        } catch (RuntimeException e) {
            leftOut.addAndGet(note.times);
            LOG.warnf(
                    "event=refusal_not_kept actor=%s cause=%s",
                    note.kind.actor(), e.getClass().getSimpleName());
        }
    }

    /** Of one line, and without what the log would refuse. */
    private static String shortened(String given) {
        String text = PlainText.without(given.replaceAll("[\\t\\n\\r]", " "));
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
