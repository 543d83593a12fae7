package io.effekt.bi;

import io.vertx.mutiny.sqlclient.Row;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as they come, and holds none of them. */
interface RowWriter extends BiRows.Sink, Closeable {
    @Override
    default void take(Row row, List<@Nullable Row> belonging) throws IOException {
        take(row);
    }

    /** The next row. */
    void take(Row row) throws IOException;
}
