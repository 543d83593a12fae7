package io.effekt.ingest.form.cloudevent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.JsonBody;
import io.effekt.ingest.form.JsonMeasurement;
import io.effekt.ingest.form.JsonText;
import io.effekt.ingest.form.MeasurementBuilder;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.Utf8;
import io.effekt.kernel.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents that are written as JSON, one or a batch of them. Attributes may stand after
 * the data, so an event is gone over once, and the bytes that are its data are read then: there is
 * never a tree of it.
 */
public final class CloudEventBody {
    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";

    /** Characters: what is decoded is held beside the body. */
    private static final int LONGEST_BASE64 = 100_000;

    private static final Refusal NO_OBJECT =
            Refusal.of("malformed", "an event is a JSON object in braces");
    private static final Refusal LIST =
            Refusal.of(
                    "malformed",
                    "brings a list of measurements; here each event brings one, send each in an"
                            + " event of its own");

    private final JsonFactory factory = JsonMeasurement.newFactory();
    private final MeasurementBuilder draft = new MeasurementBuilder();
    private final byte[] bytes;
    private final int from;
    private final int maxItems;

    public CloudEventBody(byte[] bytes, int maxItems) {
        this.bytes = bytes;
        this.from = Utf8.afterByteOrderMark(bytes);
        this.maxItems = maxItems;
    }

    /** One event; its data is one measurement or a list. */
    public ParsedBody one() {
        return JsonText.read(
                factory,
                bytes,
                from,
                bytes.length,
                json ->
                        json.nextToken() == JsonToken.START_OBJECT
                                ? event(json, 0, maxItems)
                                : JsonText.malformed(
                                        "the body is no event: send one as a JSON object, or a list"
                                                + " as application/cloudevents-batch+json"));
    }

    /** A list of events, each with one measurement. */
    public ParsedBody batch() {
        return JsonText.read(factory, bytes, from, bytes.length, this::events);
    }

