package io.effekt.ingest.record;

import io.effekt.database.Notifications;
import io.effekt.eventstore.postgres.SentRecords;
import io.effekt.eventstore.postgres.SentRecords.Place;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.append.OutcomeNotifier;
import io.effekt.ingest.form.ContentHash;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kpi.application.Following;
import io.effekt.kpi.application.status.Settling;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What became of the items of requests that wait. In the usual case this instance reads the
 * partition itself and says so; otherwise the store is asked, by partition and offset.
 */
@ApplicationScoped
public class Receipts {
    private static final long ASK_AGAIN_MILLIS = 100;

    private final SentRecords records;
    private final Settling settling;
    private final Notifications notifications;
    private final Map<UUID, PendingReceipts> open = new ConcurrentHashMap<>();

    public Receipts(SentRecords records, Settling settling, Notifications notifications) {
        this.settling = settling;
        this.records = records;
        this.notifications = notifications;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        notifications.on(OutcomeNotifier.CHANNEL, this::nudge);
    }

    /** Another instance has decided something of a request. */
    private void nudge(String request) {
        if (request.isEmpty()) {
            open.values().forEach(PendingReceipts::nudge);
            return;
        }
        PendingReceipts expected = open.get(UUID.fromString(request));
        if (expected != null) {
            expected.nudge();
        }
    }

    /** What was sent of a request, and where Kafka put it. */
    public record Sent(int item, int part, long offset, ParsedMeasurement incoming) {
        private Place place() {
            return new Place(part, offset);
        }

        private SentRecords.Sent identity() {
            return new SentRecords.Sent(
                    place(), incoming.source(), ContentHash.idHash(incoming.id()));
        }
    }

    /** To be called before anything of the request is sent. */
    public void expect(UUID request) {
        open.put(request, new PendingReceipts());
    }

    /** Nobody waits for the request any more. */
    public void forget(UUID request) {
        open.remove(request);
    }

    public void settle(UUID request, int item, MeasurementOutcome outcome) {
        PendingReceipts expected = open.get(request);
        if (expected != null) {
            expected.settle(item, outcome);
        }
    }

    /**
     * Waits until every item has its outcome and every status that follows from it is evaluated.
     * Blocks.
     *
     * @return outcomes by item; items that are missing were not decided in time
     */
    public Map<Integer, MeasurementOutcome> await(UUID request, List<Sent> sent, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        PendingReceipts expected = open.computeIfAbsent(request, any -> new PendingReceipts());
        try {
            expected.expect(sent.size());
            while (!settled(expected, deadline)) {
                ask(request, sent, expected);
                if (System.nanoTime() >= deadline) {
                    break;
                }
            }
            Map<Integer, MeasurementOutcome> outcomes = new HashMap<>(expected.soFar());
            if (!evaluated(sent, outcomes, deadline)) {
                outcomes.values().removeIf(MeasurementOutcome.Counted.class::isInstance);
            }
            return outcomes;
        } finally {
            forget(request);
        }
    }

    private static boolean settled(PendingReceipts expected, long deadline) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try {
            return expected.isComplete()
                    || (expected.await(Math.clamp(left, 1, ASK_AGAIN_MILLIS))
                            && expected.isComplete());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Asks the store: the partitions may be read by another instance. */
    private void ask(UUID request, List<Sent> sent, PendingReceipts expected) {
        Map<Integer, Long> heads = records.read();
        List<Sent> decided =
                sent.stream().filter(s -> heads.getOrDefault(s.part(), 0L) > s.offset()).toList();
        if (decided.isEmpty()) {
            return;
        }
        Map<Place, MeasurementOutcome> outcomes = new HashMap<>();
        for (SentRecords.Rejected row : records.rejected(request)) {
            outcomes.put(row.place(), new MeasurementOutcome.Rejected(row.code(), row.detail()));
        }
        Map<Place, String> held = new HashMap<>();
        for (SentRecords.Held row : records.held(request)) {
            held.put(row.place(), row.cause());
        }
        for (Place place : records.counted(decided.stream().map(Sent::identity).toList())) {
            outcomes.put(place, new MeasurementOutcome.Counted());
        }
        for (Sent item : decided) {
            String cause = held.get(item.place());
            MeasurementOutcome kept =
                    cause == null
                            ? new MeasurementOutcome.Duplicate()
                            : MeasurementOutcome.Held.of(cause, item.incoming());
            expected.settle(item.item(), outcomes.getOrDefault(item.place(), kept));
        }
    }

    /** Whether all that follows from what was counted is evaluated. */
    private boolean evaluated(
            List<Sent> sent, Map<Integer, MeasurementOutcome> outcomes, long deadline) {
        Set<String> kpis = new HashSet<>();
        Set<String> scopes = new HashSet<>();
        for (Sent item : sent) {
            if (outcomes.get(item.item()) instanceof MeasurementOutcome.Counted) {
                kpis.add(item.incoming().kpi());
                if (item.incoming().corrects() != null || item.incoming().retracts() != null) {
                    // Its original may lie in another partition, which is counted again.
                    scopes.add(item.incoming().scope().toString());
                }
            }
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return settling.ofMeasurements(new Following(kpis, scopes), left);
    }

    /** The receipt's word. */
    public static String word(MeasurementOutcome outcome) {
        return switch (outcome) {
            case MeasurementOutcome.Counted counted -> "counted";
            case MeasurementOutcome.Duplicate duplicate -> "duplicate";
            case MeasurementOutcome.Held held -> "held";
            case MeasurementOutcome.Rejected rejected -> "rejected";
        };
    }
}
