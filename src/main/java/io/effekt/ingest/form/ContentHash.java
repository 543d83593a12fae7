package io.effekt.ingest.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * When two measurements are the same. What one says is written in one form only: JSON, fields and
 * labels in order of their names, numbers by value, times as UTC with microseconds, counts of 0 and
 * what is absent left out, the weight always there. Stored hashes rest on this form, so it can
 * never change.
 */
public final class ContentHash {
    private ContentHash() {}

    /** Everything that the measurement says but its id and source, as UTF-8. */
    public static byte[] content(ParsedMeasurement measurement) {
        return MeasurementJson.content(measurement, MeasurementJson.Numbers.BY_VALUE);
    }

    /** The first 128 bits of the SHA-256 of {@link #content}. */
    public static UUID contentHash(ParsedMeasurement measurement) {
        return first128(sha256().digest(content(measurement)));
    }

    /** The first 128 bits of the SHA-256 of a sender's id, as UTF-8. */
    public static UUID idHash(String id) {
        return first128(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static UUID first128(byte[] hash) {
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
