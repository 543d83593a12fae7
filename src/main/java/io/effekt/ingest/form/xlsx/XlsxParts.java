package io.effekt.ingest.form.xlsx;

import io.effekt.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workbook. All but the sheets are unpacked and kept, as far as they may be large; a
 * sheet is unpacked while it is read. What unpacks to more than the limits is never unpacked whole.
 */
final class XlsxParts implements AutoCloseable {
    /** Bytes that a sheet may have. */
    private static final long MOST_UNPACKED = 32L << 20;

    /** Bytes of what is kept. */
    private static final int MOST_KEPT = 4 << 20;

    private static final int MOST_ENTRIES = 1_000;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final Map<String, byte[]> kept = new HashMap<>();

    /**
     * @param bytes begin like a zip
     */
    XlsxParts(byte[] bytes) throws IOException, XlsxFault {
        zip = opened(bytes);
        try {
            keep();
        } catch (IOException | XlsxFault | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /**
     * By the directory at its end: what is written as a stream says its sizes there, and not always
     * where a reader of streams looks for them. The file is gone once it is open.
     */
    private static ZipFile opened(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("workbook", ".xlsx");
        try {
            Files.write(file, bytes);
            return new ZipFile(file.toFile());
        } finally {
            Files.delete(file);
        }
    }

    private void keep() throws IOException, XlsxFault {
        if (zip.size() > MOST_ENTRIES) {
            throw new XlsxFault("the workbook has more than 1000 parts; save it again");
        }
        int bytes = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = normal(entry.getName());
            entries.put(name, entry);
            if (isXml(name) && !isSheet(name)) {
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] part = in.readNBytes(MOST_KEPT - bytes + 1);
                    bytes += part.length;
                    if (bytes > MOST_KEPT) {
                        throw tooLarge();
                    }
                    kept.put(name, part);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
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
        ZipEntry entry = entries.get(normal(name));
        if (entry == null) {
            throw new XlsxFault("the workbook lacks the part of its first sheet; save it again");
        }
        if (entry.getSize() > MOST_UNPACKED) {
            throw tooLarge();
        }
        return new Unpacked(zip.getInputStream(entry));
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

    /** A sheet, and never more bytes than may be. */
    private static final class Unpacked extends FilterInputStream {
        private long bytes;

        private Unpacked(InputStream sheet) {
            super(sheet);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = super.read(to, from, length);
            bytes += Math.max(read, 0);
            if (bytes > MOST_UNPACKED) {
                throw tooLarge();
            }
            return read;
        }
    }
}
