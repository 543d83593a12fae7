package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.OwnWrites;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A client that reads right after a write was answered never finds what was there before. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OwnWritesHttpTest {
    /** {@code -Dwrites.rounds=200} is what the nightly lane runs. */
    private static final int ROUNDS = Integer.getInteger("writes.rounds", 2);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject Database database;

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

    @Test
    void whatCannotBeEvaluatedInTimeIsAnswered202UntilItIs() {
        String own = "w" + UUID.randomUUID().toString().substring(0, 8);
        Defined.kpi(own, Defined.SUM);
        Measured.number(own, "org", "2025-05", "4");
        String target =
                "{\"targets\": [{\"from\": \"2020-01-01\", \"comparator\": \"gte\", \"value\": 3}]}";

        List<Response> whileHeld =
                Objects.requireNonNull(
                        database.ifFreeHolding(
                                "evaluate " + own,
                                () -> {
                                    Response first = target(own, target);
                                    Response again = target(own, target);
                                    return List.of(
                                            first,
                                            again,
                                            given().get(first.header("Location")),
                                            given().get(again.header("Location")));
                                }));

        whileHeld.forEach(answer -> assertEquals(202, answer.statusCode()));
        for (Response written : whileHeld.subList(0, 2)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> given().get(written.header("Location")).statusCode() != 202);
        }
        given().get("/api/v1/status?kpi=" + own + "&scope=org&period=2025-05")
                .then()
                .body("items[0].status", equalTo("on_track"));
        assertEquals(200, target(own, target).statusCode(), "the same again");
    }

    private static Response target(String kpi, String body) {
        return given().contentType("application/json")
                .header("Prefer", "wait=1")
                .body(body)
                .put("/api/v1/kpis/" + kpi + "/targets/org");
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
