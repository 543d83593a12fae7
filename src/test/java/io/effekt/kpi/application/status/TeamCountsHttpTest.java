package io.effekt.kpi.application.status;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.TestOrder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A team that comes, moves or goes is counted everywhere at once, and nothing is evaluated for it
 * where it has reported nothing.
 */
@QuarkusTest
@Order(TestOrder.WHOLE_STORE + 1)
@QuarkusTestResource(EffektTestResource.class)
class TeamCountsHttpTest {
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final int CHANGES = Integer.getInteger("teams.changes", 5);
    private static final List<String> UNITS = List.of("week", "month", "quarter");

    private static final String SURVEY =
            """
            "unit":"points","shape":"scores","aggregation":"mean","rollUp":"pooled",
            "direction":"up","period":"month"
            """;

    private final String own = "tc" + UUID.randomUUID().toString().substring(0, 8);
    private final Random random = new Random(SEED);

    @Inject Database database;

    @Test
    void whateverTeamsDoTheCountsAreThoseOfAnEvaluationFromTheBeginning() {
        System.out.println("counts of teams: -Dtest.seed=" + SEED);
        for (int stream = 0; stream < 3; stream++) {
            Defined.stream(own + "-s" + stream);
        }
        for (int team = 0; team < 4; team++) {
            put(team, membership(random.nextInt(3), "2024-01-01", null));
        }
        for (String unit : UNITS) {
            Defined.kpi(
                    own + unit, Defined.SUM.replace("month", unit) + ",\"dimensions\":[\"site\"]");
            for (int team = 0; team < 4; team++) {
                measure(unit, team);
            }
        }

        Defined.kpi(own + "survey", SURVEY);
        for (int team = 0; team < 4; team++) {
            for (int month = 1; month < 4; month++) {
                Measured.put(
                        own + "survey",
                        "team:" + own + team,
                        "\"period\": \"2024-0" + month + "\"",
                        "\"scores\": {\"7\": " + (1 + random.nextInt(9)) + "}");
            }
        }

        for (int change = 0; change < CHANGES; change++) {
            change(random.nextInt(8));
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() ->
                        given().post("/api/v1/projections/verify")
                                .then()
                                .statusCode(200)
                                .body("different.kpi_status_history", equalTo(0))
                                .body("different.kpi_status", equalTo(0)));
    }

    /** Teams 4 to 7 never report. */
    private void change(int team) {
        LocalDate first = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(500));
        LocalDate second = first.plusDays(1 + random.nextInt(200));
        switch (random.nextInt(5)) {
            case 0 -> put(team, "");
            case 1 -> put(team, membership(random.nextInt(3), first.toString(), null));
            case 2 ->
                    put(
                            team,
                            membership(random.nextInt(3), first.toString(), second.toString())
                                    + ","
                                    + membership(random.nextInt(3), second.toString(), null));
            case 3 -> put(team, membership(random.nextInt(3), first.toString(), second.toString()));
            default ->
                    given().delete("/api/v1/teams/" + own + team + "?on=" + second)
                            .then()
                            .statusCode(oneOf(200, 404, 422));
        }
        if (random.nextInt(4) == 0 && team < 4) {
            measure(UNITS.get(random.nextInt(UNITS.size())), team);
        }
    }

    private void measure(String unit, int team) {
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        """
                        {"id": "%s", "source": "urn:%s", "kpi": "%s", "scope": "team:%s",
                         "observedAt": "%sT12:00:00Z", "value": 1, "dimensions": {"site": "%s"}}
                        """
                                .formatted(
                                        UUID.randomUUID(),
                                        own,
                                        own + unit,
                                        own + team,
                                        LocalDate.of(2024, 2, 1).plusDays(random.nextInt(300)),
                                        random.nextBoolean() ? "a" : "b"))
                .post("/api/v1/measurements")
                .then()
                .statusCode(oneOf(200, 207, 422));
    }

    private static String membershipOf(String stream, String from, @Nullable String to) {
        return "{\"valueStream\":\"%s\",\"from\":\"%s\",\"to\":%s}"
                .formatted(stream, from, to == null ? "null" : '"' + to + '"');
    }

    private String membership(int stream, String from, @Nullable String to) {
        return membershipOf(own + "-s" + stream, from, to);
    }

    private void put(int team, String memberships) {
        given().contentType("application/json")
                .body(
                        "{\"name\":\"T\",\"status\":\"active\",\"memberships\":[%s]}"
                                .formatted(memberships))
                .put("/api/v1/teams/" + own + team)
                .then()
                .statusCode(oneOf(200, 201));
    }

    /** Who names the KPI sees it at once; who names none once all KPIs are counted. */
    @Test
    void whereItHasReportedNothingItIsCountedAndNothingIsEvaluated() {
        Defined.stream(own);
        Defined.stream(own + "-other");
        Defined.team(own + "-a", own);
        Defined.team(own + "-b", own);
        Defined.kpi(own, Defined.SUM);
        Measured.number(own, "team:" + own + "-a", "2025-01", "5");
        String since = evaluated("team:" + own + "-a");
        int before = teams("");

        Defined.team(own + "-c", own + "-other");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertEquals(before + 1, teams("")));
        Defined.team(own + "-d", own + "-other");
        assertEquals(before + 2, teams("&kpi=" + own));

        assertEquals(0, marks(), "nothing is left to do");
        assertEquals(since, evaluated("team:" + own + "-a"));
    }

    private int teams(String filter) {
        return given().get("/api/v1/status?scope=org&limit=1000" + filter)
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.kpi == '" + own + "' }.coverage.teams");
    }

    private int marks() {
        return database.query(
                        "select count(*)::integer from dirty_mark where kpi = $1 and due_at is null",
                        own)
                .iterator()
                .next()
                .getInteger(0);
    }

    private String evaluated(String scope) {
        return database.query(
                        """
                        select string_agg(evaluated_at::text, ' ' order by period_start)
                        from kpi_status_history where kpi = $1 and scope = $2
                        """,
                        own,
                        scope)
                .iterator()
                .next()
                .getString(0);
    }
}
