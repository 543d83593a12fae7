package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.MovableClock;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load of many pages shows what the first page saw, whatever happens meanwhile. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class LongLoadTest {
    private final String random = "ll" + UUID.randomUUID().toString().substring(0, 8);
    private String key = "";

    @Inject MovableClock clock;

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(random, random);
        Defined.team(random + "b", random);
        Defined.kpi(random, Defined.SUM);
        for (int month = 1; month < 5; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, "1.50");
            Measured.number(random, "team:" + random + "b", "2026-0" + month, "2");
        }
        key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
    }

    private RequestSpecification reader() {
        return given().header("Authorization", "Bearer " + key).urlEncodingEnabled(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KpiStatus?$orderby=Value%20desc",
                "KpiStatusHistory",
                "KpiStatusHistory?$orderby=Status,Value%20desc",
                "Measurements",
                "Measurements?$filter=IsStanding",
                "Measurements?$orderby=IsStanding,Value"
            })
    void allPagesShowThePictureOfTheFirst(String asked) {
        String path = "/odata/v4/" + asked;
        List<Map<String, Object>> before = rows(path, 20_000, () -> {});
        int[] page = {0};

        List<Map<String, Object>> loaded =
                rows(
                        path,
                        2,
                        () -> {
                            page[0]++;
                            happens(page[0]);
                        });

        assertEquals(before, loaded);
        assertNotEquals(before, rows(path, 20_000, () -> {}), "nothing has happened");
    }

    /** New months, values that change, and a measurement that is taken back. */
    private void happens(int page) {
        if (page == 1) {
            Measured.number(random, "team:" + random, "2025-12", "7");
            Measured.number(random, "team:" + random + "b", "2026-05", "9");
            // In the last rows of an order by the key, which no page has shown yet.
            Map<String, Object> last = rows("/odata/v4/Measurements", 20_000, () -> {}).getLast();
            Measured.put(
                    random,
                    String.valueOf(last.get("Scope")),
                    "\"period\": \"%s\"".formatted(last.get("Period")),
                    "\"reason\": \"wrong\", \"retracts\": \"%s\"".formatted(last.get("Id")));
        } else if (page == 2) {
            Measured.number(random, "team:" + random, "2026-04", "100");
            Measured.number(random, "team:" + random, "2026-01", "-100");
        }
    }

    /** While somebody writes all the time, the number that is said is that of the rows. */
    @Test
    void theCountIsOfTheSamePicture() throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    while (goesOn.get()) {
                        Measured.number(
                                random,
                                "team:" + random,
                                "2026-03",
                                "" + written.incrementAndGet());
                    }
                });
        try {
            for (int i = 0; i < 40 || (written.get() < 20 && !writer.isDone()); i++) {
                JsonPath page =
                        reader().get("/odata/v4/Measurements?$count=true&$select=Id")
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath();
                assertEquals(page.getLong("'@odata.count'"), page.getList("value").size());
            }
        } finally {
            goesOn.set(false);
        }
        writer.get(30, TimeUnit.SECONDS);
        assertTrue(written.get() >= 20, "written " + written.get());
    }

    @Test
    void definitionsToo() {
        String path = "/odata/v4/Kpis?$select=Kpi,Unit,Version";
        for (String also : List.of("x", "y")) {
            Defined.kpi(random + also, Defined.SUM);
        }
        key =
                Client.limited(
                        "\"kpis\": [\"%1$s\", \"%1$sx\", \"%1$sy\"]".formatted(random),
                        Right.BI_READ);
        List<Map<String, Object>> before = rows(path, 20_000, () -> {});
        assertEquals(3, before.size());

        List<Map<String, Object>> loaded =
                rows(
                        path,
                        1,
                        () -> Defined.kpi(random + "y", Defined.SUM.replace("\"h\"", "\"day\"")));

        assertEquals(before, loaded);
    }

    /** A link ends before what it would show does. */
    @Test
    void aLinkIsGoodForLessThanTwoHours() {
        String next =
                reader().header("Prefer", "odata.maxpagesize=2")
                        .get("/odata/v4/KpiStatusHistory")
                        .jsonPath()
                        .getString("'@odata.nextLink'");
        try {
            clock.moveAhead(Duration.ofMinutes(109));
            reader().get(next).then().statusCode(200);
            clock.moveAhead(Duration.ofMinutes(111));
            reader().get(next)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("invalid-token"))
                    .body("error.message", containsString("two hours"));
        } finally {
            clock.moveAhead(Duration.ZERO);
        }
    }

    @Test
    void whatStoodTwoHoursAgoIsForgotten() throws SQLException {
        Measured.number(random, "team:" + random, "2026-01", "5");
        said("exists (select from past where scope = 'org')", "nothing stood before");
        String ended =
                "update effekt.kpi_status_history_past set ended_at = now() - interval '%d minutes'"
                        + " where kpi = '%s' and scope = '%s'";
        TestServers.asSuperuser(ended.formatted(121, random, "team:" + random));
        TestServers.asSuperuser(ended.formatted(119, random, "org"));

        Measured.number(random, "team:" + random + "b", "2026-02", "6");

        String old = "ended_at < now() - interval '%d minutes'";
        said("not exists (select from past where " + old.formatted(120) + ")", "it is kept");
        said("exists (select from past where " + old.formatted(118) + ")", "younger ones go too");
    }

    private void said(String condition, String otherwise) throws SQLException {
        TestServers.asSuperuser(
                """
                do $$ begin
                    assert (with past as (select * from effekt.kpi_status_history_past
                        where kpi = '%s') select %s), '%s';
                end $$
                """
                        .formatted(random, condition, otherwise));
    }

    @Test
    void whatStoodBeforeIsNotShownToWhomItWasHiddenFrom() {
        Defined.kpi(random + "zz", Defined.SUM);
        String other = Client.limited("\"kpis\": [\"" + random + "zz\"]", Right.BI_READ);
        key = other;

        assertTrue(rows("/odata/v4/KpiStatusHistory", 2, () -> {}).isEmpty());
    }

    private List<Map<String, Object>> rows(String path, int size, Runnable betweenPages) {
        List<Map<String, Object>> rows = new ArrayList<>();
        @Nullable String next = path;
        while (next != null) {
            JsonPath page =
                    reader().header("Prefer", "odata.maxpagesize=" + size)
                            .get(next.replace(" ", "%20"))
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            rows.addAll(page.getList("value"));
            next = page.getString("'@odata.nextLink'");
            if (next != null) {
                betweenPages.run();
            }
        }
        return rows;
    }
}
