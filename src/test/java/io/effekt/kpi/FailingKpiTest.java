package io.effekt.kpi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A KPI that cannot be evaluated keeps no other back, and is named. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class FailingKpiTest {
    @Inject Database database;

    private final String run = "f" + UUID.randomUUID().toString().substring(0, 8);
    private final String broken = run + "-broken";
    private final String whole = run + "-whole";
    private int sent;

    @Test
    void theOthersAreEvaluatedAndItIsNamedUntilItWorksAgain() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(broken, Defined.SUM);
        Defined.kpi(whole, Defined.SUM);
        measure(broken, "counted", 30);
        setStatus("nonsense");
        try {
            measure(broken, "accepted", 2);
            measure(whole, "counted", 20);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body(containsString("degraded: " + broken))
                    .body(not(containsString("degraded: " + whole)));
            given().get("/q/metrics")
                    .then()
                    .body(containsString("effekt_evaluator_failures_total{kpi=\"" + broken))
                    .body(containsString("effekt_evaluator_failing_kpis 1.0"));
        } finally {
            setStatus("no_target");
        }
        Awaitility.await("it works again")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        !given().get("/q/health/ready").asString().contains("degraded: " + broken));
        measure(broken, "counted", 20);
    }

    private void setStatus(String status) {
        database.query("update kpi_status set status = $1 where kpi = $2", status, broken);
    }

    private void measure(String kpi, String receipt, int wait) {
        given().contentType("application/json")
                .header("Prefer", "wait=" + wait)
                .body(
                        """
                        {"id": "%s%d", "kpi": "%s", "scope": "team:%s", "value": 1,
                         "observedAt": "2024-03-05T12:00:00Z"}
                        """
                                .formatted(run, sent++, kpi, run))
                .post("/api/v1/measurements")
                .then()
                .body("receipts[0].receipt", is(receipt));
    }
}
