package io.effekt.testing;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The service's clock in tests: the machine's, until a test moves it. Nothing may be recorded while
 * it is moved, because the log's time never falls back.
 */
@Mock
@ApplicationScoped
public class MovableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    /** Lets so much time pass at once; zero goes back to the machine's time. */
    public void moveAhead(Duration by) {
        ahead = by;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
