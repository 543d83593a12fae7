package io.effekt.background;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureTrackerTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(10), nanos::get);

    @Test
    void oneHiccupIsNone() {
        trouble.met("It is away.");
        pass(9);
        assertEquals(Optional.empty(), trouble.lasting());
        trouble.over();
        pass(9);
        trouble.met("It is away.");
        pass(9);
        assertEquals(Optional.empty(), trouble.lasting());
    }

    @Test
    void whatLastsIsToldWithItsLastReason() {
        trouble.met("It is slow.");
        pass(8);
        trouble.met("It is away.");
        pass(4);
        assertEquals(Optional.of("It is away. For 12 s."), trouble.lasting());
        trouble.over();
        assertEquals(Optional.empty(), trouble.lasting());
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
