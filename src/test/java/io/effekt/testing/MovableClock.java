package io.effekt.testing;

import io.effekt.database.Database;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The service's clock in tests: the machine's, until a test moves it. While it is moved the heads
 * of the log are locked, and whatever would be recorded waits: the log's time never falls back, and
 * refusals are written a minute later than they are given.
 */
@Mock
@ApplicationScoped
public class MovableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    /** Holds the locks; null while the clock is the machine's. */
    private @Nullable Connection heads;

    // The database knows of no clock; it is asked for late, because much of the service does.
    @Inject Instance<Database> database;

    /**
     * Lets so much time pass at once; zero goes back to the machine's time. What was evaluated in a
     * time that is still to come is evaluated again: nothing else would do it.
     */
    public synchronized void moveAhead(Duration by) {
        boolean isBack = by.compareTo(ahead) < 0;
        if (by.isPositive() && heads == null) {
            heads = lockedHeads();
        }
        ahead = by;
        if (by.isZero()) {
            release();
        }
        if (isBack) {
            database.get()
                    .query(
                            "insert into dirty_mark (kpi) select key from definition where kind = 'kpi'");
        }
    }

    private static Connection lockedHeads() {
        var access = TestServers.shared().database();
        try {
            Connection connection =
                    DriverManager.getConnection(
                            access.jdbcUrl(), access.owner().user(), access.owner().password());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select from effekt.log_head for update");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("the heads of the log cannot be locked", e);
        }
    }

    private void release() {
        Connection held = heads;
        heads = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                throw new IllegalStateException("the heads of the log stay locked", e);
            }
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
