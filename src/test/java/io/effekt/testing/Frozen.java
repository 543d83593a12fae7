package io.effekt.testing;

import io.effekt.embedded.ServerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A server of the tests that stands still, with all its processes, until this is closed. */
public final class Frozen implements AutoCloseable {
    private final List<ProcessHandle> processes;

    private Frozen(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    /**
     * @param server {@code Kafka} or {@code PostgreSQL}
     */
    public static Frozen server(String server) {
        if (!(TestServers.shared().states().get(server) instanceof ServerState.Running(long pid))) {
            throw new IllegalStateException(server + " does not run");
        }
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        // The one that starts the others is stopped before they are listed.
        signal("STOP", first);
        List<ProcessHandle> others = first.descendants().toList();
        others.forEach(process -> signal("STOP", process));
        return new Frozen(Stream.concat(others.stream(), Stream.of(first)).toList());
    }

    @Override
    public void close() {
        processes.forEach(process -> signal("CONT", process));
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
