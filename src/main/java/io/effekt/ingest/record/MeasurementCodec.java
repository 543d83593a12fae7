package io.effekt.ingest.record;

import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.MeasurementJson;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Measurements as records of Kafka: the value is JSON as at the other door, the key {@code
 * kpi|scope}. What this service writes itself it reads like anybody else's.
 */
public final class MeasurementCodec {
    /** Actor and default source of what was written to the topic by somebody else. */
    public static final String OUTSIDE = "kafka";

    private static final String REQUEST = "effekt-request";
    private static final String IMPORT = "effekt-import";
    private static final String ACTOR = "effekt-actor";
    private static final String CLIENT = "effekt-client";
    private static final String INDEX = "effekt-index";
    private static final String WAIT = "effekt-wait";
    private static final String EVENT_ID = "ce_id";
    private static final String EVENT_SOURCE = "ce_source";

    private static final String SENDER = "effekt-sender";

    /** Headers that a seal covers beside the value: who sends, and how the value is read. */
    public static final List<String> SEALED =
            Stream.concat(Stream.of(SENDER, ACTOR, CLIENT), CloudEventRecords.HEADERS.stream())
                    .toList();

    private static final MeasurementParser PARSER = new MeasurementParser(1);

    private MeasurementCodec() {}

    /**
     * A record read back.
     *
     * @param item its index is the envelope's, and its source is never null when it is well formed
     */
    public record Arrival(Envelope envelope, ParsedItem item) {}

    /** The record to send; Kafka chooses the partition by the key. */
    public static ProducerRecord<byte[], byte[]> write(
            String topic, ParsedMeasurement measurement, Envelope envelope) {
        byte[] key = measurement.key().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key, MeasurementJson.asSent(measurement));
        Headers headers = record.headers();
        if (envelope.request() != null) {
            headers.add(REQUEST, bytes(envelope.request().toString()));
        }
        if (envelope.importId() != null) {
            headers.add(IMPORT, bytes(envelope.importId().toString()));
        }
        headers.add(ACTOR, bytes(envelope.actor()));
        headers.add(CLIENT, bytes(envelope.client()));
        headers.add(INDEX, bytes(Integer.toString(envelope.index())));
        if (envelope.waiting() != null) {
            headers.add(WAIT, bytes(envelope.waiting()));
        }
        return record;
    }

    /** Says on a record what its sender may. */
    public static void sentBy(ProducerRecord<byte[], byte[]> record, Sender sender) {
        record.headers().add(SENDER, bytes(sender.text()));
    }

    /** What the sender of a record may that bears the seal. */
    public static Sender sender(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(SENDER);
        return header == null
                ? Sender.OUTSIDE
                : Sender.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Reads any record whatever; headers that cannot be read are taken as absent. */
    public static Arrival read(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String client = HeaderText.of(headers, CLIENT);
        String actor = HeaderText.of(headers, ACTOR);
        Envelope envelope =
                new Envelope(
                        uuid(headers, REQUEST),
                        uuid(headers, IMPORT),
                        actor == null ? OUTSIDE : actor,
                        client == null ? OUTSIDE : client,
                        index(headers),
                        HeaderText.of(headers, WAIT));
        String source = HeaderText.of(headers, EVENT_SOURCE);
        ParsedItem item =
                CloudEventRecords.read(
                        record,
                        PARSER,
                        () ->
                                read(
                                        record.value(),
                                        HeaderText.of(headers, EVENT_ID),
                                        source == null ? envelope.client() : source));
        return new Arrival(envelope, item.at(envelope.index()));
    }

    /**
     * Reads a value.
     *
     * @param id the id, where the value has none
     * @param source the source, where the value has none
     */
    public static ParsedItem read(byte @Nullable [] value, @Nullable String id, String source) {
        return PARSER.one(value, new Defaults(id, source));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable UUID uuid(Headers headers, String name) {
        String text = HeaderText.of(headers, name);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int index(Headers headers) {
        String text = HeaderText.of(headers, INDEX);
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}
