package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.access.Right;
import io.effekt.dataset.Dataset;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    private static final int ROWS = Integer.getInteger("effekt.test.expand.rows", 1_000);

    /** The best of so many counts, on either side: others use the machine too. */
    private static final int TIMES = 2;

    private static final int TIMES_WHEN_SLOW = 20;
    private static final int MOST = 3;
    private static final int TEAMS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String random = "ex" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void everyExpandIsWithinThreeTimesTheRowsAlone() throws Exception {
        load();
        String limited = Client.limited("\"teams\": [\"" + random + "0\"]", Right.BI_READ);
        List<String> slow = new ArrayList<>();
        for (Dataset set : ProgramDatasets.all()) {
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

    private void compare(String key, String without, String with, List<String> slow)
            throws Exception {
        long alone = Long.MAX_VALUE;
        long expanded = Long.MAX_VALUE;
        int rows = 0;
        for (int i = 0; i < TIMES || (i < TIMES_WHEN_SLOW && isSlow(alone, expanded)); i++) {
            long began = System.nanoTime();
            byte[] plain = read(key, without);
            long between = System.nanoTime();
            byte[] more = read(key, with);
            expanded = Math.min(expanded, System.nanoTime() - between);
            alone = Math.min(alone, between - began);
            rows = JSON.readTree(plain).path("value").size();
            assertEquals(rows, JSON.readTree(more).path("value").size(), with);
        }
        String told =
                "%s: %d rows, %.1f ms, with it %.1f ms"
                        .formatted(with, rows, alone / 1e6, expanded / 1e6);
        System.out.println(told);
        if (isSlow(alone, expanded)) {
            slow.add(told);
        }
    }

    private static boolean isSlow(long alone, long expanded) {
        // A page of few rows is over in a moment: a switch of threads is more than that.
        return expanded > MOST * alone + Duration.ofMillis(15).toNanos();
    }

    private byte[] read(String key, String path) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + RestAssured.port + path))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    private void load() {
        Defined.stream(random);
        for (int team = 0; team < TEAMS; team++) {
            Defined.team(random + team, random);
        }
        Defined.kpi(random, Defined.SUM.replace("\"month\"", "\"day\""));
        List<String> items = new ArrayList<>();
        LocalDate first = LocalDate.of(2020, 1, 1);
        for (int i = 0; i < ROWS; i++) {
            items.add(
                    "{\"id\":\"%2$d\",\"source\":\"%1$s\",\"kpi\":\"%1$s\",\"scope\":\"team:%1$s%3$d\",\"period\":\"%4$s\",\"value\":1}"
                            .formatted(random, i, i % TEAMS, first.plusDays(i / TEAMS)));
        }
        String rejected =
                given().contentType("application/json")
                        .header("Prefer", "wait=60, return=minimal")
                        .body(items.toString())
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
