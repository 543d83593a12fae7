package io.effekt.sample;

import io.effekt.database.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** What still has to be evaluated. */
@ApplicationScoped
public class OpenMarks {
    private static final String LAST = "select max(id) from dirty_mark where due_at is null";
    private static final String UP_TO =
            "select 1 from dirty_mark where due_at is null and id <= $1 limit 1";

    private final Database database;

    OpenMarks(Database database) {
        this.database = database;
    }

    /** The last mark; 0 when there is none. */
    long last() {
        Long last = database.query(LAST).iterator().next().getLong(0);
        return last == null ? 0 : last;
    }

    /** Whether a mark is left that is no later than this one. */
    boolean isOpen(long mark) {
        return database.query(UP_TO, mark).iterator().hasNext();
    }
}
