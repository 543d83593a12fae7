package io.effekt.resource.store;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes how definitions read, in the transaction of the decision. */
@ApplicationScoped
public class ResourceTable {
    private static final String PUT =
            """
            insert into definition (subject, kind, key, scope, version, status, type, seq,
                recorded_at, actor, body)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[],
                $6::text[], $7::text[], $8::bigint[], $9::timestamptz[], $10::text[], $11::text[])
            on conflict (subject) do update set version = excluded.version,
                status = excluded.status, type = excluded.type, seq = excluded.seq,
                recorded_at = excluded.recorded_at, actor = excluded.actor, body = excluded.body
            """;
    private static final String ADD_VERSION =
            """
            insert into definition_version (subject, version, type, seq, recorded_at, actor, body)
            select * from unnest($1::text[], $2::int[], $3::text[], $4::bigint[],
                $5::timestamptz[], $6::text[], $7::text[])
            """;
    private static final String FIND =
            """
            select kind, key, scope, version, status, type, seq, recorded_at, actor, body
            from definition where subject = $1
            """;

    /** Adds versions, in the order they were decided. */
    public void add(Tx tx, List<ResourceRow> versions) {
        if (versions.isEmpty()) {
            return;
        }
        Map<String, ResourceRow> newest = new LinkedHashMap<>();
        versions.forEach(row -> newest.put(row.subject(), row));
        put(tx, newest.values());
        tx.send(
                ADD_VERSION,
                Columns.texts(versions, ResourceRow::subject),
                Columns.integers(versions, ResourceRow::version),
                Columns.texts(versions, ResourceRow::type),
                Columns.longs(versions, ResourceRow::seq),
                Columns.times(versions, ResourceRow::recordedAt),
                Columns.texts(versions, ResourceRow::actor),
                Columns.texts(versions, ResourceRow::body));
    }

    private static void put(Tx tx, Collection<ResourceRow> newest) {
        List<ResourceRow> rows = List.copyOf(newest);
        tx.send(
                PUT,
                Columns.texts(rows, ResourceRow::subject),
                Columns.texts(rows, ResourceRow::kind),
                Columns.texts(rows, ResourceRow::key),
                Columns.texts(rows, ResourceRow::scope),
                Columns.integers(rows, ResourceRow::version),
                Columns.texts(rows, ResourceRow::status),
                Columns.texts(rows, ResourceRow::type),
                Columns.longs(rows, ResourceRow::seq),
                Columns.times(rows, ResourceRow::recordedAt),
                Columns.texts(rows, ResourceRow::actor),
                Columns.texts(rows, ResourceRow::body));
    }

    /** How the subject reads today; empty when it was never defined. */
    public Optional<ResourceRow> find(Tx tx, String subject) {
        for (Row row : tx.query(FIND, subject)) {
            return Optional.of(
                    new ResourceRow(
                            subject,
                            row.getString(0),
                            row.getString(1),
                            row.getString(2),
                            row.getInteger(3),
                            row.getString(4),
                            row.getString(5),
                            row.getLong(6),
                            row.getOffsetDateTime(7).toInstant(),
                            row.getString(8),
                            row.getString(9)));
        }
        return Optional.empty();
    }
}
