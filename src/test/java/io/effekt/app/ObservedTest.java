package io.effekt.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.Test;

/** What anyone who looks after the service sees of it. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ObservedTest {
    @Inject Database database;

    private final String run = "o" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aPostShowsInTheNumbers() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(run, Defined.SUM);
        double counted = number("effekt_measurements_total{receipt=\"counted\"");
        double accepted = number("effekt_door_items_total{receipt=\"accepted\"");
        double batches = number("effekt_append_batch_size_count");
        double sizes = number("effekt_append_batch_size_sum");
        double times = number("effekt_append_batch_time_seconds_count");

        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        """
                        {"id": "%s", "kpi": "%s", "scope": "team:%s", "value": 1,
                         "observedAt": "2024-03-05T12:00:00Z"}
                        """
                                .formatted(run, run, run))
                .post("/api/v1/measurements")
                .then()
                .body("receipts[0].receipt", is("counted"));

        assertEquals(counted + 1, number("effekt_measurements_total{receipt=\"counted\""));
        assertEquals(accepted + 1, number("effekt_door_items_total{receipt=\"accepted\""));
        assertTrue(number("effekt_append_batch_size_count") > batches);
        assertEquals(sizes + 1, number("effekt_append_batch_size_sum"));
        assertTrue(number("effekt_append_batch_size_max") >= 1);
        assertTrue(number("effekt_append_batch_time_seconds_count") > times);
        assertTrue(number("effekt_append_batch_time_seconds_sum") > 0);
        String posts =
                metrics()
                        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
                        .filter(line -> line.contains("uri=\"/api/v1/measurements\""))
                        .filter(line -> line.contains("method=\"POST\""))
                        .filter(line -> line.contains("status=\"200\""))
                        .findFirst()
                        .orElseThrow();
        assertTrue(Double.parseDouble(posts.substring(posts.lastIndexOf(' '))) >= 1, posts);
        becomes("effekt_consumer_lag", 0);
        becomes("effekt_evaluator_lag_seconds", 0);
    }

    @Test
    void theLagOfTheEvaluatorIsTheAgeOfTheOldestMark() {
        Boolean seen =
                database.ifFreeHolding(
                        "evaluate " + run,
                        () -> {
                            database.query(
                                    "insert into dirty_mark (kpi, marked_at) values"
                                            + " ($1, now() - interval '1 hour')",
                                    run);
                            Awaitility.await("an hour")
                                    .atMost(Duration.ofMinutes(2))
                                    .until(() -> number("effekt_evaluator_lag_seconds") >= 3_600);
                            assertTrue(number("effekt_evaluator_lag_seconds") < 3_700);
                            return true;
                        });
        assertEquals(true, seen);
        becomes("effekt_evaluator_lag_seconds", 0);
    }

    @Test
    void everyLineOfARequestHasItsId() {
        List<String> ids = new CopyOnWriteArrayList<>();
        ExtHandler listening =
                new ExtHandler() {
                    @Override
                    protected void doPublish(ExtLogRecord line) {
                        ids.add(String.valueOf(line.getMdc("request")));
                    }
                };
        Logger logger = Logger.getLogger(LoggingResource.class.getName());
        logger.addHandler(listening);
        try {
            given().header("X-Request-Id", "one." + run)
                    .get("/test/logging")
                    .then()
                    .statusCode(200)
                    .header("X-Request-Id", "one." + run);
            given().header("X-Request-Id", "two." + run).get("/test/logging");
        } finally {
            logger.removeHandler(listening);
        }

        assertEquals(List.of("one." + run, "two." + run), ids);
    }

    private static void becomes(String name, double value) {
        Awaitility.await(name + " becomes " + value)
                .atMost(Duration.ofMinutes(2))
                .until(() -> number(name) == value);
    }

    /** The value of the first line that begins so; 0 when there is none yet. */
    private static double number(String beginning) {
        return metrics()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    private static Stream<String> metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString().lines();
    }
}
