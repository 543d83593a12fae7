package io.effekt.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The packaged service with its own embedded servers, as {@code scripts/start} runs it. */
class PackagedServiceIT {
    private static final Duration START = Duration.ofMinutes(5);

    @Test
    void stopsItsServersWhenItIsStopped() throws Exception {
        Path data = TestServers.freshFolder("packaged");
        try (ServiceProcess service = ServiceProcess.embedding(data).awaitReady(START)) {
            assertTrue(Files.exists(data.resolve("postgres/postmaster.pid")));
            assertEquals(143, service.stop(), "128 + SIGTERM");
        }
        assertFalse(Files.exists(data.resolve("postgres/postmaster.pid")));
    }

    @Test
    void goesOnWithItsServersAfterItWasKilled() throws Exception {
        Path data = TestServers.freshFolder("killed");
        Path postmaster = data.resolve("postgres/postmaster.pid");
        String before;
        try (ServiceProcess service = ServiceProcess.embedding(data).awaitReady(START)) {
            before = Files.readString(postmaster);
            service.kill();
        }
        try (ServiceProcess service = ServiceProcess.embedding(data).awaitReady(START)) {
            assertEquals(before, Files.readString(postmaster));
            assertTrue(service.output().contains("Adopted the Kafka"));
            service.stop();
        }
    }

    @Test
    void runsOnServersOfSomebodyElse() {
        try (ServiceProcess one = ServiceProcess.on(TestServers.shared());
                ServiceProcess other = ServiceProcess.on(TestServers.shared())) {
            one.awaitReady(START);
            other.awaitReady(START);
            assertFalse(one.output().contains("embedded servers in"));
            one.stop();
            other.stop();
        }
    }
}
