package io.effekt.bi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.effekt.dataset.Column;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Rows as JSON, one object a line. */
final class JsonRows implements RowWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private final JsonCells cells;
    private boolean some;

    JsonRows(List<Column> columns, OutputStream out) throws IOException {
        json = JSON.createGenerator(out);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        cells = JsonCells.of(columns, false);
    }

    @Override
    public void take(Row row) throws IOException {
        some = true;
        json.writeStartObject();
        cells.write(json, row);
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (some) {
            json.writeRaw('\n');
        }
        json.close();
    }
}
