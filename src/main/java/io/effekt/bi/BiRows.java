package io.effekt.bi;

import io.effekt.database.Tx;
import io.effekt.kpi.application.Sights;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of a set as the caller sees them, some at a time, so that memory stays bounded. */
@ApplicationScoped
public class BiRows {
    private static final int AT_ONCE = 1_000;
    private static final String BOUND = "select seq from log_head where part >= 0 order by part";

    private final Sights sights;

    public BiRows(Sights sights) {
        this.sights = sights;
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    public interface Sink {
        void take(Row row) throws IOException;
    }

    /**
     * Gives the rows to the sink. Blocks.
     *
     * @return what the next page begins after; empty when these were the last rows that are wanted
     */
    public Optional<PageToken> read(Query query, Sink sink) {
        return sights.read(tx -> read(tx, query, sink));
    }

    /** How many rows there are on all pages. Blocks. */
    public long count(Query query) {
        QuerySql.Statement statement = QuerySql.count(query);
        return sights.read(tx ->
                tx.query(statement.sql(), statement.parameters().toArray())
                        .iterator()
                        .next()
                        .getLong(0));
    }

    private static Optional<PageToken> read(Tx tx, Query query, Sink sink) {
        List<Long> bound = query.after().map(PageToken::bound).orElseGet(() -> bound(tx, query));
        Query bounded =
                query.after(
                        query.after().or(() -> Optional.of(new PageToken(List.of(), bound, -1))));
        // One row more tells whether there is a next page.
        long limit = query.limit();
        QuerySql.Statement statement =
                QuerySql.rows(limit < 0 ? bounded : bounded.limitedTo(limit + 1));
        int shown = query.columns().size();
        int width = shown + query.wholeOrder().size();
        var prepared = tx.connection().prepareAndAwait(statement.sql());
        Cursor cursor = prepared.cursor(Tuple.from(statement.parameters().toArray()));
        long taken = 0;
        @Nullable Row last = null;
        try {
            boolean more = true;
            while (more) {
                RowSet<Row> rows = cursor.readAndAwait(AT_ONCE);
                for (Row row : rows) {
                    if (taken == limit) {
                        return last == null
                                ? Optional.empty()
                                : Optional.of(
                                        new PageToken(ordered(last, shown, width), bound, -1));
                    }
                    sink.take(row);
                    last = row;
                    taken++;
                }
                more = cursor.hasMore();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cursor.closeAndAwait();
            prepared.closeAndAwait();
        }
    }

    private static List<@Nullable String> ordered(Row row, int from, int to) {
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = from; i < to; i++) {
            cells.add(row.getString(i));
        }
        return cells;
    }

    /** Only what a set of the log grows by is bounded by it. */
    private static List<Long> bound(Tx tx, Query query) {
        if (!query.set().isLog()) {
            return List.of();
        }
        List<Long> bound = new ArrayList<>();
        tx.query(BOUND).forEach(row -> bound.add(row.getLong(0)));
        return bound;
    }
}
