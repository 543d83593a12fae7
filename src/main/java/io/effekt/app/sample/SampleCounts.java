package io.effekt.app.sample;

import io.effekt.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the store how far it is with what the sample has posted. */
@ApplicationScoped
public class SampleCounts {
    private static final String COUNTED =
            """
            select count(*) from measurement_identity i join source s on s.id = i.source_id
            where s.name = $1 and i.seq > 0
            """;

    /** Posted again after a kill, the same one may have been refused twice. */
    private static final String REFUSED =
            """
            select count(distinct id) from measurement_rejected
            where source = $1 and part is not null
            """;

    private static final String LAST_MARK = "select max(id) from dirty_mark";
    private static final String MARKS = "select 1 from dirty_mark where id <= $1 limit 1";

    private final Database database;

    SampleCounts(Database database) {
        this.database = database;
    }

    /** How many are in the log, or were refused when it was their turn. */
    long decided() {
        return number(COUNTED) + number(REFUSED);
    }

    /** The last mark of what has to be evaluated; 0 when there is none. */
    long lastMark() {
        Long last = database.query(LAST_MARK).iterator().next().getLong(0);
        return last == null ? 0 : last;
    }

    /** Whether nothing up to that mark waits to be evaluated. */
    boolean isEvaluated(long mark) {
        return !database.query(MARKS, mark).iterator().hasNext();
    }

    private long number(String sql) {
        Row row = database.query(sql, SampleOrganisation.SOURCE).iterator().next();
        return row.getLong(0);
    }
}
