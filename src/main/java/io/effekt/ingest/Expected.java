package io.effekt.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Outcomes of one request, as they become known; complete when every item has its own. */
final class Expected {
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private int wanted = Integer.MAX_VALUE;

    synchronized void settle(int item, Outcome outcome) {
        outcomes.putIfAbsent(item, outcome);
        check();
    }

    /** How many items there are; known once Kafka has taken them all. */
    synchronized void expect(int items) {
        wanted = items;
        check();
    }

    synchronized Map<Integer, Outcome> soFar() {
        return Map.copyOf(outcomes);
    }

    CompletableFuture<Void> all() {
        return all;
    }

    private void check() {
        if (outcomes.size() >= wanted) {
            all.complete(null);
        }
    }
}
