package io.effekt.bi;

import io.effekt.database.Tx;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.DatasetVisibility;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.kernel.Position;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads rows of a set as the caller sees them, some at a time, so that memory stays bounded. */
@ApplicationScoped
public class BiRows {
    private static final int AT_ONCE = 1_000;

    /** SQLSTATEs of values begin so. */
    private static final String DATA_EXCEPTION = "22";

    /**
     * A page of the log is read along the index of its key: planners that know little of the newest
     * rows would rather read and sort all that is left, for every page again.
     */
    private static final String ALONG_THE_KEY =
            """
            select set_config('enable_sort', 'off', true),
                set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true),
                set_config('enable_material', 'off', true),
                set_config('enable_bitmapscan', 'off', true)
            """;

    private final DatasetVisibility visibility;
    private final LogPositions positions;
    private final InstantSource clock;

    public BiRows(DatasetVisibility visibility, LogPositions positions, InstantSource clock) {
        this.visibility = visibility;
        this.positions = positions;
        this.clock = clock;
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param belonging for each {@link Query.Expanded} the row that this one belongs to, its
         *     cells after its key; null for none
         */
        void take(Row row, List<@Nullable Row> belonging) throws IOException;
    }

    /** Takes how many rows there are. */
    @FunctionalInterface
    public interface CountSink {
        void take(long rows) throws IOException;
    }

    /**
     * Gives the rows to the sink. Blocks.
     *
     * @return what the next page begins after; empty when these were the last rows that are wanted
     */
    public Optional<PageToken> read(Query query, Sink sink) {
        Query found = found(query);
        // What is shown of other rows is asked for apart: all of it must be of one picture.
        return computed(() ->
                query.expanded().isEmpty()
                        ? visibility.read(tx -> read(tx, found, sink))
                        : visibility.readOnOneSnapshot(tx -> read(tx, found, sink)));
    }

    /** How many rows there are on all pages. Blocks. */
    public long count(Query query) {
        Query found = found(query);
        return computed(() -> visibility.read(tx -> count(tx, found)));
    }

