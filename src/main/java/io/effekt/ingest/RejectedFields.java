package io.effekt.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that can be read of a measurement that was refused, as texts, by the names that
 * columns of a CSV have. Nothing is judged, so that what is wrong is still there to be mended.
 */
final class RejectedFields {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private RejectedFields() {}

    /**
     * Reads them.
     *
     * @param body the item as it came
     */
    static Map<String, String> of(String body) {
        RejectedFields read = new RejectedFields();
        String text = body.strip();
        if (text.startsWith("{")) {
            read.json(text);
        } else if (!text.isEmpty()) {
            read.csv(body);
        }
        return read.fields;
    }

    private void json(String text) {
        try (JsonParser json = JsonMeasurement.newFactory().createParser(text)) {
            json.nextToken();
            object(json);
        } catch (IOException e) {
            // What was read so far is there.
        }
    }

    private void object(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            Field field = Field.named(name);
            if (token == JsonToken.START_OBJECT && name.equals("data")) {
                object(json); // of a CloudEvent
            } else if (token == JsonToken.START_OBJECT
                    && (field == Field.SCORES || field == Field.DIMENSIONS)) {
                map(name, json);
            } else if (field != null && token != null && token.isScalarValue()) {
                put(name, token, json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void map(String field, JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (token != null && token.isScalarValue()) {
                put(field + "." + name, token, json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void put(String name, JsonToken token, JsonParser json) throws IOException {
        if (token != JsonToken.VALUE_NULL) {
            fields.putIfAbsent(name, json.getText());
        }
    }

    /** A row with the names of its columns before it. */
    private void csv(String body) {
        CsvDialect dialect = CsvDialect.of(body.getBytes(StandardCharsets.UTF_8)).dialect();
        if (dialect == null) {
            return;
        }
        try {
            List<CsvRecord> rows = dialect.reader(body).stream().limit(2).toList();
            if (rows.size() == 2 && CsvColumns.isHeader(rows.getFirst().getFields())) {
                cells(dialect, rows.getFirst().getFields(), rows.getLast().getFields());
            }
        } catch (CsvParseException e) {
            // It stays in the column that has all of it.
        }
    }

    private void cells(CsvDialect dialect, List<String> names, List<String> cells) {
        for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
            String name = names.get(i).strip();
            String cell = Neutral.read(cells.get(i));
            if (!cell.isEmpty()) {
                boolean isNumber = CsvColumns.isNumber(name);
                fields.putIfAbsent(name, isNumber ? dialect.withPoint(cell) : cell);
            }
        }
    }
}
