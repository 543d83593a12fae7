package io.effekt.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The service's own HTTP door, used as any client would use it. Everything sent here may be sent
 * twice, so whatever was not answered, or was answered with 429 or 503, is sent again until it is.
 */
final class SampleDoor {
    private static final Logger LOG = Logger.getLogger(SampleDoor.class);
    private static final Set<Integer> SEND_AGAIN = Set.of(429, 503);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;

    private final String key;

    /**
     * @param base scheme, host and port
     * @param key of an administrator
     */
    SampleDoor(URI base, String key) {
        this.key = key;
        this.base = base;
    }

    /** The service refused what the sample says: a broken program. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * How many items of a batch got which receipt.
     *
     * @param taken {@code accepted}, or further already
     * @param rejections code and sentence of each rejected item
     */
    record Receipts(int taken, int duplicate, int held, List<String> rejections) {}

    /** Takes over the standard catalogue; what is defined already is left as it is. */
    void adoptCatalogue() throws InterruptedException {
        define("catalogue/adopt", sending("catalogue/adopt", "POST", Json.object()));
    }

    /** Sets many definitions, all or none; returns once they can be read. */
    void putDefinitions(ObjectNode document) throws InterruptedException {
        define("definitions", sending("definitions", "PUT", document));
    }

    private void define(String path, HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<String> answer = send(request);
        // 202: accepted, not yet applied. The same once more waits for it, and changes nothing.
        while (answer.statusCode() == 202) {
            answer = send(request);
        }
        if (answer.statusCode() != 200) {
            throw refused(path, answer);
        }
    }

    /**
     * Posts measurements.
     *
     * @param wait seconds to wait for {@code counted}; 0 for {@code accepted}
     */
    Receipts post(List<SampleMeasurement> batch, int wait) throws InterruptedException {
        return post(SampleJson.batch(batch), null, wait);
    }

    /** As {@link #post(List, int)}, under an import of its own when one is given. */
    Receipts post(ArrayNode batch, @Nullable UUID importId, int wait) throws InterruptedException {
        String path = "measurements";
        HttpRequest.Builder request = sending(path, "POST", batch);
        if (importId != null) {
            request.header("Effekt-Import", importId.toString());
        }
        if (wait > 0) {
            request.header("Prefer", "wait=" + wait);
        }
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 207) {
            throw refused(path, answer);
        }
        JsonNode body = read(answer);
        List<String> rejections =
                body.path("receipts")
                        .valueStream()
                        .filter(r -> r.path("receipt").asText().equals("rejected"))
                        .map(r ->
                                r.path("id").asText()
                                        + ": "
                                        + r.path("code").asText()
                                        + ", "
                                        + r.path("detail").asText())
                        .toList();
        return new Receipts(
                body.path("accepted").asInt() + body.path("counted").asInt(),
                body.path("duplicate").asInt(),
                body.path("held").asInt(),
                rejections);
    }

    /** Takes an import back and waits until it counts no more. */
    void takeBack(UUID importId, String reason, int wait) throws InterruptedException {
        String path = "imports/" + importId + "/retract";
        HttpResponse<String> answer =
                send(
                        sending(path, "POST", Json.object().put("reason", reason))
                                .header("Prefer", "wait=" + wait));
        if (answer.statusCode() != 200 && answer.statusCode() != 202) {
            throw refused(path, answer);
        }
    }

    /** Whether the service has counted the measurement. */
    boolean has(String id) throws InterruptedException {
        String path = "measurements/one?source=" + SampleOrganisation.SOURCE + "&id=" + id;
        HttpResponse<String> answer = send(request(path).GET());
        return switch (answer.statusCode()) {
            case 200 -> read(answer).path("receipt").asText().equals("counted");
            case 404 -> false;
            default -> throw refused(path, answer);
        };
    }

    /** Reads a resource. */
    JsonNode get(String path) throws InterruptedException {
        HttpResponse<String> answer = send(request(path).GET());
        if (answer.statusCode() != 200) {
            throw refused(path, answer);
        }
        return read(answer);
    }

    private HttpRequest.Builder sending(String path, String method, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve("/api/v1/" + path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        while (true) {
            Duration pause = PAUSE;
            try {
                HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
                if (!SEND_AGAIN.contains(answer.statusCode())) {
                    return answer;
                }
                pause = retryAfter(answer);
                LOG.debugf("sample event=sent_again status=%d", answer.statusCode());
            } catch (IOException e) {
                LOG.debugf("sample event=sent_again cause=%s", e.getMessage());
            }
            Thread.sleep(pause);
        }
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("");
        if (!seconds.matches("\\d{1,4}")) {
            return PAUSE;
        }
        Duration asked = Duration.ofSeconds(Integer.parseInt(seconds));
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return Json.read(answer.body());
        } catch (MalformedJson e) {
            throw new IllegalStateException("the service answered what is not JSON", e);
        }
    }

    private static Refused refused(String path, HttpResponse<String> answer) {
        return new Refused(
                "/api/v1/%s was answered with %d: %s"
                        .formatted(path, answer.statusCode(), answer.body()));
    }
}
