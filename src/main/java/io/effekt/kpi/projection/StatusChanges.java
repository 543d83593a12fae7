package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.Outbox;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.Status;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox of status changes: numbered densely a KPI and scope, published in order. */
@ApplicationScoped
public class StatusChanges implements Outbox {
    /** The writer holds the KPI's lock, so nobody else gives out numbers for it. */
    private static final String ADD =
            """
            insert into status_change (kpi, scope, number, period, from_status, to_status, value,
                changed_at, position)
            select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6::text::numeric, $7, $8
            from status_change where kpi = $1 and scope = $2
            """;

    private static final String WAITING =
            """
            select outbox, kpi || '|' || scope, json_build_object('kpi', kpi, 'scope', scope,
                'number', number, 'period', period, 'from', from_status, 'to', to_status,
                'value', value, 'changedAt', to_char(changed_at at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'position', position)::text
            from status_change where not published order by outbox limit $1
            """;

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

    @Override
    public String topic() {
        return "effekt.status-changes.v1";
    }

    @Override
    public List<Letter> waiting(Tx tx, int limit) {
        List<Letter> letters = new ArrayList<>();
        for (Row row : tx.query(WAITING, limit)) {
            letters.add(
                    new Letter(
                            row.getLong(0),
                            row.getString(1),
                            row.getString(2).getBytes(StandardCharsets.UTF_8)));
        }
        return letters;
    }

    @Override
    public long last(Tx tx) {
        return tx.query("select coalesce(max(outbox), 0) from status_change")
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void sent(Tx tx, List<Long> numbers) {
        tx.send(
                "update status_change set published = true where outbox = any($1::bigint[])",
                (Object) numbers.toArray(new Long[0]));
    }
}
