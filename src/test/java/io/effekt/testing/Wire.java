package io.effekt.testing;

import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that sends what it is told, byte by byte: no path is put right, no header left
 * out. One connection a request.
 */
public final class Wire {
    private static final int PATIENCE_MILLIS = 15_000;

    private final int port;

    private Wire(int port) {
        this.port = port;
    }

    /** To the application under test. */
    public static Wire toApplication() {
        return new Wire(RestAssured.port);
    }

    public static Wire to(int port) {
        return new Wire(port);
    }

    /**
     * What came back.
     *
     * @param status 0 when the connection was cut without an answer
     * @param head status line and headers
     * @param body as text
     */
    public record Answer(int status, String head, String body, Duration took) {
        /** Status, headers and body. */
        public String whole() {
            return head + "\r\n\r\n" + body;
        }
    }

    /** A request without its body: a line, and headers that end with a line break each. */
    public static String head(
            String method, String target, @Nullable String key, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: x\r\n");
        if (key != null) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("Connection: close\r\n").toString();
    }

    /** Sends a head and a body, whose length is said. */
    public Answer send(String head, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        return raw(head + length + "\r\n", new ByteArrayInputStream(body));
    }

    /** Sends what it is given, and reads meanwhile. The head ends with an empty line. */
    public Answer raw(String head, InputStream body) {
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            Thread sender = Thread.ofVirtual().start(() -> pour(body, out));
            byte[] all;
            try {
                all = readAll(socket.getInputStream());
            } finally {
                sender.interrupt();
            }
            return held(head, answer(all, Duration.ofNanos(System.nanoTime() - start)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the request had a first line and the answer came whole, the contract says it. */
    private static Answer held(String request, Answer answer) {
        String[] line = request.split("\r\n", 2)[0].split(" ", -1);
        String target = line.length == 3 ? line[1].strip() : ""; // a tab is a blank to the server
        String length = header(answer.head(), "content-length");
        boolean whole = length != null || header(answer.head(), "transfer-encoding") != null;
        boolean plain = header(answer.head(), "content-encoding") == null;
        if (answer.status() >= 200 && whole && plain && target.startsWith("/")) {
            ContractGuard.hold(
                    new Answered(
                            line[0],
                            target,
                            Set.of(),
                            answer.status(),
                            answer.head(),
                            answer.body().getBytes(StandardCharsets.UTF_8)));
        }
        return answer;
    }

    private static void pour(InputStream body, OutputStream out) {
        try {
            body.transferTo(out);
        } catch (IOException e) {
            // The service has had enough: what it answered is read by the other thread.
        }
    }

    /** Until the answer is whole: a service that is still being sent something may not hang up. */
    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
                if (isWhole(all)) {
                    break;
                }
            }
        } catch (java.net.SocketException e) {
            // Cut off: what came before is what there is.
        }
        return all.toByteArray();
    }

    private static boolean isWhole(ByteArrayOutputStream sofar) {
        String text = sofar.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String length = header(text.substring(0, end), "content-length");
        return length != null && text.length() >= end + 4 + Integer.parseInt(length);
    }

    private static Answer answer(byte[] all, Duration took) {
        String text = new String(all, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0) {
            return new Answer(0, text, "", took);
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        String coding = header(head, "transfer-encoding");
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                head,
                coding == null ? body : joined(body),
                took);
    }

    /** Chunks put together; good enough for text. */
    private static String joined(String chunked) {
        List<String> lines = new ArrayList<>(List.of(chunked.split("\r\n", -1)));
        lines.removeIf(line -> line.matches("[0-9a-fA-F]{1,8}"));
        return String.join("", lines);
    }

    /** A header's value; null for none. */
    public static @Nullable String header(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }
}
