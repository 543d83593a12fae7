package io.effekt.testing;

import io.effekt.database.Database;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
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

    // The database knows of no clock; it is asked for late, because much of the service does.
    @Inject Instance<Database> database;

    /**
     * Lets so much time pass at once; zero goes back to the machine's time. What was evaluated in a
     * time that is still to come is evaluated again: nothing else would do it.
     */
    public void moveAhead(Duration by) {
        boolean isBack = by.compareTo(ahead) < 0;
        ahead = by;
        if (isBack) {
            database.get()
                    .query(
                            "insert into dirty_mark (kpi) select key from definition where kind = 'kpi'");
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
