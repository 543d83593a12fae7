package io.effekt.ingest.record;

import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads Kafka's records, from any writer; what cannot be read comes out as refused. */
public final class RecordReader {
    private static final UUID NO_REQUEST = new UUID(0, 0);
    private static final byte[] NOTHING = {};

    private RecordReader() {}

    public static ReceivedRecord read(ConsumerRecord<byte[], byte[]> record) {
        MeasurementCodec.Arrival arrival = MeasurementCodec.read(record);
        Envelope envelope = arrival.envelope();
        byte[] value = record.value();
        return new ReceivedRecord(
                record.offset(),
                arrival.item(),
                envelope.request() == null ? NO_REQUEST : envelope.request(),
                envelope.index(),
                envelope.importId() == null ? NO_REQUEST : envelope.importId(),
                envelope.actor(),
                envelope.waiting(),
                Sender.OUTSIDE,
                value == null ? NOTHING : value);
    }
}
