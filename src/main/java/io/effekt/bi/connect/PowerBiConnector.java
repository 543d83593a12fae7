package io.effekt.bi.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The connector for Power BI: the files of {@code connectors/powerbi} as one archive. The same
 * bytes every time.
 */
final class PowerBiConnector {
    static final List<String> FILES =
            List.of(
                    "Effekt.pq",
                    "Effekt16.png",
                    "Effekt20.png",
                    "Effekt24.png",
                    "Effekt32.png",
                    "Effekt40.png",
                    "Effekt48.png",
                    "Effekt64.png",
                    "Effekt80.png",
                    "resources.resx");

    /** An archive knows no earlier year. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private PowerBiConnector() {}

    static byte[] archive() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (String name : FILES) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(ALWAYS);
                zip.putNextEntry(entry);
                zip.write(file(name));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file =
                PowerBiConnector.class.getResourceAsStream("/connectors/powerbi/" + name)) {
            if (file == null) {
                throw new IllegalStateException("connectors/powerbi/" + name + " was not packaged");
            }
            return file.readAllBytes();
        }
    }
}
