package io.effekt.kpi.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.MovableClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What time alone changes: nobody posts anything. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusByTheClockTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    @Inject MovableClock clock;

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "clock-" + own;
    private final YearMonth month = YearMonth.now(OSLO).minusMonths(1);

    @BeforeEach
    void define() {
        Defined.stream("s-" + own);
        Defined.team("t-" + own, "s-" + own);
        Defined.kpi(kpi, Defined.SUM);
        Defined.target(kpi, "org", "\"comparator\":\"gte\",\"value\":5");
    }

    @AfterEach
    void backToNow() {
        clock.moveAhead(Duration.ZERO);
    }

    private void post(Instant observedAt, int hours) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(
                        """
                        {"id":"%s","kpi":"%s","scope":"team:t-%s","observedAt":"%s","value":%d}
                        """
                                .formatted(UUID.randomUUID(), kpi, own, observedAt, hours))
                .post("/api/v1/measurements")
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", equalTo("counted"));
    }

    private ValidatableResponse headline() {
        return given().get("/api/v1/status?kpi=" + kpi + "&scope=team:t-" + own).then();
    }

    private void becomes(String status) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> headline().body("items[0].status", is(status)));
    }

    @Test
    void aHeadlineGetsStaleByItself() {
        post(month.atDay(10).atTime(12, 0).atZone(OSLO).toInstant(), 7);
        becomes("on_track");
        headline().body("items[0].lastStatus", nullValue());

        clock.moveAhead(Duration.ofDays(100));

        becomes("stale");
        headline().body("items[0].value", is(7)).body("items[0].period", is(month.toString()));
        headline().body("items[0].lastStatus", is("on_track"));
    }

    @Test
    void whatIsObservedAMomentAheadCountsOnceThatMomentHasCome() {
        Instant soon = Instant.now().plusSeconds(9).truncatedTo(ChronoUnit.MILLIS);
        post(soon, 7);
        assertEquals("no_data", headline().extract().<String>path("items[0].status"));

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> headline().body("items[0].value", is(7)));
    }
}
