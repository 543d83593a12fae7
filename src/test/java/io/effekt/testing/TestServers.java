package io.effekt.testing;

import io.effekt.embedded.EmbeddedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One pair of servers for all tests of a run, in a folder of its own under {@code target}. */
public final class TestServers {
    private static @Nullable EmbeddedServers shared;

    private TestServers() {}

    /** Started at the first call. */
    public static synchronized EmbeddedServers shared() {
        EmbeddedServers servers = shared;
        if (servers == null) {
            servers = EmbeddedServers.start(freshFolder("shared"));
            shared = servers;
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop, "test-servers"));
        }
        return servers;
    }

    /** Stops the shared pair, if it runs. */
    public static synchronized void stop() {
        EmbeddedServers servers = shared;
        shared = null;
        if (servers != null) {
            servers.close();
        }
    }

    /** An empty folder {@code target/test-servers/<name>-<something new>}. */
    public static Path freshFolder(String name) {
        try {
            Path root = Files.createDirectories(Path.of("target", "test-servers"));
            return Files.createTempDirectory(root, name + "-").toAbsolutePath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
