package io.effekt.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sender knows of each batch, written down before each request and after each answer. It
 * is kept by the process that sends, never by the one that is killed.
 */
final class Ledger {
    private final Path file;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

    Ledger(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "test-services"));
            this.file = Files.createTempFile(folder, name + "-", ".ledger");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sending(int batch) {
        write("sending " + batch);
    }

    /** All of the batch was accepted, or was there already. */
    void acknowledged(int batch) {
        write("acknowledged " + batch);
        acknowledged.add(batch);
    }

    /** No answer, or none that says what has become of all of it. */
    void unknown(int batch, String why) {
        write("unknown " + batch + " " + why);
        unknown.add(batch);
    }

    Set<Integer> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Those that were unknown once, whatever came later. */
    Set<Integer> unknown() {
        return Set.copyOf(unknown);
    }

    private synchronized void write(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
