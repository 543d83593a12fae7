package io.effekt.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL's {@code postmaster.pid} says.
 *
 * @param pid process id
 * @param started when the server says that it started, to the second
 * @param port TCP port
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, Instant started, int port, boolean ready) {
    private static final String NAME = "postmaster.pid";

    /** The server sets its own start a moment after the process began. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** Empty when there is no such file, or it is not written to its end yet. */
    static Optional<PostmasterFile> in(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(NAME));
            return Optional.of(
                    new PostmasterFile(
                            Long.parseLong(lines.get(0).strip()),
                            Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                            Integer.parseInt(lines.get(3).strip()),
                            lines.size() > 7 && lines.get(7).strip().equals("ready")));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The live process that the file speaks of. */
    Optional<ProcessHandle> process() {
        return Processes.find(pid, started, TOLERANCE);
    }
}
