package io.effekt.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void workerWorksWhenWokenAndGoesOnWhileThereIsMore() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(3);
        Worker worker =
                worker(
                        LONG,
                        () -> {
                            seen.add("worked");
                            return left.decrementAndGet() > 0;
                        });

        worker.start();
        worker.wake();

        assertEquals("worked", next());
        assertEquals("worked", next());
        assertEquals("worked", next());
        assertTrue(worker.stop(Duration.ofSeconds(10)));
        assertTrue(seen.isEmpty());
    }

    @Test
    void workerWorksOnceATickAlsoAfterAFailure() throws InterruptedException {
        Worker worker =
                worker(
                        Duration.ofMillis(5),
                        () -> {
                            throw new IllegalStateException("broken");
                        });

        worker.start();

        assertEquals("broken", next());
        assertEquals("broken", next());
        assertTrue(worker.stop(Duration.ofSeconds(10)));
    }

    @Test
    void workerThatStopsDoesNoFurtherWork() throws InterruptedException {
        Worker worker =
                worker(
                        LONG,
                        () -> {
                            seen.add("worked");
                            return true;
                        });

        worker.start();
        assertTrue(worker.stop(Duration.ofSeconds(10)));

        assertTrue(seen.isEmpty());
    }

    private Worker worker(Duration tick, Worker.Work work) {
        return new Worker(
                Thread.ofVirtual().name("test"), tick, work, e -> seen.add(e.getMessage()));
    }

    private String next() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }
}
