package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.kernel.Position;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Where the log stands, now or as of a moment. */
@ApplicationScoped
public class LogPositions {
    /** Longer than a transaction may go on: older moments are settled. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final String AS_OF =
            """
            select -1 as part, (select coalesce(max(seq), 0) from decision where recorded_at <= $1)
            union all
            select h.part, (select m.seq from measurement m
                where m.part = h.part and m.recorded_at <= $1
                order by m.part desc, m.seq desc limit 1)
            from log_head h where h.part >= 0
            order by 1
            """;

    /** The position that the transaction's snapshot sees. */
    public Position now(Tx tx) {
        return position(tx.query("select part, seq from log_head order by part"));
    }

    /**
     * The position as of a moment: all that was recorded by then. For a moment that is not long
     * ago, waits for the transactions that may still record something at it.
     */
    public Position asOf(Tx tx, Instant asOf, Instant now) {
        if (asOf.isAfter(now.minus(SETTLED))) {
            tx.query("select 1 from log_head order by part for share");
        }
        return position(tx.query(AS_OF, Columns.time(asOf)));
    }

    /** Keeps every partition where it is until the end of the transaction. */
    public void hold(Tx tx) {
        tx.query("select 1 from log_head order by part for update");
    }

    private static Position position(RowSet<Row> rows) {
        long[] sequences = new long[LogHead.PARTITIONS + 1];
        for (Row row : rows) {
            Long seq = row.getLong(1);
            sequences[row.getInteger(0) + 1] = seq == null ? 0 : seq;
        }
        return new Position(sequences);
    }
}
