package io.effekt.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a server's log, to say why it is gone. */
final class LogTail {
    private static final int BYTES = 16_384;
    private static final List<String> TELLING =
            List.of("FATAL", "PANIC", "ERROR", "could not", "No space left", "Exception");

    private LogTail() {}

    /** The last line that names a fault, else the last line, else a word that there is none. */
    static String lastWords(Path log) {
        List<String> lines = read(log).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "its log is empty";
        }
        return lines.reversed().stream()
                .limit(60)
                .filter(line -> TELLING.stream().anyMatch(line::contains))
                .filter(line -> !line.startsWith("\tat "))
                .findFirst()
                .orElse(lines.getLast())
                .strip();
    }

    private static String read(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES));
            byte[] bytes = new byte[(int) Math.min(BYTES, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
