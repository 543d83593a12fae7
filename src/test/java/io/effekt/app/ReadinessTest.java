package io.effekt.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Frozen;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who cannot take what is posted does not say that it is ready. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ReadinessTest {
    @Test
    void aBrokerThatDoesNotAnswerMakesItUnreadyAndNotDead() {
        awaitReady(200);
        try (Frozen broker = Frozen.server("Kafka")) {
            awaitReady(503);
            given().get("/q/health/ready")
                    .then()
                    .body(containsString("Kafka does not answer. For "));
            given().get("/q/health/live").then().statusCode(200);
        }
        awaitReady(200);
        // Anyone who tests next finds the partitions where they were.
        Awaitility.await("partitions are read again")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        Integer.valueOf(12)
                                .equals(
                                        given().get("/q/health/ready")
                                                .path(
                                                        "checks.find { it.name == 'measurements' }"
                                                                + ".data.partitions")));
    }

    private static void awaitReady(int status) {
        Awaitility.await("ready answers " + status)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> given().get("/q/health/ready").statusCode() == status);
    }
}
