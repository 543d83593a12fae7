package io.effekt.access.source;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose sources are, beside those that are a client's own name. */
@ApplicationScoped
public class SourceTable {
    private static final String COLUMNS = "select source, clients, version, seq from source_owner ";

    private final Database database;

    public SourceTable(Database database) {
        this.database = database;
    }

    /** Those of the sources that belong to somebody. */
    List<SourceOwner> of(Tx tx, Collection<String> sources) {
        return read(
                tx.query(
                        COLUMNS + "where source = any($1::text[])",
                        (Object) sources.toArray(String[]::new)));
    }

    /** So many of them. */
    List<SourceOwner> some(int atMost) {
        return read(database.query(COLUMNS + "order by seq desc limit $1", atMost));
    }

    /** What was decided since. */
    List<SourceOwner> decidedAfter(long seq) {
        return read(database.query(COLUMNS + "where seq > greatest($1, 0)", seq));
    }

    /** A page in order of the sources' names. */
    List<SourceOwner> page(@Nullable String source, @Nullable String after, int limit) {
        return read(
                database.query(
                        COLUMNS
                                + """
                                where ($1::text is null or source = $1)
                                    and ($2::text is null or source collate "C" > $2)
                                order by source collate "C" limit $3
                                """,
                        source,
                        after,
                        limit));
    }

    /**
     * Writes down who uses these first.
     *
     * @return how many belonged to nobody
     */
    int claim(Tx tx, Collection<SourceOwner> first) {
        // In order, so that two batches that claim the same ones cannot deadlock.
        List<SourceOwner> rows =
                first.stream().sorted(Comparator.comparing(SourceOwner::source)).toList();
        return tx.query(
                        """
                        insert into source_owner (source, clients)
                        select source, array[client]
                        from unnest($1::text[], $2::text[]) as w(source, client)
                        on conflict do nothing
                        """,
                        Columns.texts(rows, SourceOwner::source),
                        Columns.texts(rows, owner -> owner.clients().getFirst()))
                .rowCount();
    }

    /** Writes down what a steward decided. */
    void put(Tx tx, SourceOwner owner) {
        tx.send(
                """
                insert into source_owner values ($1, $2, $3, $4)
                on conflict (source) do update set clients = excluded.clients,
                    version = excluded.version, seq = excluded.seq
                """,
                owner.source(),
                owner.clients().toArray(String[]::new),
                owner.version(),
                owner.seq());
    }

    /** The first source of that pattern that somebody else owns than these. */
    public Optional<SourceOwner> ofOthers(Tx tx, String pattern, List<String> these) {
        boolean open = pattern.endsWith("*");
        return read(
                        tx.query(
                                COLUMNS
                                        + """
                                        where (case when $1 then starts_with(source, $2)
                                                else source = $2 end)
                                            and not clients && $3::text[] order by source limit 1
                                        """,
                                open,
                                open ? pattern.substring(0, pattern.length() - 1) : pattern,
                                these.toArray(String[]::new)))
                .stream()
                .findFirst();
    }

    private static List<SourceOwner> read(RowSet<Row> rows) {
        List<SourceOwner> owners = new ArrayList<>(rows.size());
        for (Row row : rows) {
            owners.add(
                    new SourceOwner(
                            row.getString(0),
                            List.of(row.getArrayOfStrings(1)),
                            row.getInteger(2),
                            row.getLong(3)));
        }
        return owners;
    }
}
