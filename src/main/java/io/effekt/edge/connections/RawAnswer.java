package io.effekt.edge.connections;

import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An answer that is written straight to a connection, which is closed after it. */
final class RawAnswer {
    static final Problem TOO_SLOW =
            Problem.of(
                    408,
                    "request-too-slow",
                    "Send the whole request at once, on a connection that brings it faster.");

    private RawAnswer() {}

    /**
     * All its bytes.
     *
     * @param path says in which form; what is in it is said back
     */
    static byte[] of(Problem problem, String path) {
        byte[] body = Problems.json(problem, path);
        String head =
                "HTTP/1.1 "
                        + HttpResponseStatus.valueOf(problem.status())
                        + "\r\nConnection: close\r\nCache-Control: no-store\r\n"
                        + "X-Content-Type-Options: nosniff\r\nContent-Type: "
                        + Problems.type(path)
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }
}
