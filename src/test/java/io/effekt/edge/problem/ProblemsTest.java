package io.effekt.edge.problem;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ProblemsTest {
    private static final String DOOR = "/api/v1/measurements";

    @Test
    void nothingAtAPathIsAProblem() {
        problem(given().get("/api/v1/nothing?secret=x").then(), 404, "not-found")
                .body("instance", equalTo("/api/v1/nothing"));
        problem(given().get("/nothing").then(), 404, "not-found");
        problem(given().get("/q/nothing").then(), 404, "not-found");
    }

    @Test
    void anotherMethodIsAProblemThatNamesTheRightOnes() {
        problem(given().delete(DOOR).then(), 405, "method-not-allowed")
                .header("Allow", containsString("POST"));
    }

    @Test
    void anAnswerInAnotherFormatIsAProblem() {
        problem(
                given().accept("image/png")
                        .contentType("application/json")
                        .body("[]")
                        .post(DOOR)
                        .then(),
                406,
                "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,", ",application/json", "application/json,,*/*,"})
    void emptyMembersOfAcceptAreLeftOut(String accept) throws IOException {
        for (String path :
                List.of(
                        "/api/v1/measurements/rejected",
                        "/api/v1/measurements/held",
                        "/api/v1/bi/Kpis",
                        "/odata/v4/Kpis?$top=0",
                        "/api/v1/kpis?limit=1")) {
            String answer =
                    raw(
                            "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                                            .formatted(path, AdminCaller.key())
                                    + "Accept: %s\r\nConnection: close\r\n\r\n".formatted(accept));
            assertTrue(answer.startsWith("HTTP/1.1 200"), () -> path + "\n" + answer);
        }
    }

    /** As an ampersand does; the guard of the contract relies on it. */
    @ParameterizedTest
    @CsvSource({"limit=1;nothing=2, 400", "nothing;, 400", ";, 200", ";limit=1;, 200", ";;&;, 200"})
    void aSemicolonSeparatesParameters(String query, int status) throws IOException {
        for (String path : List.of("/api/v1/kpis", "/api/v1/bi/Kpis")) {
            String answer =
                    raw(
                            "GET %s?%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                                            .formatted(path, query, AdminCaller.key())
                                    + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 " + status), () -> path + "\n" + answer);
            assertEquals(status == 400, answer.contains("'nothing'"), () -> path + "\n" + answer);
        }
    }

    @Test
    void noPathTricksEndInAnErrorInside() throws IOException {
        for (String path :
                new String[] {
                    "/%",
                    "/%zz",
                    "/api/v1/measurements%00",
                    "/api/v1/%c3%28",
                    "//",
                    "/..%2f..",
                    "/api/v1/measurements;x=1",
                    "/api/v1/measurements/%2F",
                    "/?%",
                    "*",
                    "/" + "a".repeat(3_000)
                }) {
            String answer =
                    raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            boolean known = answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 200");
            assertTrue(known, path + ": " + answer);
            assertFalse(answer.contains("Exception") || answer.contains("\tat "), answer);
        }
    }

    @Test
    void nothingThatTheFrameworkCutsOutOfAPathEndsInAnErrorInside() throws IOException {
        for (String of : new String[] {"targets", "baselines"}) {
            String answer =
                    raw(
                            "GET /api/v1/kpis/x/"
                                    + of
                                    + "/;x=1/versions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + byAdmin()
                                    + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        }
    }

    @Test
    void anAcceptThatCannotBeReadIsAProblem() {
        for (String accept : new String[] {"garbage", "a/b/c", "text/;", "/", "*/*, x"}) {
            problem(
                            given().header("Accept", accept)
                                    .contentType("application/json")
                                    .body("[]")
                                    .post(DOOR)
                                    .then(),
                            400,
                            "malformed")
                    .body("detail", containsString("Accept"));
        }
        for (String accept :
                new String[] {"", "*/*;q=0.8, ", "application/json; q=\"x", "*/*;;;"}) {
            int status =
                    given().header("Accept", accept)
                            .contentType("application/json")
                            .body("[]")
                            .post(DOOR)
                            .statusCode();
            assertTrue(status == 207 || status == 406, accept + ": " + status);
        }
    }

    @Test
    void aContentTypeThatCannotBeReadIsAProblem() throws IOException {
        for (String type :
                new String[] {
                    "", "garbage", "/", "application/json/x", "application/json; charset", ";"
                }) {
            String answer =
                    raw(
                            "POST "
                                    + DOOR
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + byAdmin()
                                    + "Content-Length: 2\r\nContent-Type: "
                                    + type
                                    + "\r\n\r\n[]");
            boolean known = answer.startsWith("HTTP/1.1 415") || answer.startsWith("HTTP/1.1 207");
            assertTrue(known, type + ": " + answer);
        }
    }

    @Test
    void anEndlessBodyIsAnsweredBeforeItEnds() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked").getBytes(ISO_8859_1));
            Thread endless = Thread.ofVirtual().start(() -> sendForEver(out));
            String answer = firstLine(socket.getInputStream());
            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            endless.interrupt();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toSeconds() < 5, "took " + took);
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsAnsweredBeforeItIsSent() throws IOException {
        String answer = raw(head("Content-Length: 99999999999\r\nConnection: close"));
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("body-too-large"), answer);
        answer = raw(head("Content-Length: 9437184\r\nConnection: close\r\nExpect: 100-continue"));
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }

    @Test
    void aConnectionGoesOnAfterARefusedBody() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String refused = head("Content-Length: 9").replace("application/json", "text/plain");
            out.write((refused + "123456789").getBytes(UTF_8));
            out.write((head("Content-Length: 2\r\nConnection: close") + "[]").getBytes(UTF_8));
            String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(answers.startsWith("HTTP/1.1 415"), answers);
            assertTrue(answers.contains("HTTP/1.1 207"), answers);
        }
    }

    private static ValidatableResponse problem(
            ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .header("X-Request-Id", not(equalTo(null)))
                .body("status", equalTo(status))
                .body("code", equalTo(code));
    }

    private static String byAdmin() {
        return "Authorization: Bearer " + AdminCaller.key() + "\r\n";
    }

    private static String head(String headers) {
        return "POST "
                + DOOR
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + byAdmin()
                + headers
                + "\r\n\r\n";
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void sendForEver(OutputStream out) {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(ISO_8859_1);
        try {
            while (!Thread.interrupted()) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // The service has had enough.
        }
    }
}
