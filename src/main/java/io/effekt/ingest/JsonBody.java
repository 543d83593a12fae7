package io.effekt.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.effekt.kernel.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes that are one JSON text: a measurement, an array of them, or {@code {"measurements":
 * [...]}}. What is wrong inside an item is the item's; what hides where an item ends is the whole
 * body's.
 */
final class JsonBody {
    private static final String LIST = "measurements";

    private final JsonFactory factory;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int maxItems;
    private final Defaults defaults;
    private final Draft draft;
    private final List<ParsedItem> items = new ArrayList<>();

    JsonBody(
            JsonFactory factory,
            byte[] bytes,
            int from,
            int to,
            int maxItems,
            Defaults defaults,
            Draft draft) {
        this.factory = factory;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.maxItems = maxItems;
        this.defaults = defaults;
        this.draft = draft;
    }

    ParsedBody read() {
        Refusal encoding = encodingFault();
        if (encoding != null) {
            return new ParsedBody.Unreadable(encoding);
        }
        try (JsonParser json = new FewNames(factory.createParser(bytes, from, to - from))) {
            return read(json);
        } catch (ArrayIndexOutOfBoundsException e) {
            // Jackson's table of names, filled with names that are made to collide.
            return malformed("the body has field names that are made to be slow to read");
        } catch (StreamConstraintsException e) {
            return unreadable(
                    e, "is nested too deeply, has too many different names, or is made to be slow");
        } catch (JsonProcessingException e) {
            return unreadable(e, "is no JSON: " + JsonFault.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    private @Nullable Refusal encodingFault() {
        int fault = Utf8.fault(bytes, from, to);
        if (fault >= 0) {
            return Refusal.of(
                    "malformed",
                    "the body is no UTF-8 at byte " + (fault + 1) + "; send it as UTF-8");
        }
        for (int i = from; i < Math.min(to, from + 4); i++) {
            // Else the parser would take it for UTF-16 or UTF-32.
            if (bytes[i] == 0) {
                return Refusal.of("malformed", "the body begins with a NUL byte; send UTF-8");
            }
        }
        return null;
    }

    private ParsedBody read(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        ParsedBody body;
        if (first == JsonToken.START_ARRAY) {
            body = items(json);
        } else if (first == JsonToken.START_OBJECT) {
            body = object(json);
        } else {
            return malformed(
                    first == null
                            ? "the body is empty; send a measurement or a list of them"
                            : "the body is neither an object nor an array; send a measurement or a"
                                    + " list of them");
        }
        if (body instanceof ParsedBody.Items && json.nextToken() != null) {
            return malformed(
                    "there is something after the end of the JSON text" + place(location(json)));
        }
        return body;
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
        int start = offset(json.currentTokenLocation());
        draft.clear();
        if (token == JsonToken.START_OBJECT) {
            JsonMeasurement.read(json, draft);
        } else {
            draft.refuse("malformed", "", "a measurement is a JSON object in braces");
            json.skipChildren();
            json.finishToken();
        }
        finish(start, json);
    }

    private ParsedBody object(JsonParser json) throws IOException {
        int start = offset(json.currentTokenLocation());
        String name = json.nextFieldName();
        if (LIST.equals(name)) {
            return list(json);
        }
        draft.clear();
        for (; name != null; name = json.nextFieldName()) {
            JsonMeasurement.field(name, json, draft);
        }
        finish(start, json);
        return new ParsedBody.Items(items, true);
    }

    private ParsedBody list(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return malformed("'measurements' has to be an array");
        }
        ParsedBody body = items(json);
        if (body instanceof ParsedBody.Items) {
            String more = json.nextFieldName();
            if (more != null) {
                return malformed(
                        "'"
                                + Shown.text(more)
                                + "' may not stand beside 'measurements'; take it"
                                + " out");
            }
        }
        return body;
    }

    private void finish(int start, JsonParser json) {
        items.add(draft.finish(items.size(), defaults, () -> itemBytes(start, json)));
    }

    private byte[] itemBytes(int start, JsonParser json) {
        int end = Math.min(offset(json.currentLocation()), to);
        return Arrays.copyOfRange(bytes, start, Math.max(start, end));
    }

    private int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }

    private static JsonLocation location(JsonParser json) {
        return json.currentTokenLocation();
    }

    private ParsedBody unreadable(JsonProcessingException e, String what) {
        return malformed("the body " + what + place(e.getLocation()));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static ParsedBody malformed(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }
}
