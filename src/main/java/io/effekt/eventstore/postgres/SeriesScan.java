package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.effekt.kernel.Position;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Which series the log holds, and which of them were touched since a position. */
@ApplicationScoped
public class SeriesScan {
    /** A series and what it is of. */
    public record Found(int id, String kpi, String scope) {}

    /** All series, some at a time, in order of their ids. */
    public List<Found> page(Tx tx, int afterId, int limit) {
        return found(
                tx.query(
                        "select id, kpi, scope from series where id > $1 order by id limit $2",
                        afterId,
                        limit));
    }

    /** Series that have entries, superseded ones or teams' memberships newer than the position. */
    public List<Found> touchedSince(Tx tx, Position position) {
        List<Found> touched = new ArrayList<>();
        for (int part = 0; part < position.partitions(); part++) {
            touched.addAll(
                    found(
                            tx.query(
                                    """
                                    select s.id, s.kpi, s.scope from series s where s.id in (
                                        select m.series_id from measurement m
                                        where m.part = $1 and m.seq > $2
                                        union
                                        select o.series_id from measurement_link l
                                        join measurement o on o.part = l.part and o.seq = l.seq
                                        where l.by_part = $1 and l.by_seq > $2)
                                    """,
                                    part,
                                    position.measurements(part))));
        }
        touched.addAll(
                found(
                        tx.query(
                                """
                                select s.id, s.kpi, s.scope from series s where s.scope in (
                                    select subject from decision
                                    where seq > $1 and subject like 'team:%')
                                """,
                                position.decisions())));
        return touched.stream().distinct().toList();
    }

    private static List<Found> found(Iterable<Row> rows) {
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new Found(row.getInteger(0), row.getString(1), row.getString(2)));
        }
        return found;
    }
}
