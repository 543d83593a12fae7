package io.effekt.ingest.record;

import io.effekt.ingest.append.MeasurementOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Outcomes of one request, as they become known. */
final class PendingReceipts {
    private final Map<Integer, MeasurementOutcome> outcomes = new HashMap<>();
    private final Semaphore news = new Semaphore(0);
    private int wanted = Integer.MAX_VALUE;

    synchronized void settle(int item, MeasurementOutcome outcome) {
        outcomes.putIfAbsent(item, outcome);
        if (outcomes.size() >= wanted) {
            nudge();
        }
    }

    /** How many items there are; known once Kafka has taken them all. */
    synchronized void expect(int items) {
        wanted = items;
    }

    synchronized boolean isComplete() {
        return outcomes.size() >= wanted;
    }

    synchronized Map<Integer, MeasurementOutcome> soFar() {
        return Map.copyOf(outcomes);
    }

    /** There may be news in the store. */
    void nudge() {
        news.release();
    }

    /** Waits for news; false when none came. */
    boolean await(long millis) throws InterruptedException {
        boolean any = news.tryAcquire(millis, TimeUnit.MILLISECONDS);
        news.drainPermits();
        return any;
    }
}
