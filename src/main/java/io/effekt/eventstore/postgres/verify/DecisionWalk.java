package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Database;
import io.effekt.eventstore.chain.ChainWalk;
import io.effekt.eventstore.chain.ChainedDecision;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.Arrays;

/** Hashes the decision log again, page by page. */
final class DecisionWalk implements LogWalk {
    private static final String PAGE =
            """
            select d.seq, d.type, d.version, d.subject, d.recorded_at, d.actor, d.request_id::text,
                d.data, d.reason_hash, d.chain_hash, t.salt, t.reason
            from (select * from decision where seq > $1 and seq <= $2) d
            left join lateral (select * from decision_text x where x.seq = d.seq limit 1) t on true
            order by d.seq
            """;

    private final Database database;

    DecisionWalk(Database database) {
        this.database = database;
    }

    @Override
    public void page(ChainWalk walk, long after, long to) {
        RowSet<Row> rows = database.query(PAGE, after, to);
        for (Row row : rows) {
            if (!(walk.isNext(row.getLong(0)) && entry(walk, row) && text(walk, row))) {
                return;
            }
        }
    }

    private static boolean entry(ChainWalk walk, Row row) {
        ChainedDecision decision =
                new ChainedDecision(
                        row.getLong(0),
                        row.getString(1),
                        row.getInteger(2),
                        row.getString(3),
                        StoredHeads.time(row, 4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        StoredHeads.bytes(row, 8));
        return walk.entry(decision, row.getBuffer(9).getBytes(), decision.recordedAt());
    }

    private static boolean text(ChainWalk walk, Row row) {
        byte[] salt = StoredHeads.bytes(row, 10);
        if (salt == null) {
            return true; // erased, or there never was one
        }
        byte[] hash = ChainedDecision.reasonHash(salt, row.getString(11));
        if (!Arrays.equals(hash, StoredHeads.bytes(row, 8))) {
            walk.bad(walk.seq(), "The reason is not the one that was given.");
        }
        return !walk.isOver();
    }
}
