package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.Status;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox of status changes: numbered densely a KPI and scope, published in order. */
@ApplicationScoped
public class StatusChanges {
    /** The writer holds the KPI's lock, so nobody else gives out numbers for it. */
    private static final String ADD =
            """
            insert into status_change (kpi, scope, number, period, from_status, to_status, value,
                changed_at, position)
            select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6::text::numeric, $7, $8
            from status_change where kpi = $1 and scope = $2
            """;

    /**
     * One change, as it leaves.
     *
     * @param number 1, 2, 3 … for the KPI and scope
     * @param from null for the first status ever
     */
    public record Change(
            long outbox,
            String kpi,
            String scope,
            long number,
            @Nullable String period,
            @Nullable String from,
            String to,
            @Nullable BigDecimal value,
            Instant changedAt,
            String position) {}

    /** Adds a change if there is one; to begin without data is none. */
    public void add(Tx tx, @Nullable Status from, StoredStatus now) {
        Status to = now.status().status();
        if (from == to || (from == null && to == Status.NO_DATA)) {
            return;
        }
        Period period = now.status().period();
        BigDecimal value = now.status().value();
        tx.send(
                ADD,
                now.status().kpi(),
                now.status().scope().toString(),
                period == null ? null : period.toString(),
                from == null ? null : from.word(),
                to.word(),
                value == null ? null : value.toPlainString(),
                Columns.time(now.evaluatedAt()),
                now.position());
    }

    /** What waits to be published, in order. */
    public List<Change> waiting(Tx tx, int limit) {
        List<Change> changes = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select outbox, kpi, scope, number, period, from_status, to_status, value,
                            changed_at, position
                        from status_change where not published order by outbox limit $1
                        """,
                        limit)) {
            changes.add(
                    new Change(
                            row.getLong(0),
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getBigDecimal(7),
                            row.getOffsetDateTime(8).toInstant(),
                            row.getString(9)));
        }
        return changes;
    }

    public void published(Tx tx, List<Change> changes) {
        tx.send(
                "update status_change set published = true where outbox = any($1::bigint[])",
                (Object) Columns.longs(changes, Change::outbox));
    }
}
