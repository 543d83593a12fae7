package io.effekt.ingest.record;

import io.effekt.ingest.form.BodyMediaTypes;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.cloudevent.CloudEvent;
import io.effekt.ingest.form.cloudevent.CloudEventBuilder;
import io.effekt.kernel.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** CloudEvents as records of Kafka: attributes in headers, or all of it in the value. */
final class CloudEventRecords {
    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String FORMATS = "application/cloudevents";

    /** Headers that make a record an event, or change which. */
    static final List<String> HEADERS =
            List.of(
                    CONTENT_TYPE,
                    "ce_specversion",
                    "ce_type",
                    "ce_source",
                    "ce_id",
                    "ce_time",
                    "ce_datacontenttype");

    private static final byte[] NOTHING = {};
    private static final Refusal OTHER_FORMAT =
            Refusal.of(
                    CloudEventBuilder.OTHER_DATA,
                    "the header 'content-type' names a format of events that is not read here; send"
                            + " each event by itself, as application/cloudevents+json");

    private CloudEventRecords() {}

    /**
     * Reads a record that is an event.
     *
     * @param plain reads one that is none: {@code ce_id} and {@code ce_source} alone make none
     */
    static ParsedItem read(
            ConsumerRecord<byte[], byte[]> record,
            MeasurementParser parser,
            Supplier<ParsedItem> plain) {
        String type = HeaderText.of(record.headers(), CONTENT_TYPE);
        String format = type == null ? "" : bare(type);
        byte[] value = record.value() == null ? NOTHING : record.value();
        if (format.startsWith(FORMATS)) {
            return format.equals(BodyMediaTypes.EVENT)
                    ? parser.oneEvent(value)
                    : new CloudEventBuilder("").refused(0, OTHER_FORMAT, value);
        }
        boolean event =
                record.headers().lastHeader("ce_specversion") != null
                        || record.headers().lastHeader("ce_type") != null;
        return event ? binary(record, type, value, parser) : plain.get();
    }

    private static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static ParsedItem binary(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable String type,
            byte[] value,
            MeasurementParser parser) {
        CloudEventBuilder draft = new CloudEventBuilder(PREFIX);
        for (String name : HEADERS) {
            Header header = name.startsWith(PREFIX) ? record.headers().lastHeader(name) : null;
            if (header != null) {
                attribute(name.substring(PREFIX.length()), record, draft);
            }
        }
        if (type != null) {
            draft.text("datacontenttype", type);
        }
        Refusal fault = draft.fault();
        if (fault != null) {
            return draft.refused(0, fault, value);
        }
        CloudEvent event = draft.event();
        return event.agreed(parser.one(value, event.defaults()), true);
    }

    private static void attribute(
            String attribute, ConsumerRecord<byte[], byte[]> record, CloudEventBuilder draft) {
        String text = HeaderText.of(record.headers(), PREFIX + attribute);
        if (attribute.equals("datacontenttype")) {
            draft.refuse("malformed", attribute, "is said in 'content-type'; leave it out");
        } else if (text == null) {
            draft.refuse(
                    "malformed",
                    attribute,
                    "has to be a text of 1 to 400 bytes, in UTF-8 and without control characters");
        } else {
            draft.text(attribute, text);
        }
    }
}
