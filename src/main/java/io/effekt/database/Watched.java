package io.effekt.database;

import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A read of one connection that ends when its client goes. */
final class Watched {
    private static final Logger LOG = Logger.getLogger(Watched.class);

    /** PostgreSQL: query_canceled, by somebody or by its timeout. */
    private static final String CANCELLED = "57014";

    private final SqlConnection connection;
    private final @Nullable Departure departure;
    private volatile boolean gone;

    Watched(SqlConnection connection, @Nullable Departure departure) {
        this.connection = connection;
        this.departure = departure;
    }

    /** Runs the read; {@link ReadStopped} when it may not end. */
    <T> T run(Supplier<T> read) {
        Runnable cancel = this::cancel;
        if (departure != null) {
            departure.then(cancel);
        }
        try {
            return read.get();
        } catch (PgException e) {
            if (CANCELLED.equals(e.getSqlState())) {
                throw new ReadStopped(
                        gone ? ReadStopped.Reason.CLIENT_GONE : ReadStopped.Reason.TOO_LONG);
            }
            throw e;
        } finally {
            if (departure != null) {
                departure.forget(cancel);
            }
            if (gone) {
                discard();
            }
        }
    }

    /** Before each statement: what is cancelled between two of them would not be noticed. */
    void check() {
        if (gone) {
            throw new ReadStopped(ReadStopped.Reason.CLIENT_GONE);
        }
    }

    private void cancel() {
        gone = true;
        PgConnection.cast(connection)
                .cancelRequest()
                .subscribe()
                .with(
                        sent -> LOG.debug("event=read_cancelled"),
                        failure ->
                                LOG.warnf(
                                        "event=read_not_cancelled cause=%s", failure.getMessage()));
    }

    /**
     * Ends the connection. The cancellation travels on a connection of its own and may arrive when
     * this one is somebody else's already; twice, because it may just as well arrive here.
     */
    private void discard() {
        for (int i = 0; i < 2; i++) {
            for (String last :
                    new String[] {"rollback", "select pg_terminate_backend(pg_backend_pid())"}) {
                connection
                        .query(last)
                        .execute()
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .indefinitely();
            }
        }
    }
}
