package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether sources have the owners that the logs say: what a steward decided last, otherwise the
 * client that used a source first. A first use that was held and then rejected is in no log, so a
 * source in which nothing counts may be anybody's.
 */
@ApplicationScoped
public class SourceOwnerCheck {
    public static final String TABLE = "source_owner";

    private static final String WRONG =
            """
            with decided as (
                select distinct on (subject) substr(subject, length('source:') + 1) as source,
                    array(select jsonb_array_elements_text(data::jsonb -> 'clients')) as clients,
                    version, seq
                from decision where type = 'access.source-handed-over.v1'
                order by subject, seq desc),
            used as (
                select o.name as source, m.actor, m.since
                from (select source_id, actor, min(recorded_at) as since from measurement
                    group by source_id, actor) m
                join source o on o.id = m.source_id),
            first as (
                select distinct on (source) source, actor from used order by source, since, actor),
            right_ones as (
                select source, clients, version, seq from decided
                union all select source, array[actor], 0, 0 from first f
                where actor <> source and not exists (
                    select from decided d where d.source = f.source))
            select coalesce(o.source, r.source), r.clients, r.version, r.seq
            from source_owner o full join right_ones r on r.source = o.source
            where case
                when o.source is null then true
                when r.source is null then o.version > 0
                when o.version > 0 or r.version > 0
                    then (o.clients, o.version, o.seq) is distinct from (r.clients, r.version, r.seq)
                else cardinality(o.clients) <> 1 or not exists (
                    select from used u where u.source = o.source and u.actor = o.clients[1]
                    union all select from measurement_held h
                        where h.source = o.source and h.actor = o.clients[1]
                    union all select from measurement_rejected j
                        where j.source = o.source and j.actor = o.clients[1]) end
            order by 1
            """;

    /** What a source should say; clients are null where there should be no row. */
    private record Right(String source, String @Nullable [] clients, int version, long seq) {}

    /**
     * @param rows how many rows there are
     * @param wrong how many sources belong to others than they should
     */
    public record Found(long rows, long wrong) {}

    /** Compares all of them with the logs. */
    public Found check(Tx tx) {
        long rows = tx.query("select count(*) from source_owner").iterator().next().getLong(0);
        return new Found(rows, wrong(tx).size());
    }

    /** Puts right what was wrong. */
    public void correct(Tx tx) {
        List<Right> wrong = wrong(tx);
        for (Right right : wrong) {
            if (right.clients != null) {
                tx.query(
                        """
                        insert into source_owner values ($1, $2, $3, $4)
                        on conflict (source) do update set clients = excluded.clients,
                            version = excluded.version, seq = excluded.seq
                        """,
                        right.source,
                        right.clients,
                        right.version,
                        right.seq);
            }
        }
        tx.query(
                "update source_owner set version = 0, seq = 0 where source = any($1::text[])",
                (Object)
                        Columns.texts(
                                wrong.stream().filter(r -> r.clients == null).toList(),
                                Right::source));
    }

    private static List<Right> wrong(Tx tx) {
        List<Right> wrong = new ArrayList<>();
        for (Row row : tx.query(WRONG)) {
            String[] clients = row.getArrayOfStrings(1);
            wrong.add(
                    new Right(
                            row.getString(0),
                            clients,
                            clients == null ? 0 : row.getInteger(2),
                            clients == null ? 0 : row.getLong(3)));
        }
        return wrong;
    }
}
