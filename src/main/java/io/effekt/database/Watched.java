package io.effekt.database;

import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A read of one connection that ends when its client goes. */
final class Watched {
    private static final Logger LOG = Logger.getLogger(Watched.class);

    /** PostgreSQL: query_canceled, by somebody or by its timeout. */
    static final String CANCELLED = "57014";

    static final Duration AGAIN = Duration.ofMillis(100);

    private final SqlConnection connection;
    private final Departure departure;
    private final PgConnectOptions server;
    private volatile boolean gone;
    private volatile boolean ended;
    private volatile CompletableFuture<Void> cancelled = CompletableFuture.completedFuture(null);

    Watched(SqlConnection connection, PgConnectOptions server, Departure departure) {
        this.connection = connection;
        this.server = server;
        this.departure = departure;
    }

    /** Runs the read; {@link ReadStopped} when it may not end. */
    <T> T run(Supplier<T> read) {
        Runnable cancel = this::cancel;
        departure.then(cancel);
        try {
            return read.get();
        } catch (PgException e) {
            if (CANCELLED.equals(e.getSqlState())) {
                throw new ReadStopped(
                        gone ? ReadStopped.Reason.CLIENT_GONE : ReadStopped.Reason.TOO_LONG);
            }
            throw e;
        } finally {
            ended = true;
            departure.forget(cancel);
            if (gone) {
                settle();
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
        PgConnection postgres = PgConnection.cast(connection);
        CancelRequest request =
                new CancelRequest(
                        server.getHost(),
                        server.getPort(),
                        postgres.processId(),
                        postgres.secretKey());
        cancelled = CompletableFuture.runAsync(() -> send(request), Thread::startVirtualThread);
    }

    /** Until the read has ended: between two statements a cancellation is lost. */
    private void send(CancelRequest request) {
        while (!ended) {
            try {
                request.send();
                Thread.sleep(AGAIN);
            } catch (IOException e) {
                LOG.warnf("event=read_not_cancelled cause=%s", e.getMessage());
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Waits until the cancellation has arrived, and takes it in: the next user of the connection is
     * not hit by it.
     */
    private void settle() {
        cancelled.join();
        for (int i = 0; i < 3 && !works("select 1"); i++) {
            works("rollback");
        }
    }

    private boolean works(String sql) {
        return connection
                .query(sql)
                .execute()
                .map(rows -> true)
                .onFailure()
                .recoverWithItem(false)
                .await()
                .indefinitely();
    }
}