    private ParsedBody events(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return JsonText.malformed(
                    "the body is no batch: send a JSON array of events, or a single one as"
                            + " application/cloudevents+json");
        }
        List<ParsedItem> items = new ArrayList<>();
        for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
            if (items.size() == maxItems) {
                return new ParsedBody.TooMany(maxItems);
            }
            items.add(element(t, json, items.size()));
        }
        return new ParsedBody.Items(items, false);
    }

    private ParsedItem element(@Nullable JsonToken token, JsonParser json, int index)
            throws IOException {
        int start = JsonText.offset(from, json.currentTokenLocation());
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            json.finishToken();
            return new CloudEventBuilder("").refused(index, NO_OBJECT, since(start, json));
        }
        return only(event(json, index, 1), index);
    }

    /** The one item there is. */
    private static ParsedItem only(ParsedBody body, int index) {
        return switch (body) {
            case ParsedBody.Items(List<ParsedItem> items, boolean single) ->
                    items.getFirst().at(index);
            case ParsedBody.Unreadable unreadable -> throw new IllegalStateException("an event");
            case ParsedBody.TooMany tooMany -> throw new IllegalStateException("an event");
        };
    }

    /** Where the data of an event lies in the body; the token is what it begins with. */
    private record Slice(String name, JsonToken token, int start, int end) {}

    /**
     * The parser stands on the event's start; afterwards on its end.
     *
     * @param most measurements that it may bring; with 1 it brings no list either
     */
    private ParsedBody event(JsonParser json, int index, int most) throws IOException {
        int start = JsonText.offset(from, json.currentTokenLocation());
        CloudEventBuilder event = new CloudEventBuilder("");
        Slice data = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals(DATA) || name.equals(BASE64)) {
                Slice slice = slice(name, token, json);
                if (data != null && slice != null) {
                    event.refuse(
                            "malformed", name, "is one data too many; send 'data' alone, once");
                }
                data = slice == null ? data : slice;
            } else {
                attribute(name, token, json, event);
            }
        }
        int end = JsonText.offset(from, json.currentLocation());
        Supplier<byte[]> whole = () -> Arrays.copyOfRange(bytes, start, end);
        Refusal fault = event.fault();
        return fault == null
                ? read(data, event, index, most, whole)
                : single(event.refused(index, fault, whole.get()));
    }

    private @Nullable Slice slice(String name, @Nullable JsonToken token, JsonParser json)
            throws IOException {
        int start = JsonText.offset(from, json.currentTokenLocation());
        json.skipChildren();
        json.finishToken();
        return token == null || token == JsonToken.VALUE_NULL
                ? null
                : new Slice(name, token, start, JsonText.offset(from, json.currentLocation()));
    }

    private static void attribute(
            String name, @Nullable JsonToken token, JsonParser json, CloudEventBuilder event)
            throws IOException {
        if (!isName(name)) {
            event.refuse(
                    "malformed",
                    name,
                    "is no attribute of an event, those have small letters and digits only; fields"
                            + " of a measurement stand in 'data'");
        }
        boolean known = CloudEventBuilder.isKnown(name);
        if (known && token == JsonToken.VALUE_STRING) {
            event.text(name, json.getText());
            return;
        }
        boolean absent = token == JsonToken.VALUE_NULL;
        if (!absent
                && (known || token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY)) {
            event.refuse("malformed", name, "has to be a text in quotes");
        }
        json.skipChildren();
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private ParsedBody read(
            @Nullable Slice data,
            CloudEventBuilder draft,
            int index,
            int most,
            Supplier<byte[]> whole) {
        CloudEvent event = draft.event();
        ParsedBody body =
                data == null
                        ? unreadable("brings no data; send the measurement as 'data'")
                        : measurements(data, event.defaults(), most);
        return switch (body) {
            case ParsedBody.Items items when items.single() || most > 1 -> event.agreed(items);
            case ParsedBody.TooMany tooMany when most > 1 -> tooMany;
            case ParsedBody.Items items -> single(draft.refused(index, LIST, whole.get()));
            case ParsedBody.TooMany tooMany -> single(draft.refused(index, LIST, whole.get()));
            case ParsedBody.Unreadable(Refusal why) ->
                    single(draft.refused(index, why, whole.get()));
        };
    }

    private ParsedBody measurements(Slice data, Defaults defaults, int most) {
        if (data.name.equals(BASE64)) {
            return decoded(data, defaults, most);
        }
        if (!data.token.isStructStart()) {
            return unreadable("'data' has to be a measurement as JSON, not a text or number");
        }
        return new JsonBody(factory, bytes, data.start, data.end, most, defaults, draft).read();
    }

    private ParsedBody decoded(Slice data, Defaults defaults, int most) {
        if (data.token != JsonToken.VALUE_STRING || data.end - data.start > LONGEST_BASE64) {
            return unreadable(
                    "'data_base64' has to be a text in quotes, of at most "
                            + LONGEST_BASE64
                            + " characters; send what is longer as 'data'");
        }
        byte[] plain = plain(data);
        if (plain == null) {
            return unreadable("'data_base64' is no base64; encode it again, or send 'data'");
        }
        int start = Utf8.afterByteOrderMark(plain);
        return new JsonBody(factory, plain, start, plain.length, most, defaults, draft).read();
    }

    private byte @Nullable [] plain(Slice data) {
        try (JsonParser json = factory.createParser(bytes, data.start, data.end - data.start)) {
            json.nextToken();
            return json.getBinaryValue();
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    private byte[] since(int start, JsonParser json) {
        int end = Math.min(JsonText.offset(from, json.currentLocation()), bytes.length);
        return Arrays.copyOfRange(bytes, start, Math.max(start, end));
    }

    private static ParsedBody unreadable(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }

    private static ParsedBody single(ParsedItem item) {
        return new ParsedBody.Items(List.of(item), true);
    }
}
