package io.effekt.access.keys;

import io.effekt.access.Limits;
import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys as they are today, and when they were used. */
@ApplicationScoped
public class KeyTable {
    /** Channel of PostgreSQL that tells of a change of keys. */
    static final String CHANNEL = "effekt_key";

    private static final String COLUMNS =
            """
            select id, client, name, hash, scopes, teams, streams, kpis, sources, issued_at,
                issued_by, expires_at, revoked_at, version, seq from api_key
            """;

    private static final String ERASED = "[erased]";
    private static final String ERASE_NAMES =
            """
            update api_key k set name = $4, seq = $3
            where name <> $4 and name <> client and (client = $1 or ($2 and exists (
                select from api_key o
                where o.issued_by = $1 and o.client = k.client and o.name = k.name)))
            returning id
            """;

    private final Database database;

    public KeyTable(Database database) {
        this.database = database;
    }

    /** A key, the decisions there were on it, and the last of them. */
    public record Stored(ApiKey key, int version, long seq) {}

    List<Stored> all() {
        return read(database.query(COLUMNS + "order by seq"));
    }

    List<Stored> changedAfter(long seq) {
        return read(database.query(COLUMNS + "where seq > $1 order by seq", seq));
    }

    Optional<Stored> find(Tx tx, String id) {
        return read(tx.query(COLUMNS + "where id = $1", id)).stream().findFirst();
    }

    /** Whether a client of that name ever had a key. */
    boolean knowsClient(Tx tx, String client) {
        return tx.query("select 1 from api_key where client = $1 limit 1", client).rowCount() > 0;
    }

    /** All that bind a source. */
    List<Stored> binding(Tx tx) {
        return read(tx.query(COLUMNS + "where cardinality(sources) > 0 order by id"));
    }

    /** All clients that have or had a key. */
    List<String> clients(Tx tx) {
        List<String> clients = new ArrayList<>();
        tx.query("select distinct client from api_key order by client")
                .forEach(row -> clients.add(row.getString(0)));
        return clients;
    }

    public void put(Tx tx, Stored stored) {
        ApiKey key = stored.key();
        tx.send(
                """
                insert into api_key values
                    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                on conflict (id) do update set expires_at = excluded.expires_at,
                    revoked_at = excluded.revoked_at, version = excluded.version, seq = excluded.seq
                """,
                key.id(),
                key.client(),
                key.name(),
                key.hash(),
                array(key.scopes()),
                array(key.limits().teams()),
                array(key.limits().streams()),
                array(key.limits().kpis()),
                key.sources().toArray(String[]::new),
                Columns.time(key.issuedAt()),
                key.issuedBy(),
                time(key.expiresAt()),
                time(key.revokedAt()),
                stored.version(),
                stored.seq());
    }

    /**
     * Forgets what people called keys; the client says whose they are.
     *
     * @param alsoIssued whether those too that the actor gave to others, and what replaced them
     * @param seq the decision that says so: by it every instance sees the change
     * @return public parts of the keys whose name is gone
     */
    public List<String> eraseNames(Tx tx, String actor, boolean alsoIssued, long seq) {
        List<String> erased = new ArrayList<>();
        for (Row row : tx.query(ERASE_NAMES, actor, alsoIssued, seq, ERASED)) {
            erased.add(row.getString(0));
        }
        if (!erased.isEmpty()) {
            tx.send("select pg_notify($1, '')", CHANNEL);
        }
        return erased;
    }

    /** Keeps when keys were used, unless something later is known. */
    void used(Map<String, Instant> uses) {
        List<Map.Entry<String, Instant>> rows = List.copyOf(uses.entrySet());
        database.query(
                """
                insert into api_key_use (id, used_at)
                select * from unnest($1::text[], $2::timestamptz[])
                on conflict (id) do update set
                    used_at = greatest(api_key_use.used_at, excluded.used_at)
                """,
                Columns.texts(rows, Map.Entry::getKey),
                Columns.times(rows, Map.Entry::getValue));
    }

    Map<String, Instant> uses() {
        Map<String, Instant> uses = new HashMap<>();
        for (Row row : database.query("select id, used_at from api_key_use")) {
            uses.put(row.getString(0), row.getOffsetDateTime(1).toInstant());
        }
        return uses;
    }

    private static List<Stored> read(RowSet<Row> rows) {
        List<Stored> stored = new ArrayList<>(rows.size());
        for (Row row : rows) {
            ApiKey key =
                    new ApiKey(
                            row.getString(0),
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Set.of(row.getArrayOfStrings(4)),
                            Limits.to(
                                    List.of(row.getArrayOfStrings(5)),
                                    List.of(row.getArrayOfStrings(6)),
                                    List.of(row.getArrayOfStrings(7))),
                            List.of(row.getArrayOfStrings(8)),
                            row.getOffsetDateTime(9).toInstant(),
                            row.getString(10),
                            instant(row.getOffsetDateTime(11)),
                            instant(row.getOffsetDateTime(12)));
            stored.add(new Stored(key, row.getInteger(13), row.getLong(14)));
        }
        return stored;
    }

    private static String[] array(Set<String> some) {
        return some.stream().sorted().toArray(String[]::new);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : Columns.time(time);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