    /**
     * Gives first how many rows there are on all pages, and then those of this page, all of one
     * picture. Blocks.
     *
     * @return what the next page begins after; empty when these were the last rows that are wanted
     */
    public Optional<PageToken> counted(Query query, CountSink total, Sink sink) {
        Query found = found(query);
        return computed(() ->
                visibility.readOnOneSnapshot(tx -> {
                    long all = count(tx, found);
                    boolean[] told = {false};
                    // Not before there is a row: until then PostgreSQL may refuse the question, or
                    // want the transaction once more.
                    Sink telling =
                            (row, belonging) -> {
                                if (!told[0]) {
                                    total.take(all);
                                    told[0] = true;
                                }
                                sink.take(row, belonging);
                            };
                    try {
                        Optional<PageToken> next = read(tx, found, telling);
                        if (!told[0]) {
                            total.take(all);
                        }
                        return next;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    /**
     * What the rows are, without reading them out: the same as long as they are the same, and
     * another for a caller who sees others. Read it before the rows: what changes in between makes
     * it another the next time. Blocks.
     */
    public Fingerprint fingerprint(Query query) {
        String seen = visibility.fingerprint();
        Query found = found(query);
        return computed(() ->
                visibility.read(tx -> {
                    if (query.set().isLog()) {
                        return new Fingerprint(seen + logAndNames(tx), false);
                    }
                    long limit = query.limit();
                    QuerySql.Statement statement =
                            QuerySql.fingerprint(limit < 0 ? found : found.limitedTo(limit + 1));
                    Row row =
                            tx.query(statement.sql(), statement.parameters().toArray())
                                    .iterator()
                                    .next();
                    return new Fingerprint(
                            String.join(
                                    " ",
                                    seen,
                                    row.getLong(0).toString(),
                                    row.getString(1),
                                    row.getString(2)),
                            limit >= 0 && row.getLong(0) > limit);
                }));
    }

    /**
     * The log only grows, and what stands beside it follows from the decisions, the language and
     * the day: this says as much as the rows, at once.
     */
    private String logAndNames(Tx tx) {
        return positions.now(tx).text()
                + tx.query("select code || current_date from bi_language")
                        .iterator()
                        .next()
                        .getString(0);
    }

    /**
     * What rows are.
     *
     * @param more whether there are more than were asked for
     */
    public record Fingerprint(String text, boolean more) {}

    private static long count(Tx tx, Query query) {
        QuerySql.Statement statement = QuerySql.count(query);
        return tx.query(statement.sql(), statement.parameters().toArray())
                .iterator()
                .next()
                .getLong(0);
    }

    /**
     * Row-level security looks at each row there is. A caller who sees only some KPIs asks for
     * these, so that an index finds them; the log is read along its own key.
     */
    private Query found(Query query) {
        Set<String> kpis = visibility.onlyKpis();
        Optional<Column> kpi = query.set().column("Kpi");
        if (kpis.isEmpty() || kpi.isEmpty() || !query.set().isRewritten()) {
            return query;
        }
        List<Expression.Literal> keys =
                kpis.stream().map(key -> new Expression.Literal(key, ColumnType.TEXT)).toList();
        return query.where(new Expression.In(new Expression.Cell(kpi.get()), keys));
    }

    /** What PostgreSQL cannot compute, of values that were asked for, is no accident of ours. */
    private static <T> T computed(Supplier<T> work) {
        try {
            return work.get();
        } catch (PgException e) {
            String state = e.getSqlState();
            if (state == null || !state.startsWith(DATA_EXCEPTION)) {
                throw e;
            }
            throw Problem.refused(
                            400,
                            List.of(
                                    new Refusal(
                                            "out-of-range",
                                            "",
                                            "A value in the question, or what is computed with it, is"
                                                    + " too large or too small: ask with another.")))
                    .exception();
        }
    }

    private Optional<PageToken> read(Tx tx, Query query, Sink sink) {
        if (query.limit() == 0) {
            return Optional.empty();
        }
        Query bounded = query.after().isPresent() ? query : query.after(begin(tx, query));
        long limit = query.limit();
        if (query.set().isLog() && limit >= 0 && query.isByKeyAlone()) {
            tx.query(ALONG_THE_KEY);
        }
        QuerySql.Statement statement =
                QuerySql.rows(limit < 0 ? bounded : bounded.limitedTo(limit + 1));
        var prepared = tx.connection().prepareAndAwait(statement.sql());
        Cursor cursor = prepared.cursor(Tuple.from(statement.parameters().toArray()));
        long taken = 0;
        @Nullable Row last = null;
        Belonging belonging = new Belonging(tx, bounded);
        try {
            boolean more = true;
            while (more) {
                RowSet<Row> rows = cursor.readAndAwait(AT_ONCE);
                belonging.know(rows);
                for (Row row : rows) {
                    if (taken == limit) {
                        return last == null ? Optional.empty() : Optional.of(end(bounded, last));
                    }
                    sink.take(row, belonging.of(row));
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

    /** Where a load begins: only what a set of the log grows by is bounded by it from the start. */
    private Optional<PageToken> begin(Tx tx, Query query) {
        if (!query.set().isLog()) {
            return Optional.empty();
        }
        Position position = positions.now(tx);
        List<Long> log = new ArrayList<>();
        for (int partition = 0; partition < position.partitions(); partition++) {
            log.add(position.measurements(partition));
        }
        return Optional.of(new PageToken(List.of(), new SnapshotMark(log, "", now()), -1));
    }

    private PageToken end(Query query, Row last) {
        int shown = query.width();
        int order = query.wholeOrder().size();
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = shown; i < shown + order; i++) {
            cells.add(last.getString(i));
        }
        SnapshotMark picture =
                query.after()
                        .map(PageToken::picture)
                        .orElseGet(() ->
                                query.set().isRewritten()
                                        ? new SnapshotMark(
                                                List.of(), last.getString(shown + order), now())
                                        : SnapshotMark.FIXED);
        return new PageToken(cells, picture, -1);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
