package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.OwnWrites;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A client that reads right after a write was answered never finds what was there before. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OwnWritesHttpTest {
    /** {@code -Dwrites.rounds=200} is what the nightly lane runs. */
    private static final int ROUNDS = Integer.getInteger("writes.rounds", 4);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aWriteThatWasAnsweredIsReadInStatusesToo() {
        String own = "w" + UUID.randomUUID().toString().substring(0, 8);
        OwnWrites client =
                new OwnWrites(OwnWritesHttpTest::send, OwnWritesHttpTest::send, own).begin();
        for (int round = 0; round < ROUNDS; round++) {
            client.round(round);
        }
        List<Long> millis = client.millis();
        System.out.printf(
                "own writes: %d writes, median %d ms, 95th percentile %d ms, slowest %d ms%n",
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 95 / 100),
                millis.getLast());
    }

    private static JsonNode send(String method, String path, String body) {
        RequestSpecification request = given().contentType("application/json");
        if (method.equals("POST")) {
            request.header("Prefer", "wait=30");
        }
        if (!body.isEmpty()) {
            request.body(body);
        }
        int held = method.equals("POST") ? 202 : 200;
        String answer =
                request.urlEncodingEnabled(false)
                        .request(method, "/api/v1" + path)
                        .then()
                        .statusCode(oneOf(200, 201, held))
                        .extract()
                        .asString();
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
