package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves in the middle of a body keeps no thread of the service waiting. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class LostClientsTest {
    private static final int CLIENTS_PER_DOOR = 3;
    private static final String READING = "VertxInputStream$VertxBlockingInput.readBlocking";

    /** Far less than the 13 seconds after which a read of a body gives up by itself. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir Path dumps;
    private int dump;

    @Test
    void noDoorWaitsForTheRestOfABodyWhoseClientHasLeft() throws Exception {
        Target world = Target.define();
        List<Operation> doors = world.operations().stream().filter(Operation::takesBody).toList();
        assertEquals(0, readers());
        List<Socket> clients = new ArrayList<>();
        for (Operation door : doors) {
            for (int i = 0; i < CLIENTS_PER_DOOR; i++) {
                clients.add(halfABody(door, world));
            }
        }
        assertTrue(
                comesTrue(readers -> readers == clients.size()),
                () -> readers() + " bodies are being read, of " + clients.size());

        for (Socket client : clients) {
            client.close();
        }

        assertTrue(comesTrue(readers -> readers == 0), () -> readers() + " still wait");
    }

    private boolean comesTrue(LongPredicate condition) throws InterruptedException {
        long end = System.nanoTime() + AT_ONCE.toNanos();
        boolean isTrue = condition.test(readers());
        while (!isTrue && System.nanoTime() < end) {
            Thread.sleep(100);
            isTrue = condition.test(readers());
        }
        return isTrue;
    }

    /** Threads that wait for more of a body; virtual ones are in such a dump alone. */
    private long readers() {
        Path file = dumps.resolve("threads-" + dump++);
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file).lines().filter(line -> line.contains(READING)).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Socket halfABody(Operation door, Target world) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        String head =
                Wire.head(door.method().name(), door.target(world.names()), AdminCaller.key())
                        + "Content-Type: "
                        + door.jsonTypes().stream().findFirst().orElse("application/json")
                        + "\r\nContent-Length: 1000\r\n\r\n{";
        client.getOutputStream().write(head.getBytes(ISO_8859_1));
        return client;
    }
}
