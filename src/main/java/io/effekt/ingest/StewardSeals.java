package io.effekt.ingest;

import io.effekt.database.Database;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Tells records that a steward sent through the HTTP door from those that somebody else wrote to
 * the topic: a header that only instances of this service can make, because it is signed with a key
 * that they share.
 */
@ApplicationScoped
public class StewardSeals {
    private static final String HEADER = "effekt-steward";
    private static final String ALGORITHM = "HmacSHA256";

    private final Database database;
    private volatile SecretKeySpec key = new SecretKeySpec(new byte[] {0}, ALGORITHM);

    public StewardSeals(Database database) {
        this.database = database;
    }

    void load(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        for (Row row :
                database.query("select value from service_secret where name = 'steward-seal'")) {
            key = new SecretKeySpec(row.getBuffer(0).getBytes(), ALGORITHM);
        }
    }

    /** The record with a steward's seal. */
    ProducerRecord<byte[], byte[]> sealed(ProducerRecord<byte[], byte[]> record) {
        record.headers().add(HEADER, seal(record.headers(), record.value()));
        return record;
    }

    /** Whether the record bears the seal. */
    boolean holds(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HEADER);
        byte[] value = record.value();
        return header != null
                && header.value() != null
                && value != null
                && MessageDigest.isEqual(header.value(), seal(record.headers(), value));
    }

    /** Over the value and what the value leaves to the headers. */
    private byte[] seal(Headers headers, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String name : MeasurementCodec.SENDER) {
                Header header = headers.lastHeader(name);
                if (header != null && header.value() != null) {
                    mac.update(header.value());
                }
                mac.update(new byte[] {0});
            }
            mac.update("measurement".getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
