package io.effekt.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends batches over several connections at once. What is left unanswered is not sent again. */
final class LoadDriver {
    private final World world;
    private final Door door;

    LoadDriver(World world, Door door) {
        this.world = world;
        this.door = door;
    }

    /** Starts to send; the future ends when every batch was answered or has failed. */
    Future<?> start(Collection<Integer> batches, int connections, Ledger ledger) {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            return one.submit(() -> {
                run(batches, connections, ledger);
                return null;
            });
        } finally {
            one.shutdown();
        }
    }

    /** Sends, and returns when every batch was answered or has failed. */
    void run(Collection<Integer> batches, int connections, Ledger ledger)
            throws InterruptedException, ExecutionException {
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>(batches);
        try (ExecutorService senders = Executors.newFixedThreadPool(connections)) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(() -> sendAll(queue, ledger));
            }
            for (Future<Boolean> sender : senders.invokeAll(all, 5, TimeUnit.MINUTES)) {
                sender.get();
            }
        }
    }

    private boolean sendAll(ConcurrentLinkedQueue<Integer> queue, Ledger ledger)
            throws InterruptedException {
        URI known = door.await();
        Api api = new Api(known);
        for (Integer batch = queue.poll(); batch != null; batch = queue.poll()) {
            URI now = door.await();
            if (!now.equals(known)) {
                known = now;
                api = new Api(now);
            }
            send(api, batch, ledger);
        }
        return true;
    }

    private void send(Api api, int batch, Ledger ledger) {
        String json = world.json(batch);
        ledger.sending(batch);
        try {
            Api.Answer answer = api.post("/measurements", json, 0);
            JsonNode body = answer.body();
            int taken = body.path("accepted").asInt() + body.path("duplicate").asInt();
            if (answer.status() == 207 && taken == World.PER_BATCH) {
                ledger.acknowledged(batch);
            } else {
                ledger.unknown(batch, "answered " + answer.status());
            }
        } catch (IOException e) {
            ledger.unknown(batch, e.getClass().getSimpleName());
        }
    }
}
