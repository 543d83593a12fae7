package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonFactory;
import io.effekt.ingest.form.cloudevent.CloudEventBody;
import io.effekt.ingest.form.csv.CsvBody;
import io.effekt.kernel.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads measurements from bytes, in every form that both doors take, and judges their form alone.
 * Nothing in the bytes makes it throw, and it holds no more than the bytes and what was read of
 * them. Safe for use by many threads.
 */
public final class MeasurementParser {
    private final int maxItems;

    /**
     * @param maxItems the most items that one body may carry
     */
    public MeasurementParser(int maxItems) {
        this.maxItems = maxItems;
    }

    /** Reads {@code application/json}: one measurement, an array, or {"measurements": [...]}. */
    public ParsedBody json(byte[] body) {
        return json(body, Defaults.NONE);
    }

    public ParsedBody json(byte[] body, Defaults defaults) {
        int from = Utf8.afterByteOrderMark(body);
        JsonFactory factory = JsonMeasurement.newFactory();
        return new JsonBody(
                        factory,
                        body,
                        from,
                        body.length,
                        maxItems,
                        defaults,
                        new MeasurementBuilder())
                .read();
    }

    /** Reads {@code application/x-ndjson}: a measurement a line; empty lines do not count. */
    public ParsedBody ndjson(byte[] body) {
        return ndjson(body, Defaults.NONE);
    }

    public ParsedBody ndjson(byte[] body, Defaults defaults) {
        List<ParsedItem> items = new ArrayList<>();
        JsonFactory factory = JsonMeasurement.newFactory();
        MeasurementBuilder draft = new MeasurementBuilder();
        Lines lines = new Lines(body, Utf8.afterByteOrderMark(body));
        while (lines.next()) {
            if (lines.isBlank()) {
                continue;
            }
            if (items.size() == maxItems) {
                return new ParsedBody.TooMany(maxItems);
            }
            items.add(line(factory, body, lines, items.size(), defaults, draft));
        }
        return items.isEmpty()
                ? JsonText.malformed("the body is empty; send a measurement in each line")
                : new ParsedBody.Items(items, false);
    }

    private static ParsedItem line(
            JsonFactory factory,
            byte[] body,
            Lines lines,
            int index,
            Defaults defaults,
            MeasurementBuilder draft) {
        Defaults absent = defaults.at(index);
        ParsedItem item = object(factory, body, lines.start(), lines.end(), index, absent, draft);
        return item instanceof ParsedItem.Refused refused
                ? refused.explained("line " + lines.number() + ": ")
                : item;
    }

    /**
     * Reads {@code text/csv} with a header line: columns are the names of fields, {@code scores.0}
     * to {@code scores.10} and {@code dimensions.<name>}; an empty cell says nothing.
     */
    public ParsedBody csv(byte[] body) {
        return csv(body, Defaults.NONE);
    }

    public ParsedBody csv(byte[] body, Defaults defaults) {
        return CsvBody.read(body, maxItems, defaults);
    }

    /** Reads {@code application/cloudevents+json}: one event, whose data is like a JSON body. */
    public ParsedBody event(byte[] body) {
        return new CloudEventBody(body, maxItems).one();
    }

    /** Reads {@code application/cloudevents-batch+json}: each event brings one measurement. */
    public ParsedBody events(byte[] body) {
        return new CloudEventBody(body, maxItems).batch();
    }

    /**
     * Reads the value of a Kafka record: one JSON object.
     *
     * @param value null, as Kafka allows, is refused like any other that cannot be read
     */
    public ParsedItem one(byte @Nullable [] value, Defaults defaults) {
        byte[] bytes = value == null ? new byte[0] : value;
        int from = Utf8.afterByteOrderMark(bytes);
        return object(
                JsonMeasurement.newFactory(),
                bytes,
                from,
                bytes.length,
                0,
                defaults,
                new MeasurementBuilder());
    }

    /** The same where it is a CloudEvent in JSON. */
    public ParsedItem oneEvent(byte @Nullable [] value) {
        byte[] bytes = value == null ? new byte[0] : value;
        return single(new CloudEventBody(bytes, 1).one(), bytes, 0, bytes.length, 0);
    }

    private static ParsedItem object(
            JsonFactory factory,
            byte[] bytes,
            int from,
            int to,
            int index,
            Defaults defaults,
            MeasurementBuilder draft) {
        ParsedBody body = new JsonBody(factory, bytes, from, to, 1, defaults, draft).read();
        return single(body, bytes, from, to, index);
    }

    private static ParsedItem single(ParsedBody body, byte[] bytes, int from, int to, int index) {
        return switch (body) {
            case ParsedBody.Items(List<ParsedItem> items, boolean single) when single ->
                    items.getFirst().at(index);
            case ParsedBody.Items items -> refused(bytes, from, to, index, LIST);
            case ParsedBody.TooMany tooMany -> refused(bytes, from, to, index, LIST);
            case ParsedBody.Unreadable(Refusal refusal) -> refused(bytes, from, to, index, refusal);
        };
    }

    private static final Refusal LIST =
            Refusal.of("malformed", "a list where one measurement belongs; send each by itself");

    private static ParsedItem refused(byte[] bytes, int from, int to, int index, Refusal refusal) {
        return new ParsedItem.Refused(
                index, null, null, null, null, refusal, Arrays.copyOfRange(bytes, from, to));
    }
}
