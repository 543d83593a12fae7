package io.effekt.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave in the middle of a body take what was kept for it along, and at once. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class LostClientsTest {
    private static final int CLIENTS = 30;

    /** Far less than the ten seconds after which a read of a body gives up by itself. */
    private static final int AT_ONCE_MILLIS = 5_000;

    @Inject BodyMemory memory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "measurements Content-Type: application/json",
                "measurements Content-Type: text/csv",
                "measurements Content-Type: application/cloudevents+json",
            })
    void memoryOfAnUnfinishedBodyIsFreedWhenItsClientLeaves(String door) throws Exception {
        assertTrue(comesTrue(held -> held == 0), "earlier bodies");
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(halfABody(door));
        }
        assertTrue(comesTrue(held -> held >= CLIENTS), "bodies that are being read");

        for (Socket client : clients) {
            client.close();
        }

        assertTrue(comesTrue(held -> held == 0), () -> "still held: " + memory.held());
    }

    private boolean comesTrue(IntPredicate condition) throws InterruptedException {
        long end = System.currentTimeMillis() + AT_ONCE_MILLIS;
        while (!condition.test(memory.held()) && System.currentTimeMillis() < end) {
            Thread.sleep(10);
        }
        return condition.test(memory.held());
    }

    private static Socket halfABody(String door) throws IOException {
        String[] words = door.split(" ", 2);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        String head =
                "POST /api/v1/"
                        + words[0]
                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + AdminCaller.key()
                        + "\r\n"
                        + words[1]
                        + "\r\nContent-Length: 1000\r\n\r\n[";
        client.getOutputStream().write(head.getBytes(ISO_8859_1));
        return client;
    }
}
