package io.effekt.ingest.form.csv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.effekt.ingest.form.Field;
import io.effekt.ingest.form.JsonMeasurement;
import io.effekt.ingest.form.Quoted;
import io.effekt.ingest.form.cloudevent.CloudEventBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that can be read of a measurement that was refused, as texts, by the names that
 * columns of a CSV have. Nothing is judged, so that what is wrong is still there to be mended.
 *
 * <p>What the texts cannot carry is noted ({@link #beyond}): without it, the rest might be a
 * measurement that nobody sent.
 */
public final class RejectedFields {
    /** What stands where something could not be read, and a cell of a workbook without a value. */
    public static final String UNREAD = "\ufffd";

    /** Codes of what is wrong with the event around a measurement. */
    private static final Set<String> AROUND =
            Set.of(
                    CloudEventBuilder.UNKNOWN_TYPE,
                    CloudEventBuilder.OTHER_VERSION,
                    CloudEventBuilder.OTHER_DATA);

    /** A list that was sent again holds the one before, and so on: nobody mends for longer. */
    private static final int MOST_LISTS = 10;

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final int lists;
    private @Nullable String beyond;

    private RejectedFields(int lists) {
        this.lists = lists;
    }

    /**
     * Reads them.
     *
     * @param body the item as it came
     */
    static RejectedFields of(String body) {
        return of("", body);
    }

    /**
     * Reads them.
     *
     * @param code why it was refused: an event says more than the measurement in it
     */
    static RejectedFields of(String code, String body) {
        return of(code, body, 0);
    }

    private static RejectedFields of(String code, String body, int lists) {
        RejectedFields read = new RejectedFields(lists);
        if (AROUND.contains(code)) {
            read.note("it came in an event that is not known here");
        }
        String text = body.strip();
        if (text.contains(UNREAD)) {
            read.note("something there could not be read, and is shown as " + UNREAD);
        }
        if (text.startsWith("{")) {
            read.json(text);
        } else if (!text.isEmpty()) {
            read.csv(body);
        }
        return read;
    }

    /** By the names that columns have. */
    Map<String, String> fields() {
        return fields;
    }

    /**
     * The first thing that the item says and columns do not; null for nothing.
     *
     * @param columns names of those that there are
     */
    @Nullable String beyond(Collection<String> columns) {
        return beyond != null
                ? beyond
                : fields.keySet().stream()
                        .filter(name -> !columns.contains(name))
                        .findFirst()
                        .map(name -> "'" + Quoted.text(name) + "' has no column")
                        .orElse(null);
    }

    private void note(String what) {
        beyond = beyond == null ? what : beyond;
    }

    private void noteOf(String name, String what) {
        note("'" + Quoted.text(name) + "' " + what);
    }

    private void json(String text) {
        try (JsonParser json = JsonMeasurement.newFactory().createParser(text)) {
            json.nextToken();
            object(json);
            if (json.nextToken() != null) {
                note("it goes on after its end");
            }
        } catch (IOException e) {
            // What was read so far is there.
            note("it cannot be read to its end");
        }
    }

    private void object(JsonParser json) throws IOException {
        Set<String> names = new HashSet<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            Field field = Field.named(name);
            if (!names.add(name)) {
                noteOf(name, "is given twice");
            }
            if (field == null) {
                noteOf(name, "has no column");
                if (token == JsonToken.START_OBJECT && name.equals("data")) {
                    object(json); // of a CloudEvent
                } else {
                    json.skipChildren();
                }
            } else if (token != JsonToken.VALUE_NULL) {
                value(field, token, json);
            }
        }
    }

    private void value(Field field, @Nullable JsonToken token, JsonParser json) throws IOException {
        switch (field) {
            case SCORES, DIMENSIONS -> {
                if (token == JsonToken.START_OBJECT) {
                    map(field, json);
                } else {
                    noteOf(field.fieldName(), "is no object");
                    json.skipChildren();
                }
            }
            case VALUE, WEIGHT, NUMERATOR, DENOMINATOR ->
                    put(field.fieldName(), true, false, token, json);
            default -> {
                boolean mayBeEmpty = field == Field.COMMENT || field == Field.REASON;
                put(field.fieldName(), false, mayBeEmpty, token, json);
            }
        }
    }

    private void map(Field field, JsonParser json) throws IOException {
        Set<String> names = new HashSet<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            String column = field.fieldName() + "." + name;
            if (!names.add(name)) {
                noteOf(column, "is given twice");
            }
            put(column, field == Field.SCORES, false, json.nextToken(), json);
        }
    }

    /** A column says neither whether a text has quotes nor whether it is there and empty. */
    private void put(
            String name,
            boolean isNumber,
            boolean mayBeEmpty,
            @Nullable JsonToken token,
            JsonParser json)
            throws IOException {
        boolean fits =
                token != null && (isNumber ? token.isNumeric() : token == JsonToken.VALUE_STRING);
        if (!fits) {
            noteOf(name, isNumber ? "is no number" : "is no text");
        }
        if (token == null || !token.isScalarValue()) {
            json.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            String text = json.getText();
            if (text.isEmpty() && !mayBeEmpty) {
                noteOf(name, "is empty");
            }
            put(name, text);
        }
    }

    private void put(String name, String text) {
        String before = fields.putIfAbsent(name, text);
        if (before != null && !before.equals(text)) {
            noteOf(name, "is given twice");
        }
    }

    /** A row with the names of its columns before it. */
    private void csv(String body) {
        CsvDialect dialect = CsvDialect.of(body.getBytes(StandardCharsets.UTF_8)).dialect();
        try {
            List<CsvRecord> rows =
                    dialect == null ? List.of() : dialect.reader(body).stream().limit(3).toList();
            if (dialect != null
                    && rows.size() == 2
                    && CsvColumn.isHeader(rows.getFirst().getFields())) {
                cells(dialect, rows.getFirst().getFields(), rows.getLast().getFields());
            } else {
                note("it is no measurement");
            }
        } catch (CsvParseException e) {
            // It stays in the column that has all of it.
            note("it cannot be read to its end");
        }
    }

    private void cells(CsvDialect dialect, List<String> header, List<String> cells) {
        List<String> names = header.stream().map(String::strip).toList();
        boolean isList = names.containsAll(RejectedColumns.MARKS);
        if (cells.size() > names.size() || cells.size() < CsvColumn.named(names)) {
            note("it has another number of cells than of names");
        }
        Map<String, String> about = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
            String name = names.get(i);
            String cell = Neutral.read(cells.get(i));
            if (isList && RejectedColumns.ABOUT.contains(name)) {
                about.put(name, cell);
            } else if (name.isEmpty() && !cell.isBlank()) {
                note("a column without a name has something");
            } else if (!cell.isEmpty()) {
                put(name, CsvColumn.isNumber(name) ? dialect.withPoint(cell) : cell);
            }
        }
        again(
                about.getOrDefault(RejectedColumns.CODE, ""),
                about.getOrDefault(RejectedColumns.BODY, ""),
                names);
    }

    /** It was sent again already, and has with it what it came as. */
    private void again(String code, String body, List<String> columns) {
        if (body.isBlank()) {
            return;
        }
        if (lists == MOST_LISTS) {
            note("it was sent again too often");
            return;
        }
        String before = of(code, body, lists + 1).beyond(columns);
        if (before != null) {
            note(before);
        }
    }
}
