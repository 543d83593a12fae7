package io.effekt.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction on one connection. Blocks the calling (virtual) thread; never to be called
 * on an event loop.
 *
 * <p>Statements given to {@link #send} travel without waiting for one another and are awaited by
 * the next {@link #query} or by the commit: a batch costs round trips only where it needs an
 * answer.
 */
public final class Tx {
    private static final String NARROW = RowSecurity.set("$1");

    private final SqlConnection connection;
    private final @Nullable Watched watched;
    private final List<Uni<RowSet<Row>>> underWay = new ArrayList<>();

    /**
     * @param watched null for work that goes on when its caller leaves
     */
    Tx(SqlConnection connection, @Nullable Watched watched) {
        this.connection = connection;
        this.watched = watched;
    }

    public SqlConnection connection() {
        check();
        return connection;
    }

    /** Lets the rest of the transaction see no more than that. */
    public void narrow(RowSecurity narrowing) {
        query(NARROW, narrowing.json());
    }

    /** Runs a statement and returns its rows. */
    public RowSet<Row> query(String sql, @Nullable Object... parameters) {
        RowSet<Row> rows = prepare(sql, parameters).await().indefinitely();
        settle();
        return rows;
    }

    /** Sends a statement whose rows nobody needs; its failure comes out of the next wait. */
    public void send(String sql, @Nullable Object... parameters) {
        Uni<RowSet<Row>> sent = prepare(sql, parameters).memoize().indefinitely();
        sent.subscribe().with(rows -> {}, failure -> {});
        underWay.add(sent);
    }

    void settle() {
        for (Uni<RowSet<Row>> sent : underWay) {
            sent.await().indefinitely();
        }
        underWay.clear();
    }

    private Uni<RowSet<Row>> prepare(String sql, @Nullable Object... parameters) {
        check();
        return parameters.length == 0
                ? connection.query(sql).execute()
                : connection.preparedQuery(sql).execute(Tuple.from(parameters));
    }

    private void check() {
        if (watched != null) {
            watched.check();
        }
    }
}
