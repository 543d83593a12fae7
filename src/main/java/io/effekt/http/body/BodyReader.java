package io.effekt.http.body;

import io.effekt.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body whole, and stops at its limit: what comes after is never read, however small it was
 * packed.
 */
@ApplicationScoped
public class BodyReader {
    private static final int FIRST_BUFFER = 16 * 1_024;

    private final BodySettings settings;

    public BodyReader(BodySettings settings) {
        this.settings = settings;
    }

    /**
     * Reads to the end. Blocks.
     *
     * @param coding value of {@code Content-Encoding}; null for none
     * @param lease takes up the memory for it
     * @param limit bytes, after decompression
     * @throws io.effekt.kernel.ProblemException 400, 408, 413, 415 or 503, with the cure
     */
    public byte[] read(
            InputStream raw, @Nullable String coding, BodyMemory.Lease lease, int limit) {
        Bounded bounded = new Bounded(raw, limit);
        try (InputStream plain = decoded(bounded, coding)) {
            return read(plain, lease, limit);
        } catch (ZipException | EOFException e) {
            throw Problem.malformed("The gzip of the body is broken; compress it again.")
                    .exception();
        } catch (IOException e) {
            throw Problem.of(408, "body-lost", "The body did not arrive whole; send it again.")
                    .exception();
        }
    }

    private InputStream decoded(InputStream raw, @Nullable String coding) throws IOException {
        String name = coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> raw;
            case "gzip", "x-gzip" -> new GZIPInputStream(raw, 8 * 1_024);
            default ->
                    throw Problem.of(
                                    415,
                                    "unsupported-encoding",
                                    "Content-Encoding may be gzip, or left out.")
                            .withHeader("Accept-Encoding", "gzip")
                            .exception();
        };
    }

    private byte[] read(InputStream plain, BodyMemory.Lease lease, int limit) throws IOException {
        int size = Math.min(FIRST_BUFFER, limit + 1);
        grow(lease, size);
        byte[] bytes = new byte[size];
        int length = 0;
        for (int read = 0; read >= 0; length += Math.max(read, 0)) {
            if (length > limit) {
                throw tooLarge(limit);
            }
            if (length == bytes.length) {
                int larger = (int) Math.min(2L * size, limit + 1L);
                // Copying holds both buffers.
                grow(lease, size + larger);
                bytes = Arrays.copyOf(bytes, larger);
                size = larger;
            }
            read = plain.read(bytes, length, bytes.length - length);
        }
        grow(lease, size + length);
        byte[] whole = Arrays.copyOf(bytes, length);
        lease.shrinkTo(length);
        return whole;
    }

    private void grow(BodyMemory.Lease lease, int size) {
        if (!lease.growTo(size)) {
            throw Problem.unavailable(
                            "busy",
                            "Too much is being sent at once; nothing was taken, send it again.",
                            settings.retryAfter().toSeconds())
                    .exception();
        }
    }

    private static RuntimeException tooLarge(int limit) {
        return Problem.of(
                        413,
                        "body-too-large",
                        "A body may have at most "
                                + limit
                                + " bytes after decompression; split it into several calls.")
                .exception();
    }

    /** The bytes as they come: no more of them than a plain body may have, and not for ever. */
    private final class Bounded extends FilterInputStream {
        private final long deadline = System.nanoTime() + settings.bodyTimeout().toNanos();
        private final int limit;
        private long taken;

        Bounded(InputStream in, int limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            taken += Math.max(read, 0);
            // One byte more than allowed may pass: that is how the reader sees that it is too long.
            if (taken > limit + 1L) {
                throw tooLarge(limit);
            }
            if (System.nanoTime() > deadline) {
                throw Problem.of(408, "body-too-slow", "The body took too long to arrive.")
                        .exception();
            }
            return read;
        }

        /** Not the stream below: closing that would read all that is left. */
        @Override
        public void close() {}
    }
}
