package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set as a client reads all of it over HTTP, page by page. Cells are written {@code Name=value},
 * so that what is equal is the same text whichever way it came.
 *
 * @param key of the client
 * @param page rows a page
 */
record BiReading(String key, int page) {
    /** What stands for null. */
    static final String NOTHING = "∅";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** By each way that there is; the same rows. */
    Map<String, List<List<String>>> everyWay(Dataset set) {
        Map<String, List<List<String>>> ways = new LinkedHashMap<>();
        ways.put("odata", odata(set));
        ways.put("json", json(set));
        ways.put("ndjson", ndjson(set));
        ways.put("csv", csv(set));
        return ways;
    }

    List<List<String>> odata(Dataset set) {
        List<List<String>> rows = new ArrayList<>();
        @Nullable String next = "/odata/v4/" + set.name();
        while (next != null) {
            JsonNode answer = tree(get(next).asString());
            answer.path("value").forEach(row -> rows.add(row(set, row)));
            next = answer.path("@odata.nextLink").textValue();
        }
        return rows;
    }

    List<List<String>> json(Dataset set) {
        List<List<String>> rows = new ArrayList<>();
        @Nullable String next = "/api/v1/bi/" + set.name() + "?limit=" + page;
        while (next != null) {
            JsonNode answer = tree(get(next).asString());
            answer.path("items").forEach(row -> rows.add(row(set, row)));
            next = answer.path("next").textValue();
        }
        return rows;
    }

    List<List<String>> ndjson(Dataset set) {
        return get("/api/v1/bi/" + set.name() + "?format=ndjson")
                .asString()
                .lines()
                .map(line -> row(set, tree(line)))
                .toList();
    }

    /** An empty text and null look alike there. */
    List<List<String>> csv(Dataset set) {
        String body = get("/api/v1/bi/" + set.name() + "?format=csv").asString();
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(body)) {
            for (CsvRecord record : csv) {
                if (record.getStartingLineNumber() == 1) {
                    assertEquals(
                            set.columns().stream().map(Column::name).toList(), record.getFields());
                    continue;
                }
                List<String> row = new ArrayList<>();
                for (int i = 0; i < set.columns().size(); i++) {
                    String text = record.getField(i);
                    row.add(cell(set.columns().get(i), text.isEmpty() ? null : text));
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** As CSV has them: an empty text is nothing, and what looks like a formula is none. */
    static List<List<String>> asCsv(Dataset set, List<List<String>> rows) {
        List<List<String>> csv = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                String text = cell.substring(cell.indexOf('=') + 1);
                if (text.isEmpty()) {
                    cells.add(cell + NOTHING);
                } else {
                    cells.add(
                            isFormula(set.columns().get(i), text)
                                    ? cell.replaceFirst("=", "='")
                                    : cell);
                }
            }
            csv.add(cells);
        }
        return csv;
    }

    static boolean isFormula(Column column, String text) {
        return column.type() == ColumnType.TEXT && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    private Response get(String path) {
        Response response =
                given().urlEncodingEnabled(false)
                        .header("Authorization", "Bearer " + key)
                        .header("Prefer", "odata.maxpagesize=" + page)
                        .get(path);
        assertEquals(200, response.statusCode(), () -> path + ": " + response.asString());
        return response;
    }

    private static List<String> row(Dataset set, JsonNode row) {
        assertEquals(set.columns().size(), row.size(), row::toString);
        List<String> cells = new ArrayList<>();
        for (Column column : set.columns()) {
            JsonNode value = row.get(column.name());
            boolean fits =
                    value.isNull()
                            || switch (column.type()) {
                                case TEXT, DAY, MOMENT -> value.isTextual();
                                case BOOLEAN -> value.isBoolean();
                                case INTEGER, LONG -> value.isIntegralNumber();
                                case DECIMAL, DOUBLE -> value.isNumber();
                            };
            assertTrue(fits, () -> column.name() + " is " + value);
            cells.add(cell(column, value.isNull() ? null : value.asText()));
        }
        return cells;
    }

    /** A cell as it is compared: moments by when, and numbers by every digit that is written. */
    static String cell(Column column, @Nullable String text) {
        String value =
                text == null
                        ? NOTHING
                        : switch (column.type()) {
                            case TEXT, DAY, BOOLEAN, INTEGER, LONG -> text;
                            case MOMENT -> {
                                assertTrue(text.endsWith("Z"), text);
                                yield Instant.parse(text).toString();
                            }
                            case DECIMAL -> new BigDecimal(text).toPlainString();
                            case DOUBLE -> Double.toString(Double.parseDouble(text));
                        };
        return column.name() + "=" + value;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
