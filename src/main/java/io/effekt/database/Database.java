package io.effekt.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Transactions for code that runs on worker or virtual threads. */
@ApplicationScoped
public class Database {
    /** Deadlock, serialization failure: PostgreSQL asks for the same transaction once more. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    private static final int TRIES = 10;

    private final Pool pool;
    private final Departures departures;
    private final PgConnectOptions server;
    private final String limit;

    /**
     * @param departures tells when the client of a request goes: its reads end then
     * @param url where the database is
     * @param longest how long one statement of a read for a request may take; each thousand rows of
     *     a long export is one, and the time that its client takes is not counted
     */
    @Inject
    public Database(
            Pool pool,
            Departures departures,
            @ConfigProperty(name = "effekt.database.url") String url,
            @ConfigProperty(name = "effekt.database.read-timeout") Duration longest) {
        this.pool = pool;
        this.departures = departures;
        this.server = PgConnectOptions.fromUri(url);
        limit = "; set local statement_timeout = " + longest.toMillis();
    }

    /** Works for nobody who could go. */
    public Database(Pool pool) {
        this(pool, Departures.NONE, "postgresql://localhost", Duration.ZERO);
    }

    /** Runs a single statement outside a transaction. */
    public RowSet<Row> query(String sql, @Nullable Object... parameters) {
        return pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().indefinitely();
    }

    /** Like {@link #query}, and blocks nobody. */
    public Uni<RowSet<Row>> ask(String sql, @Nullable Object... parameters) {
        return pool.preparedQuery(sql).execute(Tuple.from(parameters));
    }

    /** Runs the work in one transaction at READ COMMITTED; retried on deadlock. */
    public <T> T inTransaction(Function<Tx, T> work) {
        return inTransaction("begin", work);
    }

    /**
     * Reads in one transaction at READ COMMITTED. For a request it ends when the client goes, or
     * when a statement takes longer than is let: {@link ReadStopped}.
     */
    public <T> T read(Function<Tx, T> work) {
        return read("begin", work);
    }

    /**
     * Like {@link #read} on one snapshot of the database (REPEATABLE READ); retried on conflict.
     */
    public <T> T onOneSnapshot(Function<Tx, T> work) {
        return read("begin isolation level repeatable read", work);
    }

    /** Like {@link #read} in a transaction that sees no more than that. */
    public <T> T seenBy(RowSecurity narrowing, Function<Tx, T> work) {
        return read(narrowed(narrowing, work));
    }

    /** Like {@link #read} on one snapshot that shows no more than that. */
    public <T> T onOneSnapshotSeenBy(RowSecurity narrowing, Function<Tx, T> work) {
        return onOneSnapshot(narrowed(narrowing, work));
    }

    private static <T> Function<Tx, T> narrowed(RowSecurity narrowing, Function<Tx, T> work) {
        if (narrowing.equals(RowSecurity.NONE)) {
            // A connection begins with that: nothing has to be said.
            return work;
        }
        return tx -> {
            tx.narrow(narrowing);
            return work.apply(tx);
        };
    }

    /**
     * Runs the work on one snapshot that was taken after the lock of that name, so that it sees all
     * that the lock's last holder has done.
     *
     * @return null when somebody else holds the lock
     */
    public <T> @Nullable T ifFree(String lock, Function<Tx, T> work) {
        SqlConnection connection = pool.getConnection().await().indefinitely();
        boolean locked = false;
        try {
            locked = tryLock(connection, lock);
            return locked
                    ? once(connection, "begin isolation level repeatable read", null, work)
                    : null;
        } finally {
            release(connection, lock, locked);
        }
    }

    /**
     * Runs work that opens transactions of its own while a connection holds the lock of that name.
     *
     * @return null when somebody else holds the lock
     */
    public <T> @Nullable T ifFreeHolding(String lock, Supplier<T> work) {
        SqlConnection connection = pool.getConnection().await().indefinitely();
        boolean locked = false;
        try {
            locked = tryLock(connection, lock);
            return locked ? work.get() : null;
        } finally {
            release(connection, lock, locked);
        }
    }

    private static boolean tryLock(SqlConnection connection, String lock) {
        return connection
                .preparedQuery("select pg_try_advisory_lock(hashtextextended($1, 0))")
                .execute(Tuple.of(lock))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBoolean(0);
    }

    private static void release(SqlConnection connection, String lock, boolean locked) {
        var freed =
                locked
                        ? connection
                                .preparedQuery("select pg_advisory_unlock(hashtextextended($1, 0))")
                                .execute(Tuple.of(lock))
                                .replaceWithVoid()
                                .onFailure()
                                .recoverWithNull()
                        : Uni.createFrom().voidItem();
        freed.chain(connection::close).onFailure().recoverWithNull().await().indefinitely();
    }

    /** Like {@link #inTransaction} for work without a result. */
    public void run(Consumer<Tx> work) {
        inTransaction(tx -> {
            work.accept(tx);
            return Boolean.TRUE;
        });
    }

    private <T> T read(String begin, Function<Tx, T> work) {
        Optional<Departure> departure = departures.current();
        return departure.isEmpty()
                ? inTransaction(begin, work)
                : again(() -> {
                    SqlConnection connection = pool.getConnection().await().indefinitely();
                    Watched watched = new Watched(connection, server, departure.get());
                    return closing(
                            connection,
                            () ->
                                    watched.run(
                                            () -> once(connection, begin + limit, watched, work)));
                });
    }

    private <T> T inTransaction(String begin, Function<Tx, T> work) {
        return again(() -> {
            SqlConnection connection = pool.getConnection().await().indefinitely();
            return closing(connection, () -> once(connection, begin, null, work));
        });
    }

    private static <T> T again(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (PgException e) {
                if (attempt == TRIES || !TRY_AGAIN.contains(e.getSqlState())) {
                    throw e;
                }
            } catch (TryAgain e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static <T> T closing(SqlConnection connection, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            connection.close().onFailure().recoverWithNull().await().indefinitely();
        }
    }

    private static <T> T once(
            SqlConnection connection,
            String begin,
            @Nullable Watched watched,
            Function<Tx, T> work) {
        boolean committed = false;
        try {
            Tx tx = new Tx(connection, watched);
            connection.query(begin).execute().await().indefinitely();
            T result = work.apply(tx);
            tx.settle();
            connection.query("commit").execute().await().indefinitely();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                connection
                        .query("rollback")
                        .execute()
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .indefinitely();
            }
        }
    }

    /** Thrown by work that met a concurrent change and wants a fresh transaction. */
    public static final class TryAgain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public TryAgain(String cause) {
            super(cause, null, false, false);
        }
    }
}
