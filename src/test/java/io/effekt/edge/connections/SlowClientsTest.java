package io.effekt.edge.connections;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Paced;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the settings that the service comes with. */
@QuarkusTest
@Tag("timed")
@QuarkusTestResource(EffektTestResource.class)
class SlowClientsTest {
    private static final int SLOW = 2_000;

    @Test
    void slowClientsAreClosedAndNobodyElseNoticesThem() throws Exception {
        closeSome();
        try (SlowSockets slow = new SlowSockets();
                ExecutorService one = Executors.newSingleThreadExecutor()) {
            connect(slow, SLOW);
            slow.listen();
            assertEquals(SLOW, slow.open(), "sockets that got in");

            // 2,000 connections within a second are work for the service, and its first answers are
            // slow by themselves. Neither is what slow clients do: their time begins after it.
            Paced.get(AdminCaller.key(), 40, Duration.ofSeconds(2));
            System.gc(); // of this JVM, which is the clients too: it stops all for half a second
            Future<Paced> others =
                    one.submit(() -> Paced.get(AdminCaller.key(), 40, Duration.ofSeconds(13)));
            for (int second = 0; second < 15 && slow.open() > 0; second++) {
                if (second % 5 == 0) {
                    slow.drip();
                }
                Thread.sleep(1_000);
                slow.listen();
                if (second == 4) {
                    assertEquals(SLOW, slow.open(), "sockets there while the others are timed");
                }
            }

            Paced answers = others.get();
            assertEquals(SLOW, slow.closedByServer(), "slow clients closed");
            assertTrue(slow.toldWhy() > SLOW * 9 / 10, "told why: " + slow.toldWhy());
            assertTrue(slow.bytesSent() >= 2L * SLOW, "bytes: " + slow.bytesSent());
            System.out.println(answers);
            assertTrue(answers.sent() > 300, answers::toString);
            assertEquals(answers.sent(), answers.answered(), answers::toString);
            assertTrue(answers.p99().toMillis() <= 500, answers::toString);
        }
    }

    @Test
    void aBodyThatComesSteadilyIsWaitedFor() throws Exception {
        // Longer than anything slow may take, and faster than what is too slow.
        int chunk = 12_000;
        int seconds = 13;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String head =
                    "POST /api/v1/measurements HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + AdminCaller.key()
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + (chunk * seconds + 2)
                            + "\r\n\r\n[";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            for (int i = 0; i < seconds; i++) {
                socket.getOutputStream().write(" ".repeat(chunk).getBytes(ISO_8859_1));
                Thread.sleep(1_000);
            }
            socket.getOutputStream().write(']');
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 207"), answer);
        }
    }

    @Test
    void oneAddressHoldsNoMoreConnectionsThanItsShare() throws IOException {
        try (SlowSockets many = new SlowSockets()) {
            for (int i = 0; i < 1_030; i++) {
                many.add("127.0.0.4", RestAssured.port, "");
            }
            waitUntilClosed(many, 6);
            assertEquals(1_024, many.open());
            assertTrue(isAnswered("127.0.0.5"), "from another address");
        }
    }

    /**
     * Slow clients that came together are closed one after the other. It also runs the code that
     * closes them before anything is timed: a JVM that still loads it is slow by itself.
     */
    private static void closeSome() throws Exception {
        int count = 400;
        try (SlowSockets some = new SlowSockets()) {
            long start = System.nanoTime();
            connect(some, count);
            Duration connecting = Duration.ofNanos(System.nanoTime() - start);
            Paced.get(AdminCaller.key(), 40, Duration.ofSeconds(9));
            awaitClosed(some, 1);
            start = System.nanoTime();
            awaitClosed(some, count);
            Duration closing = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(
                    closing.compareTo(connecting.plusMillis(1_500)) > 0,
                    () -> "connected in " + connecting + " and closed in " + closing);
        }
    }

    private static void awaitClosed(SlowSockets sockets, int some) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (sockets.closedByServer() < some && System.nanoTime() < end) {
            Thread.sleep(20);
            sockets.listen();
        }
        assertTrue(sockets.closedByServer() >= some, "closed: " + sockets.closedByServer());
    }

    private static void connect(SlowSockets slow, int count) throws IOException {
        String head = "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ";
        String body =
                "POST /api/v1/measurements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + AdminCaller.key()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[";
        for (int i = 0; i < count; i++) {
            slow.add(
                    i % 2 == 0 ? "127.0.0.2" : "127.0.0.3",
                    RestAssured.port,
                    i % 4 < 2 ? head : body);
        }
    }

    private static void waitUntilClosed(SlowSockets sockets, int some) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (sockets.closedByServer() < some && System.nanoTime() < end) {
            sockets.listen();
        }
    }

    private static boolean isAnswered(String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), ISO_8859_1).endsWith("200");
        }
    }
}
