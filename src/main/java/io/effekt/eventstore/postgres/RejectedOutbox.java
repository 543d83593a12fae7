package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.outbox.Outbox;
import io.effekt.kafka.KafkaTopic;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rejected measurements on their way to {@code effekt.rejected.v1}. */
@ApplicationScoped
public class RejectedOutbox implements Outbox {
    /** What came by Kafka and was not taken, with its bytes and reason. */
    private static final KafkaTopic TOPIC =
            new KafkaTopic("effekt.rejected.v1", "rejected", LogHead.PARTITIONS, 30, LARGEST);

    /** Not more at once than the memory of a small service can hold, and always one. */
    private static final String WAITING =
            """
            select number, coalesce(kpi || '|' || scope, ''), json_build_object('code', code,
                'detail', detail, 'source', source, 'id', id, 'kpi', kpi, 'scope', scope,
                'receivedAt', to_char(received_at at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'body', case when not guarded
                    then translate(encode(body, 'base64'), E'\\n', '') end)::text
            from (select *, sum(octet_length(body)) over (order by number) as bytes,
                    row_number() over (order by number) as place
                from (select * from measurement_rejected where not published
                    order by number limit $1) few) w
            where place = 1 or bytes <= 4194304 order by number
            """;

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
        return tx.query("select coalesce(max(number), 0) from measurement_rejected")
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void sent(Tx tx, List<Long> numbers) {
        tx.send(
                "update measurement_rejected set published = true where number = any($1::bigint[])",
                (Object) numbers.toArray(new Long[0]));
    }
}
