package io.effekt.eventstore.postgres;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;

/** How far the store is with what one source has sent. */
@ApplicationScoped
public class SourceCounts {
    private static final String COUNTED =
            """
            select count(*) from measurement_identity i join source s on s.id = i.source_id
            where s.name = $1 and i.seq > 0
            """;

    /** What is sent again is rejected again: a row each time. */
    private static final String REJECTED =
            """
            select count(distinct id) from measurement_rejected
            where source = $1 and part is not null
            """;

    private final Database database;

    public SourceCounts(Database database) {
        this.database = database;
    }

    /**
     * How many ids are in the log, or were rejected when it was their turn; held ones are neither.
     */
    public long decided(String source) {
        return database.read(tx -> number(tx, COUNTED, source) + number(tx, REJECTED, source));
    }

    private static long number(Tx tx, String sql, String source) {
        return tx.query(sql, source).iterator().next().getLong(0);
    }
}
