package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Whether the spans of imports hold what the log says. How an import was cut into batches is not in
 * the log, so rows are not compared: each measurement of an import lies in exactly one of its
 * spans, and each span begins and ends with one.
 */
@ApplicationScoped
public class ImportSpanCheck {
    public static final String TABLE = "import_span";

    /** Measurements as far apart as this are in two spans: what lies between is read in vain. */
    private static final int GAP = 1_000;

    private static final String WRONG =
            """
            with one as materialized (
                select m.import_id, m.part, m.seq from measurement m where m.import_id is not null),
            held as (
                select o.import_id, count(s.import_id) as spans
                from one o left join import_span s on s.import_id = o.import_id
                    and s.part = o.part and o.seq between s.from_seq and s.to_seq
                group by o.import_id, o.part, o.seq),
            loose as (
                select s.import_id from import_span s
                where not exists (select from measurement m where m.part = s.part
                        and m.seq = s.from_seq and m.import_id = s.import_id)
                    or not exists (select from measurement m where m.part = s.part
                        and m.seq = s.to_seq and m.import_id = s.import_id))
            select import_id, sum(n)::bigint from (
                select import_id, count(*) as n from held where spans <> 1 group by 1
                union all select import_id, count(*) from loose group by 1) w
            group by 1 order by 1
            """;
    private static final String AGAIN =
            """
            insert into import_span (import_id, part, from_seq, to_seq)
            select import_id, part, min(seq), max(seq) from (
                select import_id, part, seq, count(*) filter (where far)
                    over (partition by import_id, part order by seq) as island
                from (
                    select m.import_id, m.part, m.seq, coalesce(m.seq - lag(m.seq)
                        over (partition by m.import_id, m.part order by m.seq) > $2, false) as far
                    from measurement m where m.import_id = any($1)) gaps) islands
            group by import_id, part, island
            """;

    /**
     * @param rows how many spans there are
     * @param wrong measurements that lie in none or in two, and spans that are none
     * @param imports that they are of
     */
    public record Found(long rows, long wrong, List<UUID> imports) {
        public Found {
            imports = List.copyOf(imports);
        }
    }

    /** Looks at all of them; an append writes both, so any moment will do. */
    public Found check(Tx tx) {
        long wrong = 0;
        List<UUID> imports = new ArrayList<>();
        for (Row row : tx.query(WRONG)) {
            imports.add(row.getUUID(0));
            wrong += row.getLong(1);
        }
        long rows = tx.query("select count(*) from import_span").iterator().next().getLong(0);
        return new Found(rows, wrong, imports);
    }

    /** Rebuilds those that were wrong. */
    public void correct(Tx tx, Found found) {
        if (!found.imports().isEmpty()) {
            UUID[] imports = found.imports().toArray(UUID[]::new);
            tx.query("delete from import_span where import_id = any($1)", (Object) imports);
            tx.query(AGAIN, imports, GAP);
        }
    }
}
