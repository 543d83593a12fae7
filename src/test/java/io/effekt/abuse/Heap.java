package io.effekt.abuse;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is reachable on the heap, watched while something goes on. */
final class Heap implements AutoCloseable {
    /** What the collector puts into gaps. */
    private static final String FILLER = "jdk.internal.vm.Filler";

    private final Thread watching;
    private volatile Seen most = new Seen(0, "");
    private volatile boolean isOver;

    private Heap() {
        watching = Thread.ofPlatform().daemon().start(this::run);
    }

    /** Bytes at a moment, and whose they were. */
    record Seen(long bytes, String classes) {}

    static Heap watch() {
        return new Heap();
    }

    /** What there is once all garbage is gone. */
    static Seen now() {
        List<String> lines = histogram().lines().toList();
        long bytes = 0;
        for (String line : lines) {
            String[] columns = line.strip().split(" +", 4);
            boolean isClass = columns.length == 4 && columns[0].endsWith(":");
            bytes += isClass && !line.contains(FILLER) ? Long.parseLong(columns[2]) : 0;
        }
        return new Seen(bytes, String.join("\n", lines.subList(0, Math.min(14, lines.size()))));
    }

    private static String histogram() {
        try {
            return (String)
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "gcClassHistogram",
                                    new Object[] {new String[0]},
                                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        while (!isOver) {
            long began = System.nanoTime();
            Seen now = now();
            if (now.bytes > most.bytes) {
                most = now;
            }
            // Everything stands still while it is counted: a third of that again is for what is
            // watched.
            LockSupport.parkNanos((System.nanoTime() - began) / 3);
        }
    }

    /** The most since watching began. */
    Seen most() {
        return most;
    }

    @Override
    public void close() throws InterruptedException {
        isOver = true;
        watching.join();
    }
}
