package io.effekt.access.allowance;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.access.Token;
import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Paced;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the settings that the service comes with: 1,000 requests in 10 seconds. */
@QuarkusTest
@Tag("timed")
@QuarkusTestResource(EffektTestResource.class)
class AllowancesHttpTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final int QUOTA = 1_000;
    private static final int A_SECOND = 100;

    @Test
    void everyAnswerToAKeySaysWhatItHasLeft() {
        String key = Client.key(Right.STATUS_READ);

        left(as(key).get("/api/v1/me").then().statusCode(200));
        left(as(key).get("/api/v1/status?nonsense=1").then().statusCode(400));
        left(as(key).contentType("application/json").body("[]").post(DOOR).then().statusCode(403));
        left(as(key).get("/api/v1/nothing").then().statusCode(404));
        left(as(key).delete("/api/v1/status").then().statusCode(405));
    }

    @Test
    void everyAnswerToAPersonToo() {
        String token = Token.of(UUID.randomUUID().toString(), "viewer").signed();

        left(as(token).get("/api/v1/me").then().statusCode(200));
        left(as(token).get("/api/v1/me").then().statusCode(200));
    }

    private static void left(ValidatableResponse answer) {
        answer.header("RateLimit-Policy", "\"requests\";q=1000;w=10")
                .header("RateLimit", matchesPattern("\"requests\";r=99[0-9];t=1"));
    }

    @Test
    void theAdministratorsKeyAndNobodyHaveNothingToBeTold() {
        given().get("/api/v1/me").then().statusCode(200).header("RateLimit", nullValue());
        given().noFilters()
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .header("RateLimit", nullValue());
    }

    @Test
    void tenTimesTheLimitOfOneKeyIsRefusedAndNoNeighbourNotices() throws Exception {
        String flooding = Client.key(Right.STATUS_READ);
        String neighbour = Client.key(Right.STATUS_READ);
        Duration lasting = Duration.ofSeconds(8);
        long start = System.nanoTime();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<Paced> flooded =
                    two.submit(() -> Paced.get("127.0.0.6", flooding, 10 * A_SECOND, lasting));
            Future<Paced> calm = two.submit(() -> Paced.get(neighbour, A_SECOND / 2, lasting));

            refusal(flooded, () -> as(flooding).get("/api/v1/me"))
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .header("RateLimit-Policy", "\"requests\";q=1000;w=10")
                    .header("RateLimit", startsWith("\"requests\";r=0;t="))
                    .body("code", equalTo("too-many-requests"))
                    .body("detail", containsString("Retry-After"));

            Paced flood = flooded.get();
            Paced others = calm.get();
            System.out.println("flood " + flood + " neighbour " + others);
            long filled = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
            int refused = flood.answered(429);
            assertEquals(flood.sent(), flood.answered() + refused, flood::toString);
            assertTrue(flood.answered() <= QUOTA + filled * A_SECOND, flood::toString);
            assertTrue(refused > flood.sent() / 3, flood::toString);
            assertTrue(others.answered() >= others.sent() * 0.999, others::toString);
            assertTrue(others.p99().toMillis() <= 500, others::toString);
        }
    }

    @Test
    void aPersonIsRefusedTooBeforeTheirBodyIsRead() throws Exception {
        String token = Token.of(UUID.randomUUID().toString(), "steward").signed();
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            Future<Paced> flooded =
                    one.submit(() ->
                            Paced.get("127.0.0.7", token, 5 * A_SECOND, Duration.ofSeconds(5)));

            refusal(
                            flooded,
                            () ->
                                    as(token)
                                            .contentType("application/json")
                                            .body("{{{ no JSON at all")
                                            .post(DOOR))
                    .body("code", equalTo("too-many-requests"));

            Paced flood = flooded.get();
            assertEquals(flood.sent(), flood.answered() + flood.answered(429), flood::toString);
            assertTrue(flood.answered(429) > 300, flood::toString);
        }
    }

    /** Calls while the flood goes on, until it is one call too many: the last 429 it saw. */
    private static ValidatableResponse refusal(Future<?> flood, Supplier<Response> call) {
        Response refused = null;
        while (!flood.isDone()) {
            Response answer = call.get();
            refused = answer.statusCode() == 429 ? answer : refused;
        }
        assertNotNull(refused, "nothing was refused");
        return refused.then();
    }
}
