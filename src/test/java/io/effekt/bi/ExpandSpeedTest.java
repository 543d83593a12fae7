package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a row belongs to costs little more than the row. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ExpandSpeedTest {
    /** Rows of a page: so many measurements, and more rows of history. */
    private static final int ROWS = Integer.getInteger("effekt.test.expand.rows", 5_000);

    private static final int TIMES = 5;
    private static final int MOST = 3;
    private static final int TEAMS = 4;

    private final String random = "ex" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void everyExpandIsWithinThreeTimesTheRowsAlone() {
        load();
        String limited = Client.limited("\"teams\": [\"" + random + "0\"]", Right.BI_READ);
        List<String> slow = new ArrayList<>();
        for (BiSet set : BiSets.all()) {
            List<String> options = new ArrayList<>();
            set.links().forEach(link -> options.add(link.name()));
            if (options.size() > 1) {
                options.add(String.join(",", options));
            }
            for (String expand : options) {
                for (String key : List.of(AdminCaller.key(), limited)) {
                    String asked = "/odata/v4/" + set.name() + "?$top=" + ROWS;
                    compare(key, asked, asked + "&$expand=" + expand, slow);
                }
            }
        }
        assertEquals(List.of(), slow);
    }

    private static void compare(String key, String without, String with, List<String> slow) {
        long alone = Long.MAX_VALUE;
        long expanded = Long.MAX_VALUE;
        int rows = 0;
        for (int i = 0; i < TIMES; i++) {
            long began = System.nanoTime();
            rows = read(key, without);
            long between = System.nanoTime();
            assertEquals(rows, read(key, with), with);
            alone = Math.min(alone, between - began);
            expanded = Math.min(expanded, System.nanoTime() - between);
        }
        String told =
                "%s: %d rows, %.1f ms, with it %.1f ms"
                        .formatted(with, rows, alone / 1e6, expanded / 1e6);
        System.out.println(told);
        // A page of few rows is over in a moment: a switch of threads is more than that.
        if (expanded > MOST * alone + Duration.ofMillis(15).toNanos()) {
            slow.add(told);
        }
    }

    private static int read(String key, String path) {
        String body =
                given().urlEncodingEnabled(false)
                        .header("Authorization", "Bearer " + key)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        // Each row of a set that can be expanded has exactly one such cell of its own.
        return body.split("\"RecordedAt\":", -1).length - 1 >= 0
                ? body.split("\\},\\{\"|\\[\\{\"", -1).length
                : 0;
    }

    private void load() {
        Defined.stream(random);
        for (int team = 0; team < TEAMS; team++) {
            Defined.team(random + team, random);
        }
        Defined.kpi(random, Defined.SUM.replace("\"month\"", "\"day\""));
        StringBuilder lines = new StringBuilder();
        LocalDate first = LocalDate.of(2020, 1, 1);
        for (int i = 0; i < ROWS; i++) {
            lines.append(
                    "{\"id\":\"%2$d\",\"source\":\"%1$s\",\"kpi\":\"%1$s\",\"scope\":\"team:%1$s%3$d\",\"period\":\"%4$s\",\"value\":1}%n"
                            .formatted(random, i, i % TEAMS, first.plusDays(i / TEAMS)));
        }
        String rejected =
                given().contentType("application/x-ndjson")
                        .header("Prefer", "wait=60, return=minimal")
                        .body(lines.toString())
                        .post("/api/v1/measurements")
                        .then()
                        .extract()
                        .asString();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() ->
                        assertTrue(
                                Integer.parseInt(
                                                given().urlEncodingEnabled(false)
                                                        .get(
                                                                "/odata/v4/KpiStatusHistory/$count?$filter=Kpi%20eq%20'"
                                                                        + random
                                                                        + "'")
                                                        .asString())
                                        >= ROWS,
                                rejected));
    }
}
