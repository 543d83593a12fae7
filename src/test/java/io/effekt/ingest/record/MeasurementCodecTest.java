package io.effekt.ingest.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.MeasurementJson;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.MeasurementCodec.Arrival;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasurementCodecTest {
    private static final String HEAD = "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"team:x\",";
    private static final List<String> EVERY_KIND =
            List.of(
                    HEAD + "\"observedAt\":\"2026-01-17T15:00:00.5+01:00\",\"value\":-1.50}",
                    HEAD
                            + "\"period\":\"2026-W03\",\"value\":1e5,\"weight\":2.0,\"source\":\"urn:s\"}",
                    HEAD + "\"period\":\"2026\",\"numerator\":0.000,\"denominator\":1}",
                    HEAD + "\"period\":\"2026-H1\",\"scores\":{\"0\":1,\"10\":1000000000000}}",
                    HEAD
                            + "\"period\":\"2026-01-01\",\"value\":1,\"dimensions\":{\"b\":\"\\\"\",\"a\":\"\\\\\"}}",
                    HEAD + "\"period\":\"2026-Q1\",\"value\":1,\"comment\":\"\\t\\n/😀\\u00a0\"}",
                    HEAD
                            + "\"period\":\"2026-01\",\"value\":1,\"corrects\":\"b\",\"reason\":\"ø\"}",
                    HEAD + "\"retracts\":\"b\",\"reason\":\"r\"}");

    @Test
    void whatIsWrittenIsReadBackEqual() {
        for (String json : EVERY_KIND) {
            ParsedMeasurement sent = read(json).withDefaultSource("client");
            byte[] value = MeasurementJson.asSent(sent);
            ParsedItem back = MeasurementCodec.read(value, null, "other");
            assertEquals(new ParsedItem.WellFormed(0, sent), back);
        }
    }

    @Test
    void theEnvelopeTravelsInHeaders() {
        ParsedMeasurement sent = read(EVERY_KIND.getFirst());
        Envelope envelope =
                new Envelope(UUID.randomUUID(), UUID.randomUUID(), "kari", "hr", 17, "node-1");
        ProducerRecord<byte[], byte[]> out = MeasurementCodec.write("t", sent, envelope);
        assertArrayEquals("k|team:x".getBytes(UTF_8), out.key());
        Arrival arrival = MeasurementCodec.read(record(out.value(), out.headers()));
        assertEquals(envelope, arrival.envelope());
        assertEquals(new ParsedItem.WellFormed(17, sent.withDefaultSource("hr")), arrival.item());
    }

    @Test
    void othersMayWriteWithoutHeadersOrWithThoseOfCloudEvents() {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = EVERY_KIND.getFirst().getBytes(UTF_8);
        Arrival plain = MeasurementCodec.read(record(value, headers));
        assertNull(plain.envelope().request());
        assertEquals("kafka", incoming(plain).source());
        headers.add("ce_id", "event".getBytes(UTF_8));
        headers.add("ce_source", "/hr/survey".getBytes(UTF_8));
        Arrival event = MeasurementCodec.read(record(value, headers));
        assertEquals("a", incoming(event).id());
        assertEquals("/hr/survey", incoming(event).source());
        byte[] noId = EVERY_KIND.getFirst().replace("\"id\":\"a\",", "").getBytes(UTF_8);
        assertEquals("event", incoming(MeasurementCodec.read(record(noId, headers))).id());
    }

    @Test
    void anEventWithoutItsContentTypeIsToldTheRightOne() {
        String event = "\"type\":\"io.effekt.measurement.v1\",\"source\":\"urn:x\",\"id\":\"1\"";
        for (String value :
                new String[] {
                    "{\"specversion\":\"1.0\"," + event + ",\"data\":{}}",
                    "{" + event + ",\"specversion\":\"1.0\"}",
                    "{\"data\":{\"value\":1},\"specversion\":\"0.3\"," + event + "}"
                }) {
            Arrival arrival =
                    MeasurementCodec.read(record(value.getBytes(UTF_8), new RecordHeaders()));
            ParsedItem.Refused refused = assertInstanceOf(ParsedItem.Refused.class, arrival.item());
            assertEquals(
                    "this is a CloudEvent: send it as application/cloudevents+json, a list of them"
                            + " as application/cloudevents-batch+json, and say so in the content"
                            + " type",
                    refused.refusal().detail());
            assertEquals("1", refused.id());
        }
    }

    @Test
    void headersThatCannotBeReadAreAsAbsent() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("effekt-request", "no uuid".getBytes(UTF_8));
        headers.add("effekt-import", new byte[] {(byte) 0xff});
        headers.add("effekt-actor", null);
        headers.add("effekt-client", "a\nb".getBytes(UTF_8));
        headers.add("effekt-index", "-1".getBytes(UTF_8));
        headers.add("ce_id", new byte[10_000]);
        Arrival arrival = MeasurementCodec.read(record(null, headers));
        assertEquals(new Envelope(null, null, "kafka", "kafka", 0, null), arrival.envelope());
        assertInstanceOf(ParsedItem.Refused.class, arrival.item());
    }

    // Kafka allows null keys and values; its types do not say so.
    @SuppressWarnings("NullAway")
    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] value, org.apache.kafka.common.header.Headers headers) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                headers,
                Optional.empty());
    }

    private static ParsedMeasurement incoming(Arrival arrival) {
        return assertInstanceOf(ParsedItem.WellFormed.class, arrival.item()).incoming();
    }

    private static ParsedMeasurement read(String json) {
        ParsedItem item = new MeasurementParser(1).one(json.getBytes(UTF_8), Defaults.NONE);
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }
}
