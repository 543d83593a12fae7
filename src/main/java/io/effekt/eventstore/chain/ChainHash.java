package io.effekt.eventstore.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the hash before and the canonical bytes of an entry: each field is its length (four
 * bytes, -1 for null) and its UTF-8 text; whole numbers are eight bytes, times microseconds since
 * 1970, decimals the text that PostgreSQL has of them. Resolved words go in, never dictionary ids,
 * so that the hash outlives the tables.
 *
 * <p>Not safe for use by two threads.
 */
public final class ChainHash {
    private final MessageDigest sha256;
    private ByteBuffer buffer = ByteBuffer.allocate(1024);

    public ChainHash() {
        this.sha256 = sha256();
    }

    /** What stands before the first entry of every partition. */
    public static byte[] start() {
        return sha256().digest("effekt".getBytes(StandardCharsets.UTF_8));
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public ChainHash text(@Nullable String text) {
        return bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    public ChainHash bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            room(4).putInt(-1);
        } else {
            room(4 + bytes.length).putInt(bytes.length).put(bytes);
        }
        return this;
    }

    public ChainHash number(long number) {
        room(8).putLong(number);
        return this;
    }

    public ChainHash time(Instant instant) {
        return number(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    /** The hash of this entry, and the start of the next one. */
    public byte[] after(byte[] previous) {
        sha256.update(previous);
        sha256.update(buffer.array(), 0, buffer.position());
        buffer.clear();
        return sha256.digest();
    }

    private ByteBuffer room(int more) {
        if (buffer.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocate(2 * buffer.capacity() + more);
            buffer.flip();
            buffer = larger.put(buffer);
        }
        return buffer;
    }
}
