package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Database;
import io.effekt.eventstore.chain.FirstDivergence;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Map;
import java.util.TreeMap;

/** Finds what belongs to no entry of the log: rows where no head, entry or partition is. */
final class StrayRows {
    /** Each line one statement, so that rows and heads are those of one moment. */
    private static final String BESIDE =
            """
            select h.part, (select min(m.seq) from measurement m
                where m.part = h.part and m.seq > h.seq), 'The log goes on after its head.'
            from log_head h where h.part >= 0
            union all select h.part, (select min(m.seq) from measurement m
                where m.part = h.part and m.seq < 1), 'No entry has this number.'
            from log_head h where h.part >= 0
            union all select h.part, (select min(t.seq) from measurement_text t
                where t.part = h.part and (t.seq > h.seq or t.seq < 1)),
                'There is a comment and no entry.'
            from log_head h where h.part >= 0
            union all select h.part, (select min(l.seq) from measurement_link l
                where l.part = h.part and (l.seq > h.seq or l.seq < 1)),
                'It is told to be superseded, and there is no entry.'
            from log_head h where h.part >= 0
            union all select -1, (select min(d.seq) from decision d where d.seq > h.seq),
                'The log goes on after its head.'
            from log_head h where h.part = -1
            union all select -1, (select min(d.seq) from decision d where d.seq < 1),
                'No entry has this number.'
            union all select -1, (select min(t.seq) from decision_text t
                where t.seq > h.seq or t.seq < 1), 'There is a reason and no entry.'
            from log_head h where h.part = -1
            union all select * from (
                select part, min(seq), 'There is no such partition.' from measurement
                where part > 11 group by part
                union all select part, min(seq), 'There is no such partition.' from measurement
                where part < 0 group by part
                union all select part, min(seq), 'There is no such partition.'
                from measurement_text where part not between 0 and 11 group by part
                union all select part, min(seq), 'There is no such partition.'
                from measurement_link where part not between 0 and 11 group by part
                union all select part, min(from_seq), 'There is no such partition.'
                from log_epoch where part not between -1 and 11 group by part
                union all select part, min(seq), 'There is no such partition.'
                from log_head where part not between -1 and 11 group by part) none
            """;

    /** As each entry has one id of its own, an id too many shows in the numbers of both. */
    private static final String AS_MANY_IDS_AS_ENTRIES =
            """
            select (select count(*) from measurement_identity where seq <> 0)
                = (select coalesce(sum(seq), 0) from log_head where part >= 0)
            """;

    private static final String IDS_OF_NOTHING =
            """
            select i.part, min(i.seq), 'There is an id of a sender that no entry has.'
            from measurement_identity i left join lateral (
                select m.source_id, m.id from measurement m
                where m.part = i.part and m.seq = i.seq limit 1) e on true
            where i.seq <> 0 and (e.id is null or e.source_id <> i.source_id
                or encode(substring(sha256(convert_to(e.id, 'UTF8')) for 16), 'hex')::uuid
                    <> i.id_hash)
            group by i.part
            """;

    private StrayRows() {}

    /** The first of each partition that has any. */
    static Map<Integer, FirstDivergence> find(Database database) {
        Map<Integer, FirstDivergence> found = new TreeMap<>();
        database.query(BESIDE).forEach(row -> add(found, row));
        if (!database.query(AS_MANY_IDS_AS_ENTRIES).iterator().next().getBoolean(0)) {
            database.query(IDS_OF_NOTHING).forEach(row -> add(found, row));
        }
        return found;
    }

    private static void add(Map<Integer, FirstDivergence> found, Row row) {
        Long seq = row.getLong(1);
        if (seq != null) {
            found.merge(
                    row.getInteger(0),
                    FirstDivergence.at(seq, row.getString(2)),
                    FirstDivergence::earlier);
        }
    }
}
