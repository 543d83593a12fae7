package io.effekt.faults;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Answered;
import io.effekt.testing.ContractGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One connection to one instance of the service; decimals are read exactly. */
final class Api {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI url;
    private final Supplier<String> key;

    Api(URI url) {
        this.url = url;
        key = AdminCaller::key;
    }

    /** The same for another client. */
    Api(URI url, String key) {
        this.url = url;
        this.key = () -> key;
    }

    /** An answer whose body is JSON. */
    record Answer(int status, JsonNode body) {
        /** The body, if the answer is what it should be. */
        JsonNode expect(int... statuses) {
            for (int expected : statuses) {
                if (status == expected) {
                    return body;
                }
            }
            throw new AssertionError("answered " + status + ": " + body);
        }
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    Answer put(String path, String json) throws IOException {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    Answer delete(String path) throws IOException {
        return send(request(path).DELETE().build());
    }

    /** Posts JSON, and waits for its outcome so many seconds; 0 does not wait. */
    Answer post(String path, String json, int wait) throws IOException {
        HttpRequest.Builder request = request(path);
        if (wait > 0) {
            request.header("Prefer", "wait=" + wait);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve("/api/v1" + path))
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + key.get())
                .header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            ContractGuard.hold(
                    new Answered(
                            request.method(),
                            request.uri().getRawPath()
                                    + (request.uri().getRawQuery() == null
                                            ? ""
                                            : "?" + request.uri().getRawQuery()),
                            Set.of(),
                            response.statusCode(),
                            response.headers().map().entrySet().stream()
                                    .map(header ->
                                            header.getKey() + ": " + header.getValue().getFirst())
                                    .collect(Collectors.joining("\r\n")),
                            response.body()));
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
