package io.effekt.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
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
            saysThatItIsReady(service);
            service.kill();
        }
        try (ServiceProcess service = ServiceProcess.embedding(data).awaitReady(START)) {
            assertEquals(before, Files.readString(postmaster));
            assertTrue(service.output().contains("Adopted the Kafka"));
            saysThatItIsReady(service);
            service.stop();
        }
    }

    /** In its last line, with the place of the key; a healthy start warns of nothing. */
    private static void saysThatItIsReady(ServiceProcess service) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.output().contains("Effekt is ready at " + service.url()));
        String last = service.output().lines().reduce("", (line, next) -> next);
        assertTrue(last.contains(AdminCaller.KEY_FILE.toAbsolutePath().toString()), last);
        assertEquals(
                List.of(),
                service.output()
                        .lines()
                        .filter(line -> line.matches(".*\\b(WARN|WARNING|ERROR)\\b.*"))
                        .toList());
    }
}
