package io.effekt.eventstore;

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
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Tells records that came through an instance of this service, which knows its callers, from those
 * that somebody else wrote to a topic: HMAC-SHA-256 over the value and some headers, with a key
 * that the instances share.
 */
@ApplicationScoped
public class RecordSigner {
    private static final String HEADER = "effekt-seal";
    private static final String ALGORITHM = "HmacSHA256";

    private final Database database;
    private volatile SecretKeySpec key = new SecretKeySpec(new byte[] {0}, ALGORITHM);

    public RecordSigner(Database database) {
        this.database = database;
    }

    void load(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        for (Row row : database.query("select value from service_secret where name = 'seal'")) {
            key = new SecretKeySpec(row.getBuffer(0).getBytes(), ALGORITHM);
        }
    }

    /**
     * Puts the seal on a record.
     *
     * @param covered names of the headers that it covers beside the value
     */
    public void seal(Headers headers, List<String> covered, byte[] value) {
        headers.add(HEADER, hmac(headers, covered, value));
    }

    /** Whether the record bears the seal over these headers and the value. */
    public boolean holds(Headers headers, List<String> covered, byte @Nullable [] value) {
        Header header = headers.lastHeader(HEADER);
        return header != null
                && header.value() != null
                && value != null
                && MessageDigest.isEqual(header.value(), hmac(headers, covered, value));
    }

    /**
     * What only instances of this service can make of a text that leaves it and comes back.
     *
     * @param purpose so that what is made for one thing passes for nothing else
     * @param context what the text belongs to
     */
    public byte[] sign(String purpose, String context, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // No name of a header begins like this.
            String before = "\u0001" + purpose + "\0" + context.length() + ":" + context;
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private byte[] hmac(Headers headers, List<String> covered, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String name : covered) {
                mac.update(name.getBytes(StandardCharsets.UTF_8));
                Header header = headers.lastHeader(name);
                if (header != null && header.value() != null) {
                    // Its length first: no header can pass for the end of another.
                    mac.update(
                            Integer.toString(header.value().length)
                                    .getBytes(StandardCharsets.US_ASCII));
                    mac.update((byte) ':');
                    mac.update(header.value());
                }
                mac.update((byte) 0);
            }
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
