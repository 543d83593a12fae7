package io.effekt.ingest;

import io.effekt.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workbook. All but the sheets are unpacked and kept, as far as they may be large; a
 * sheet is unpacked while it is read. What unpacks to more than the limits is never unpacked whole.
 */
final class XlsxParts {
    /** Bytes that sheets and all else may have together. */
    private static final long MOST_UNPACKED = 32L << 20;

    /** Bytes of what is kept. */
    private static final int MOST_KEPT = 4 << 20;

    private static final int MOST_ENTRIES = 1_000;
    private static final int BUFFER = 8_192;

    private final byte[] zip;
    private final Map<String, byte[]> kept = new HashMap<>();

    /**
     * @param zip begins like a zip
     */
    XlsxParts(byte[] zip) throws IOException, XlsxFault {
        this.zip = zip;
        int bytes = 0;
        int entries = 0;
        try (Unpacked in = new Unpacked(zip)) {
            for (String name = in.next(); name != null; name = in.next()) {
                if (++entries > MOST_ENTRIES) {
                    throw new XlsxFault("the workbook has more than 1000 parts; save it anew");
                }
                if (isXml(name) && !isSheet(name)) {
                    byte[] part = in.readNBytes(MOST_KEPT - bytes + 1);
                    bytes += part.length;
                    if (bytes > MOST_KEPT) {
                        throw tooLarge();
                    }
                    kept.put(name, part);
                } else {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    private static boolean isXml(String name) {
        return name.endsWith(".xml") || name.endsWith(".rels");
    }

    private static boolean isSheet(String name) {
        return name.contains("worksheets/") && !name.contains("_rels/");
    }

    /** Bytes that are held beside the zip. */
    int size() {
        return kept.values().stream().mapToInt(part -> part.length).sum();
    }

    /** One that is kept; null where there is none. */
    @Nullable InputStream part(String name) {
        byte[] part = kept.get(normal(name));
        return part == null ? null : new ByteArrayInputStream(part);
    }

    /** A sheet, or any other. */
    InputStream sheet(String name) throws IOException, XlsxFault {
        InputStream part = part(name);
        if (part != null) {
            return part;
        }
        Unpacked in = new Unpacked(zip);
        for (String entry = in.next(); entry != null; entry = in.next()) {
            if (entry.equals(normal(name))) {
                return in;
            }
        }
        in.close();
        throw new XlsxFault("the workbook lacks the part of its first sheet; save it anew");
    }

    private static String normal(String name) {
        String lower = name.replace('\\', '/').toLowerCase(Locale.ROOT);
        return lower.startsWith("/") ? lower.substring(1) : lower;
    }

    static RuntimeException tooLarge() {
        return Problem.of(
                        413,
                        "body-too-large",
                        "The workbook may unpack to at most "
                                + MOST_UNPACKED
                                + " bytes, "
                                + MOST_KEPT
                                + " of them texts; split it into several, or send it as CSV.")
                .exception();
    }

    /** The entries one after the other, and never more bytes than may be. */
    private static final class Unpacked extends FilterInputStream {
        private final ZipInputStream entries;
        private long bytes;

        private Unpacked(byte[] zip) {
            this(new ZipInputStream(new ByteArrayInputStream(zip)));
        }

        private Unpacked(ZipInputStream entries) {
            super(entries);
            this.entries = entries;
        }

        private @Nullable String next() throws IOException {
            // Not left to closeEntry, which would count nothing.
            byte[] rest = new byte[BUFFER];
            while (read(rest, 0, BUFFER) >= 0) {
                // Read to its end.
            }
            ZipEntry entry = entries.getNextEntry();
            return entry == null ? null : normal(entry.getName());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = entries.read(to, from, length);
            bytes += Math.max(read, 0);
            if (bytes > MOST_UNPACKED) {
                throw tooLarge();
            }
            return read;
        }
    }
}
