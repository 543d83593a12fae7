package io.effekt.background;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that fails again and again. It counts once it has lasted: one hiccup is none. Any
 * thread may tell and ask.
 */
public final class FailureTracker {
    private final Duration patience;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Met> met = new AtomicReference<>();

    /**
     * @param reason one sentence, with its full stop
     */
    private record Met(long since, String reason) {}

    /**
     * @param patience how long it may last before it counts
     */
    public FailureTracker(Duration patience) {
        this(patience, System::nanoTime);
    }

    FailureTracker(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /**
     * It has failed, once more perhaps.
     *
     * @param reason one sentence, with its full stop
     */
    public void met(String reason) {
        long now = nanos.getAsLong();
        met.updateAndGet(before -> new Met(before == null ? now : before.since, reason));
    }

    /** It works. */
    public void over() {
        met.set(null);
    }

    /** The last reason and for how long, in words, once it has lasted; empty otherwise. */
    public Optional<String> lasting() {
        Met now = met.get();
        if (now == null) {
            return Optional.empty();
        }
        Duration lasted = Duration.ofNanos(nanos.getAsLong() - now.since);
        return lasted.compareTo(patience) < 0
                ? Optional.empty()
                : Optional.of("%s For %d s.".formatted(now.reason, lasted.toSeconds()));
    }
}
