package io.effekt.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.effekt.json.Json;
import io.effekt.sample.SampleDoor.Receipts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleDoorTest {
    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private SampleDoor door;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        door =
                new SampleDoor(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        "some-key");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        Answer answer = answers.remove();
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void whatIsNotTakenIsSentAgain() throws InterruptedException {
        answers.add(new Answer(503, ""));
        answers.add(new Answer(429, ""));
        answers.add(new Answer(202, "{}"));
        answers.add(new Answer(200, "{}"));

        door.putDefinitions(Json.object().put("reason", "påske"));

        assertEquals(4, requests.size());
        assertEquals(
                List.of("PUT /api/v1/definitions {\"reason\":\"påske\"}"),
                requests.stream().distinct().toList());
    }

    @Test
    void whatIsRefusedIsTold() {
        answers.add(new Answer(422, "{\"code\":\"unknown-key\"}"));

        SampleDoor.Refused refused =
                assertThrows(SampleDoor.Refused.class, () -> door.adoptCatalogue());

        assertTrue(refused.toString().contains("unknown-key"));
    }

    @Test
    void countsReceipts() throws InterruptedException {
        answers.add(
                new Answer(
                        207,
                        """
                        {"receipts": [{"index": 2, "id": "c", "receipt": "rejected",
                            "code": "kpi_retired", "detail": "Send it elsewhere."}],
                         "accepted": 1, "duplicate": 1, "held": 0, "rejected": 1}
                        """));
        List<SampleMeasurement> some =
                SampleOrganisation.endingOn(java.time.LocalDate.of(2026, 11, 21))
                        .measurements()
                        .subList(0, 3);

        Receipts receipts = door.post(some, 0);

        assertEquals(
                new Receipts(1, 1, 0, List.of("c: kpi_retired, Send it elsewhere.")), receipts);
    }

    @Test
    void asksForOneMeasurement() throws InterruptedException {
        answers.add(new Answer(404, ""));
        answers.add(new Answer(200, "{\"receipt\": \"held\"}"));
        answers.add(new Answer(200, "{\"receipt\": \"counted\"}"));

        assertFalse(door.has("sample-loaded"));
        assertFalse(door.has("sample-loaded"));
        assertTrue(door.has("sample-loaded"));
        assertEquals(
                "GET /api/v1/measurements/one?source=sample&id=sample-loaded ",
                requests.getFirst());
    }
}
