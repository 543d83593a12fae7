package io.effekt.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread of its own that does one work again and again: when it is woken, and once a tick. Work
 * that fails is tried again after a tick.
 */
public final class Worker {
    private final Thread.Builder threads;
    private final Duration tick;
    private final Work work;
    private final Consumer<RuntimeException> failed;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /** What a worker does. */
    public interface Work {
        /**
         * Does what there is to do, and ends early when the worker stops.
         *
         * @return whether there may be more, so that it is called again at once
         */
        boolean run();
    }

    /**
     * @param threads makes the thread, and names it
     * @param failed is told of each failure
     */
    public Worker(
            Thread.Builder threads, Duration tick, Work work, Consumer<RuntimeException> failed) {
        this.threads = threads;
        this.tick = tick;
        this.work = work;
        this.failed = failed;
    }

    /** Begins; the first work is done after a tick, or when woken. */
    public void start() {
        thread = threads.start(this::run);
    }

    /**
     * Ends after what is being done, and waits for that.
     *
     * @return whether it has ended in that time
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        stopping = true;
        wake();
        return thread == null || thread.join(atMost);
    }

    /** There may be work. */
    public void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    public boolean isStopping() {
        return stopping;
    }

    private void run() {
        while (!stopping) {
            try {
                await();
                boolean more = !stopping;
                while (more && !stopping) {
                    more = work.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        }
    }

    private void await() throws InterruptedException {
        if (wakes.tryAcquire(tick.toMillis(), TimeUnit.MILLISECONDS)) {
            wakes.drainPermits();
        }
    }
}
