package io.effekt.bi;

import io.vertx.mutiny.sqlclient.Row;
import java.io.Closeable;
import java.io.IOException;

/** Writes rows as they come, and holds none of them. */
interface RowWriter extends BiRows.Sink, Closeable {
    @Override
    void take(Row row) throws IOException;
}
