package io.effekt.bi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.util.List;

/**
 * Cells of a row as fields of a JSON object. Numbers stay as PostgreSQL wrote them.
 *
 * @param asText whether decimals and long integers are written as strings (IEEE754Compatible)
 */
public record JsonCells(List<BiColumn> columns, List<SerializedString> names, boolean asText) {
    public static JsonCells of(List<BiColumn> columns, boolean asText) {
        return new JsonCells(
                columns,
                columns.stream().map(column -> new SerializedString(column.name())).toList(),
                asText);
    }

    public void write(JsonGenerator json, Row row) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(names.get(i));
            Object value = row.getValue(i);
            if (value == null) {
                json.writeNull();
                continue;
            }
            switch (columns.get(i).type()) {
                case TEXT, DAY -> json.writeString(value.toString());
                case MOMENT -> json.writeString(Moments.write(row.getOffsetDateTime(i)));
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
