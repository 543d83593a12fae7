package io.effekt.kpi.projection;

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
public class DefinitionTables {
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
    public void add(Tx tx, List<DefinitionRow> versions) {
        if (versions.isEmpty()) {
            return;
        }
        Map<String, DefinitionRow> newest = new LinkedHashMap<>();
        versions.forEach(row -> newest.put(row.subject(), row));
        put(tx, newest.values());
        tx.send(
                ADD_VERSION,
                Columns.texts(versions, DefinitionRow::subject),
                Columns.integers(versions, DefinitionRow::version),
                Columns.texts(versions, DefinitionRow::type),
                Columns.longs(versions, DefinitionRow::seq),
                Columns.times(versions, DefinitionRow::recordedAt),
                Columns.texts(versions, DefinitionRow::actor),
                Columns.texts(versions, DefinitionRow::body));
    }

    private static void put(Tx tx, Collection<DefinitionRow> newest) {
        List<DefinitionRow> rows = List.copyOf(newest);
        tx.send(
                PUT,
                Columns.texts(rows, DefinitionRow::subject),
                Columns.texts(rows, DefinitionRow::kind),
                Columns.texts(rows, DefinitionRow::key),
                Columns.texts(rows, DefinitionRow::scope),
                Columns.integers(rows, DefinitionRow::version),
                Columns.texts(rows, DefinitionRow::status),
                Columns.texts(rows, DefinitionRow::type),
                Columns.longs(rows, DefinitionRow::seq),
                Columns.times(rows, DefinitionRow::recordedAt),
                Columns.texts(rows, DefinitionRow::actor),
                Columns.texts(rows, DefinitionRow::body));
    }

    /** How the subject reads today; empty when it was never defined. */
    public Optional<DefinitionRow> find(Tx tx, String subject) {
        for (Row row : tx.query(FIND, subject)) {
            return Optional.of(
                    new DefinitionRow(
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
