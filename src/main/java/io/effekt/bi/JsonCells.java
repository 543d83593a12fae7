package io.effekt.bi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.effekt.dataset.Column;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a row as fields of a JSON object. Numbers stay as PostgreSQL wrote them.
 *
 * @param asText whether decimals and long integers are written as strings (IEEE754Compatible)
 */
public record JsonCells(
        List<Column> columns, List<SerializedString> names, boolean asText, List<Inner> inner) {

    /** The one row that a row belongs to, or null. */
    private record Inner(SerializedString name, JsonCells cells) {}

    public static JsonCells of(List<Column> columns, boolean asText) {
        return new JsonCells(
                columns,
                columns.stream().map(column -> new SerializedString(column.name())).toList(),
                asText,
                List.of());
    }

    /** Cells of all that a query shows. */
    public static JsonCells of(Query query, boolean asText) {
        JsonCells own = of(query.columns(), asText);
        List<Inner> inner = new ArrayList<>();
        for (Query.Expanded expanded : query.expanded()) {
            inner.add(
                    new Inner(
                            new SerializedString(expanded.link().name()),
                            of(expanded.columns(), asText)));
        }
        return new JsonCells(own.columns(), own.names(), asText, inner);
    }

    /** Writes cells of a row that belongs to nothing that is shown. */
    public void write(JsonGenerator json, Row row) throws IOException {
        write(json, row, List.of());
    }

    /**
     * @param belonging the rows it belongs to, as {@link BiRows.Sink} gets them
     */
    public void write(JsonGenerator json, Row row, List<@Nullable Row> belonging)
            throws IOException {
        write(json, row, 0);
        for (int i = 0; i < inner.size(); i++) {
            json.writeFieldName(inner.get(i).name());
            Row one = belonging.get(i);
            if (one == null) {
                json.writeNull();
            } else {
                json.writeStartObject();
                inner.get(i).cells().write(json, one, 1);
                json.writeEndObject();
            }
        }
    }

    private void write(JsonGenerator json, Row row, int from) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(names.get(i));
            Object value = row.getValue(from + i);
            if (value == null) {
                json.writeNull();
                continue;
            }
            switch (columns.get(i).type()) {
                case TEXT, DAY -> json.writeString(value.toString());
                case MOMENT -> json.writeString(Timestamps.write(row.getOffsetDateTime(from + i)));
                case BOOLEAN -> json.writeBoolean((Boolean) value);
                case INTEGER, DOUBLE -> json.writeNumber(value.toString());
                case LONG, DECIMAL -> {
                    if (asText) {
                        json.writeString(value.toString());
                    } else {
                        json.writeNumber(value.toString());
                    }
                }
            }
        }
    }
}
