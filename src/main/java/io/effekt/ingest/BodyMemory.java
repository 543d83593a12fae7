package io.effekt.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what the bodies of all calls take together: however many clients send at once, the heap
 * does not feel it.
 */
@ApplicationScoped
public class BodyMemory {
    private static final int KIBIBYTE = 1_024;
    private static final long PATIENCE_MILLIS = 500;

    private final Semaphore kibibytes;

    public BodyMemory(IngestSettings settings) {
        long bytes = settings.maxBodiesTogether();
        kibibytes = new Semaphore(Math.toIntExact(bytes / KIBIBYTE));
    }

    Lease open() {
        return new Lease();
    }

    /** What one body has taken; given back when closed. For one thread. */
    final class Lease implements AutoCloseable {
        private int taken;

        private Lease() {}

        /**
         * Takes more, and waits a little for it.
         *
         * @param bytes how much is taken in all then
         * @return false when there is none to be had
         */
        boolean growTo(int bytes) {
            int wanted = (bytes + KIBIBYTE - 1) / KIBIBYTE;
            int more = wanted - taken;
            if (more <= 0) {
                return true;
            }
            try {
                if (kibibytes.tryAcquire(more, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    taken = wanted;
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Override
        public void close() {
            kibibytes.release(taken);
            taken = 0;
        }
    }
}
