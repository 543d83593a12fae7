package io.effekt.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.ProblemException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class BodyReaderTest {
    private static final int LIMIT = 100_000;
    private final BodySettings settings =
            settings(
                    Map.of(
                            "effekt.ingest.max-bodies-together", "400K",
                            "effekt.ingest.body-timeout", "PT0.2S"));
    private final BodyReader reader = new BodyReader(settings);
    private final BodyMemory memory = new BodyMemory(settings);

    @Test
    void readsUpToTheLimitAndNotAByteMore() throws IOException {
        for (int length : new int[] {0, 1, 16 * 1_024, 16 * 1_024 + 1, LIMIT - 1, LIMIT}) {
            byte[] body = bytes(length);
            assertArrayEquals(body, read(new ByteArrayInputStream(body), null));
            assertArrayEquals(body, read(new ByteArrayInputStream(gzip(body)), "GZIP"));
        }
        assertEquals(413, refused(new ByteArrayInputStream(bytes(LIMIT + 1)), null));
        assertEquals(413, refused(new ByteArrayInputStream(gzip(bytes(LIMIT + 1))), "gzip"));
    }

    @Test
    void stopsReadingWhatNeverEnds() throws IOException {
        CountingZeros endless = new CountingZeros();
        assertEquals(413, refused(endless, null));
        assertTrue(endless.read <= LIMIT + 1, "read " + endless.read);
    }

    @Test
    void gzipOfManyEmptyPartsEndsToo() throws IOException {
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            parts.write(empty);
        }
        assertEquals(413, refused(new ByteArrayInputStream(parts.toByteArray()), "gzip"));
    }

    @Test
    void brokenGzipAndUnknownEncodingsAreNamed() throws IOException {
        byte[] good = gzip(bytes(1_000));
        byte[] cut = java.util.Arrays.copyOf(good, good.length / 2);
        byte[] changed = good.clone();
        changed[good.length - 6] ^= 1;
        assertEquals(400, refused(new ByteArrayInputStream(cut), "gzip"));
        assertEquals(400, refused(new ByteArrayInputStream(changed), "gzip"));
        assertEquals(400, refused(new ByteArrayInputStream(new byte[0]), "gzip"));
        assertEquals(400, refused(new ByteArrayInputStream("{}".getBytes(UTF_8)), "gzip"));
        assertEquals(415, refused(new ByteArrayInputStream(good), "deflate"));
        assertEquals(415, refused(new ByteArrayInputStream(good), "gzip, gzip"));
    }

    @Test
    void aSenderThatIsTooSlowIsNotWaitedFor() {
        InputStream slow =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        return read(new byte[1], 0, 1);
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        try {
                            Thread.sleep(20);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return 1;
                    }
                };
        assertEquals(408, refused(slow, null));
    }

    @Test
    void allBodiesTogetherHaveALimitThatIsGivenBack() throws IOException {
        byte[] body = bytes(LIMIT);
        try (BodyMemory.Lease first = memory.open("a");
                BodyMemory.Lease second = memory.open("b")) {
            reader.read(new ByteArrayInputStream(body), null, first, LIMIT);
            reader.read(new ByteArrayInputStream(body), null, second, LIMIT);
            try (BodyMemory.Lease third = memory.open("c");
                    BodyMemory.Lease fourth = memory.open("d")) {
                reader.read(new ByteArrayInputStream(body), null, third, LIMIT);
                ProblemException busy =
                        assertThrows(
                                ProblemException.class,
                                () ->
                                        reader.read(
                                                new ByteArrayInputStream(body),
                                                null,
                                                fourth,
                                                LIMIT));
                assertEquals(503, busy.problem().status());
                assertEquals("2", busy.problem().headers().get("Retry-After"));
            }
        }
        assertArrayEquals(body, read(new ByteArrayInputStream(body), null));
    }

    @Test
    void whoHoldsMuchOfItKeepsNobodyElseOut() throws IOException {
        byte[] body = bytes(LIMIT);
        try (BodyMemory.Lease first = memory.open("slow");
                BodyMemory.Lease second = memory.open("slow");
                BodyMemory.Lease third = memory.open("slow");
                BodyMemory.Lease other = memory.open("other")) {
            reader.read(new ByteArrayInputStream(body), null, first, LIMIT);
            reader.read(new ByteArrayInputStream(body), null, second, LIMIT);
            ProblemException busy =
                    assertThrows(
                            ProblemException.class,
                            () -> reader.read(new ByteArrayInputStream(body), null, third, LIMIT));
            assertEquals(503, busy.problem().status());
            byte[] small = bytes(LIMIT / 3);
            assertArrayEquals(
                    small, reader.read(new ByteArrayInputStream(small), null, other, LIMIT));
        }
        assertArrayEquals(body, read(new ByteArrayInputStream(body), null));
    }

    private byte[] read(InputStream body, @Nullable String coding) {
        try (BodyMemory.Lease lease = memory.open("a")) {
            return reader.read(body, coding, lease, LIMIT);
        }
    }

    private int refused(InputStream body, @Nullable String coding) {
        return assertThrows(ProblemException.class, () -> read(body, coding)).problem().status();
    }

    public static BodySettings settings(Map<String, String> values) {
        return new BodySettings(
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withDefaultValues(values)
                        .build());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 ^ i >> 8);
        }
        return bytes;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static final class CountingZeros extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            read += length;
            return length;
        }
    }
}
