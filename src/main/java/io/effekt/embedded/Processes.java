package io.effekt.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Questions to the operating system about processes that need not be children of this one. */
final class Processes {
    private Processes() {}

    /**
     * The live process with that id, if its command names that file or folder. An id alone may
     * belong to a stranger by now. Times do not tell: they move with the clock of the machine,
     * which is set when a laptop wakes up or a server has just started.
     */
    static Optional<ProcessHandle> find(long pid, Path named) {
        return ProcessHandle.of(pid)
                .filter(Processes::isAlive)
                .filter(process -> names(process.info(), named));
    }

    private static boolean names(ProcessHandle.Info command, Path named) {
        return command.arguments()
                .map(arguments -> Stream.of(arguments).anyMatch(word -> isSame(word, named)))
                .orElse(false);
    }

    private static boolean isSame(String word, Path file) {
        try {
            return word.startsWith("/") && Files.isSameFile(Path.of(word), file);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /**
     * Whether the process still runs. One that has ended but whose parent never asked for its exit
     * code counts as gone: after a {@code kill -9} of the service that parent may be a first
     * process of a container that never asks.
     */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        if (!Files.isReadable(stat)) {
            return process.isAlive();
        }
        try {
            String line = Files.readString(stat);
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    /** Waits until it has ended; false when it has not within that time. */
    static boolean awaitEnd(ProcessHandle process, Duration atMost) {
        return await(() -> !isAlive(process), atMost);
    }

    /** Waits until the condition holds; false when it does not within that time. */
    static boolean await(BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedServersException("Interrupted while waiting for a server.", e);
            }
        }
        return true;
    }
}
