package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes that are one JSON text: a measurement, an array of them, or {@code {"measurements":
 * [...]}}. What is wrong inside an item is the item's; what hides where an item ends is the whole
 * body's.
 */
public final class JsonBody {
    private static final String LIST = "measurements";

    private final JsonFactory factory;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int maxItems;
    private final Defaults defaults;
    private final MeasurementBuilder draft;
    private final List<ParsedItem> items = new ArrayList<>();

    public JsonBody(
            JsonFactory factory,
            byte[] bytes,
            int from,
            int to,
            int maxItems,
            Defaults defaults,
            MeasurementBuilder draft) {
        this.factory = factory;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.maxItems = maxItems;
        this.defaults = defaults;
        this.draft = draft;
    }

    public ParsedBody read() {
        return JsonText.read(factory, bytes, from, to, this::read);
    }

    private ParsedBody read(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            return items(json);
        }
        if (first == JsonToken.START_OBJECT) {
            return object(json);
        }
        return JsonText.malformed(
                first == null
                        ? "the body is empty; send a measurement or a list of them"
                        : "the body is neither an object nor an array; send a measurement or a"
                                + " list of them");
    }

    private ParsedBody items(JsonParser json) throws IOException {
        for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
            if (items.size() == maxItems) {
                return new ParsedBody.TooMany(maxItems);
            }
            item(t, json);
        }
        return new ParsedBody.Items(items, false);
    }

    private void item(@Nullable JsonToken token, JsonParser json) throws IOException {
        int start = JsonText.offset(from, json.currentTokenLocation());
        draft.clear();
        if (token == JsonToken.START_OBJECT) {
            JsonMeasurement.read(json, draft);
        } else {
            draft.refuse("malformed", "", "a measurement is a JSON object in braces");
            json.skipChildren();
            json.finishToken();
        }
        finish(defaults.at(items.size()), start, json);
    }

    private ParsedBody object(JsonParser json) throws IOException {
        int start = JsonText.offset(from, json.currentTokenLocation());
        String name = json.nextFieldName();
        if (LIST.equals(name)) {
            return list(json);
        }
        draft.clear();
        for (; name != null; name = json.nextFieldName()) {
            JsonMeasurement.field(name, json, draft);
        }
        finish(defaults, start, json);
        return new ParsedBody.Items(items, true);
    }

    private ParsedBody list(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return JsonText.malformed("'measurements' has to be an array");
        }
        ParsedBody body = items(json);
        if (body instanceof ParsedBody.Items) {
            String more = json.nextFieldName();
            if (more != null) {
                return JsonText.malformed(
                        "'"
                                + Quoted.text(more)
                                + "' may not stand beside 'measurements'; take it"
                                + " out");
            }
        }
        return body;
    }

    private void finish(Defaults absent, int start, JsonParser json) {
        items.add(draft.finish(items.size(), absent, () -> itemBytes(start, json)));
    }

    private byte[] itemBytes(int start, JsonParser json) {
        int end = Math.min(JsonText.offset(from, json.currentLocation()), to);
        return Arrays.copyOfRange(bytes, start, Math.max(start, end));
    }
}
