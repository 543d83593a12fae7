package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.outbox.Outbox;
import io.effekt.kafka.KafkaTopic;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.TurnReason;
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
    /** Every change of a status, once, in order for a KPI and scope. */
    private static final KafkaTopic TOPIC =
            new KafkaTopic(
                    "effekt.status-changes.v1", "status-changes", LogHead.PARTITIONS, 30, 1 << 20);

    /** The writer holds the KPI's lock, so nobody else gives out numbers for it. */
    private static final String ADD =
            """
            insert into status_change (kpi, scope, number, period, from_status, to_status, value,
                changed_at, position, value_stream, reason)
            select w.kpi, w.scope,
                coalesce(m.number, 0) + row_number() over (partition by w.kpi, w.scope order by w.place),
                w.period, w.from_status, w.to_status, w.value::numeric, w.changed_at, w.position, w.value_stream,
                w.reason
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                    $7::timestamptz[], $8::text[], $9::text[], $10::text[]) with ordinality
                as w(kpi, scope, period, from_status, to_status, value, changed_at, position,
                    value_stream, reason, place)
            left join lateral (select max(c.number) as number from status_change c
                where c.kpi = w.kpi and c.scope = w.scope) m on true
            order by w.place
            """;

    private static final String WAITING =
            """
            select outbox, kpi || '|' || scope, json_build_object('kpi', kpi, 'scope', scope,
                'number', number, 'period', period, 'from', from_status, 'to', to_status,
                'value', value, 'changedAt', to_char(changed_at at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'position', position)::text
            from status_change where not published order by outbox limit $1
            """;

    /**
     * From one headline to the next.
     *
     * @param from null for the first ever
     * @param reason why it turned
     */
    public record Change(@Nullable Status from, StoredStatus now, TurnReason reason) {
        /** To begin without data is no change. */
        boolean isReportable() {
            Status to = now.status().status();
            return from != to && (from != null || to != Status.NO_DATA);
        }

        @Nullable String period() {
            Period period = now.status().period();
            return period == null ? null : period.toString();
        }

        @Nullable String value() {
            BigDecimal value = now.status().value();
            return value == null ? null : value.toPlainString();
        }
    }

    /** Adds, in their order, those that are changes; one statement for all. */
    public void add(Tx tx, List<Change> maybe) {
        List<Change> changes = maybe.stream().filter(Change::isReportable).toList();
        if (changes.isEmpty()) {
            return;
        }
        tx.send(
                ADD,
                Columns.texts(changes, c -> c.now.status().kpi()),
                Columns.texts(changes, c -> c.now.status().scope().toString()),
                Columns.texts(changes, Change::period),
                Columns.texts(changes, c -> c.from == null ? null : c.from.word()),
                Columns.texts(changes, c -> c.now.status().status().word()),
                Columns.texts(changes, Change::value),
                Columns.times(changes, c -> c.now.evaluatedAt()),
                Columns.texts(changes, c -> c.now.position()),
                Columns.texts(changes, c -> c.now.valueStream()),
                Columns.texts(changes, c -> c.reason.word()));
    }

    @Override
    public KafkaTopic topic() {
        return TOPIC;
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
