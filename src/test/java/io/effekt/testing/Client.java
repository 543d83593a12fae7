package io.effekt.testing;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A client with a key of its own, issued by the administrator. */
public final class Client {
    private Client() {}

    /** The key of a new client without limits. */
    public static String key(String... scopes) {
        return limited("", scopes);
    }

    /**
     * The key of a new client.
     *
     * @param limits fields, for instance {@code "teams": ["a"]}; may be empty
     */
    public static String limited(String limits, String... scopes) {
        return given().header("Authorization", "Bearer " + AdminCaller.key())
                .contentType("application/json")
                .body(
                        "{\"client\": \"c%s\", \"scopes\": [%s]%s}"
                                .formatted(
                                        UUID.randomUUID(),
                                        List.of(scopes).stream()
                                                .map(scope -> '"' + scope + '"')
                                                .collect(Collectors.joining(", ")),
                                        limits.isEmpty() ? "" : ", " + limits))
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
