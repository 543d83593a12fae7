package io.effekt.http.body;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what the bodies of all calls take together: however many clients send at once, the heap
 * does not feel it. No caller has more than three quarters, so that one who sends slowly keeps
 * nobody out.
 */
@ApplicationScoped
public class BodyMemory {
    private static final int KIBIBYTE = 1_024;
    private static final long PATIENCE_MILLIS = 500;

    private final Semaphore kibibytes;
    private final int share;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    public BodyMemory(BodySettings settings) {
        long bytes = settings.maxBodiesTogether();
        int all = Math.toIntExact(bytes / KIBIBYTE);
        kibibytes = new Semaphore(all);
        share = all / 4 * 3;
    }

    /** Bytes that one caller can have at most. */
    public int share() {
        return share * KIBIBYTE;
    }

    /**
     * @param caller whose body it is
     */
    public Lease open(String caller) {
        return new Lease(caller);
    }

    /** Takes it of the caller's share, where that is left. */
    private boolean takes(String caller, int more) {
        boolean[] left = {false};
        taken.compute(
                caller,
                (who, held) -> {
                    int mine = held == null ? 0 : held;
                    left[0] = mine + more <= share;
                    return left[0] ? Integer.valueOf(mine + more) : held;
                });
        return left[0];
    }

    private void gives(String caller, int back) {
        taken.computeIfPresent(
                caller, (who, held) -> held > back ? Integer.valueOf(held - back) : null);
    }

    /** What one body has taken; given back when closed. For one thread. */
    public final class Lease implements AutoCloseable {
        private final String caller;
        private int mine;

        private Lease(String caller) {
            this.caller = caller;
        }

        /**
         * Takes more, and waits a little for it.
         *
         * @param bytes how much is taken in all then
         * @return false when there is none to be had
         */
        public boolean growTo(int bytes) {
            int wanted = (bytes + KIBIBYTE - 1) / KIBIBYTE;
            int more = wanted - mine;
            if (more <= 0) {
                return true;
            }
            if (!takes(caller, more)) {
                return false;
            }
            try {
                if (kibibytes.tryAcquire(more, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    mine = wanted;
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gives(caller, more);
            return false;
        }

        /** Gives back all but so many bytes. */
        public void shrinkTo(int bytes) {
            int kept = Math.min(mine, (bytes + KIBIBYTE - 1) / KIBIBYTE);
            kibibytes.release(mine - kept);
            gives(caller, mine - kept);
            mine = kept;
        }

        @Override
        public void close() {
            kibibytes.release(mine);
            gives(caller, mine);
            mine = 0;
        }
    }
}
