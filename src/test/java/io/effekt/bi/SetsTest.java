package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.MovableClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and columns that a report needs and no measurement brings by itself. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SetsTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final String RATIO =
            "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                    + "\"period\":\"month\",\"dimensions\":[\"zone\"],";
    private static final Duration SOON = Duration.ofMinutes(3);

    @Inject MovableClock clock;

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "set" + own;
    private final String stream = "ss" + own;
    private final String team = "st" + own;
    private final String beside = "su" + own;
    private final YearMonth month = YearMonth.now(OSLO);
    private String key = "";

    @BeforeEach
    void world() {
        Defined.stream(stream);
        Defined.team(team, stream);
        Defined.team(beside, stream);
        Defined.kpi(kpi, RATIO + "\"direction\":\"up\",\"owner\":\"Kari\"");
        Defined.target(kpi, "org", "\"comparator\":\"gte\",\"value\":70,\"warning\":60");
        key = Client.limited("\"kpis\": [\"" + kpi + "\"]", Right.BI_READ);
    }

    @AfterEach
    void backToTheMachinesTime() {
        clock.moveAhead(Duration.ZERO);
    }

    private List<Map<String, @Nullable Object>> rows(String set, String options) {
        return given().header("Authorization", "Bearer " + key)
                .urlEncodingEnabled(false)
                .get(
                        "/odata/v4/"
                                + set
                                + "?"
                                + (options.isEmpty() ? "$top=5000" : options).replace(" ", "%20"))
                .then()
                .statusCode(200)
                .extract()
                .path("value");
    }

    private List<Map<String, @Nullable Object>> history(String scope, String more) {
        return rows(
                "KpiStatusHistory",
                "$filter=Kpi eq '%s' and Scope eq '%s'%s".formatted(kpi, scope, more));
    }

    private Map<String, @Nullable Object> headline(String scope) {
        return rows(
                        "KpiStatus",
                        "$filter=Kpi eq '%s' and Scope eq '%s' and Dimension eq ''"
                                .formatted(kpi, scope))
                .getFirst();
    }

    private static List<String> told(List<Map<String, @Nullable Object>> rows) {
        return rows.stream().map(row -> row.get("Period") + " " + row.get("Status")).toList();
    }

    private List<String> api(String scope, String dimension) {
        List<Map<String, Object>> items =
                given().get(
                                "/api/v1/status/history?kpi="
                                        + kpi
                                        + "&scope="
                                        + scope
                                        + (dimension.isEmpty() ? "" : "&dimension=" + dimension))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("items");
        return items.stream().map(row -> row.get("period") + " " + row.get("status")).toList();
    }

    private void retract(String id, String scope) {
        Measured.put(
                kpi,
                scope,
                "\"observedAt\": \"2026-01-01T00:00:00Z\"",
                "\"reason\": \"wrong\", \"retracts\": \"" + id + "\"");
    }

    private String ratio(String scope, YearMonth when, int part) {
        return Measured.put(
                kpi,
                scope,
                "\"period\": \"" + when + "\"",
                "\"numerator\": %d, \"denominator\": 100, \"dimensions\": {\"zone\": \"a\"}"
                        .formatted(part));
    }

    @Test
    void everyPeriodFromTheFirstDataOnHasARowAsTheApiTellsIt() {
        ratio("team:" + team, month.minusMonths(5), 80);
        ratio("team:" + team, month.minusMonths(3), 65);
        ratio("team:" + beside, month.minusMonths(8), 65);

        for (String scope : List.of("team:" + team, "team:" + beside, "stream:" + stream, "org")) {
            for (String dimension : List.of("", "zone:a")) {
                List<String> rows = told(history(scope, " and Dimension eq '" + dimension + "'"));
                assertEquals(scope.equals("team:" + team) ? 6 : 9, rows.size(), scope);
                assertEquals(month + " pending", rows.getLast());
                assertTrue(rows.contains(month.minusMonths(2) + " no_data"), rows::toString);
                assertEquals(api(scope, dimension), rows, scope + dimension);
            }
        }
        Map<String, @Nullable Object> row = headline("team:" + team);
        assertEquals(month.minusMonths(3).toString(), row.get("Period"));
        assertEquals("stale", row.get("Status"));
        assertEquals("at_risk", row.get("LastStatus"));
    }

    @ParameterizedTest
    @CsvSource({"day, 9", "week, 4", "quarter, 2", "half_year, 2", "year, 1"})
    void periodsOfAnyLengthAreThereAlso(String unit, int ago) {
        String other = kpi + unit.substring(0, 1);
        Defined.kpi(other, Defined.SUM.replace("\"month\"", "\"" + unit + "\""));
        key = Client.limited("\"kpis\": [\"" + other + "\"]", Right.BI_READ);
        LocalDate day = LocalDate.now(OSLO);
        LocalDate then =
                switch (unit) {
                    case "day" -> day.minusDays(ago);
                    case "week" -> day.minusWeeks(ago);
                    case "quarter" -> day.minusMonths(3L * ago);
                    case "half_year" -> day.minusMonths(6L * ago);
                    default -> day.minusYears(ago);
                };
        Measured.put(
                other,
                "team:" + team,
                "\"observedAt\": \"" + then + "T00:00:00+01:00\"",
                "\"value\": 1");

        List<Map<String, @Nullable Object>> rows =
                rows(
                        "KpiStatusHistory",
                        "$filter=Kpi eq '%s' and Scope eq 'team:%s'".formatted(other, team));
        assertEquals(ago + 1, rows.size(), rows::toString);
        assertEquals("no_target", rows.getFirst().get("Status"));
        assertEquals("pending", rows.getLast().get("Status"));
    }

    @Test
    void theClockAloneBringsTheRowsOfANewPeriod() {
        ratio("team:" + team, month, 80);
        assertEquals(1, history("team:" + team, " and Dimension eq ''").size());

        clock.moveAhead(Duration.ofDays(70));

        YearMonth then = YearMonth.from(LocalDate.ofInstant(clock.instant(), OSLO));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> {
                    List<String> rows = told(history("team:" + team, " and Dimension eq ''"));
                    assertEquals(then + " pending", rows.getLast());
                    assertTrue(rows.size() >= 3, rows::toString);
                });
    }

    /** With {@code -Dsets.teams=10000} the figure of docs/measured.md. */
    @Test
    void rowsOfManyTeamsOverTwoYearsAreThereAndTheClockAddsMore() {
        int teams = Integer.getInteger("sets.teams", 30);
        for (int from = 0; from < teams; from += 1_000) {
            StringBuilder defined = new StringBuilder();
            StringBuilder measured = new StringBuilder();
            for (int i = from; i < Math.min(teams, from + 1_000); i++) {
                String comma = i == from ? "" : ",";
                defined.append(comma)
                        .append(
                                """
                                {"key":"%1$s-%2$d","name":"%2$d","memberships":[
                                {"valueStream":"%3$s","from":"2020-01-01","to":null}]}\
                                """
                                        .formatted(team, i, stream));
                measured.append(comma)
                        .append(
                                """
                                {"id":"%2$d","source":"%1$s","kpi":"%4$s","scope":"team:%1$s-%2$d",
                                "period":"%3$s","numerator":70,"denominator":100}\
                                """
                                        .formatted(team, i, month.minusMonths(23), kpi));
            }
            given().contentType("application/json")
                    .body("{\"teams\":[" + defined + "]}")
                    .put("/api/v1/definitions")
                    .then()
                    .statusCode(200);
            given().contentType("application/json")
                    .header("Prefer", "wait=30")
                    .body("[" + measured + "]")
                    .post("/api/v1/measurements")
                    .then()
                    .statusCode(lessThan(300));
        }
        long began = System.nanoTime();
        // A row a month of each team, of the stream and of the organisation, by dimension none.
        rowsBecome(24 * (teams + 2));
        long filled = System.nanoTime();
        clock.moveAhead(Duration.ofDays(32));
        YearMonth then = YearMonth.from(LocalDate.ofInstant(clock.instant(), OSLO));
        rowsBecome((int) (24 + ChronoUnit.MONTHS.between(month, then)) * (teams + 2));
        System.out.printf(
                "SetsTest %d teams: two years after the last measurement %d ms, a new period %d ms%n",
                teams, (filled - began) / 1_000_000, (System.nanoTime() - filled) / 1_000_000);
        assertEquals(
                teams + 2,
                history("stream:" + stream, " and PeriodStart eq " + month.minusMonths(2).atDay(1))
                        .getFirst()
                        .get("TeamsExpected"));
    }

    private void rowsBecome(int wanted) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() ->
                        assertEquals(
                                String.valueOf(wanted),
                                given().header("Authorization", "Bearer " + key)
                                        .get("/odata/v4/KpiStatusHistory/$count")
                                        .asString()
                                        .replace("\uFEFF", "")));
    }

    @Test
    void whatLosesItsOnlyDataKeepsItsRowAndSaysSo() {
        String first = ratio("team:" + team, month.minusMonths(6), 80);
        String between = ratio("team:" + team, month.minusMonths(4), 80);
        ratio("team:" + team, month.minusMonths(3), 80);
        String only = ratio("team:" + beside, month.minusMonths(2), 80);
        Set<String> before = keys();
        String loaded = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();

        retract(between, "team:" + team);
        retract(first, "team:" + team);
        retract(only, "team:" + beside);

        assertEquals(before, keys(), "rows have gone");
        List<String> news =
                told(history("team:" + team, " and Dimension eq '' and RecordedAt ge " + loaded));
        assertTrue(news.contains(month.minusMonths(6) + " no_data"), news::toString);
        assertTrue(news.contains(month.minusMonths(4) + " no_data"), news::toString);
        assertTrue(
                told(history("team:" + beside, " and RecordedAt ge " + loaded))
                        .contains(month.minusMonths(2) + " no_data"));
        // The headline of what has nothing any more stays for those who load what is new.
        Map<String, @Nullable Object> row = headline("team:" + beside);
        assertEquals("no_data", row.get("Status"));
        assertTrue(String.valueOf(row.get("RecordedAt")).compareTo(loaded) > 0, row::toString);
        given().get("/api/v1/status?kpi=" + kpi + "&level=team")
                .then()
                .body("items.scope", equalTo(List.of("team:" + team)));
        given().get(
                        "/api/v1/status?kpi=%s&level=team&period=%s"
                                .formatted(kpi, month.minusMonths(1)))
                .then()
                .body("items.scope", equalTo(List.of("team:" + team)));
        liveIsWhatTheLogGives();
        ratio("team:" + beside, month.minusMonths(1), 90);
        assertEquals("on_track", headline("team:" + beside).get("Status"));
    }

    @Test
    void aStreamThatATeamNeverBelongedToAfterAllKeepsItsRows() {
        String other = "sv" + own;
        Defined.stream(other);
        ratio("team:" + team, month.minusMonths(2), 80);
        String loaded = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        Defined.team(team, other);

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> {
                    assertTrue(
                            told(history("stream:" + stream, " and RecordedAt ge " + loaded))
                                    .contains(month.minusMonths(2) + " no_data"));
                    assertTrue(
                            told(history("stream:" + other, ""))
                                    .contains(month.minusMonths(2) + " on_track"));
                });
        liveIsWhatTheLogGives();
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (String set : List.of("KpiStatus", "KpiStatusHistory")) {
            for (Map<String, @Nullable Object> row :
                    rows(set, "$filter=Kpi eq '" + kpi + "' and ScopeLevel eq 'team'")) {
                keys.add(
                        set
                                + row.get("Scope")
                                + row.get("Dimension")
                                + (set.equals("KpiStatus") ? "" : row.get("PeriodStart")));
            }
        }
        return keys;
    }

    private static void liveIsWhatTheLogGives() {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        given().post("/api/v1/projections/verify")
                                .then()
                                .statusCode(200)
                                .body("different.values().sum()", equalTo(0)));
    }

    @Test
    void aRowSaysInWordsWhatItIs() {
        ratio("team:" + team, month.minusMonths(1), 50);
        ratio("team:" + team, month, 65);
        ratio("team:" + beside, month, 95);

        Map<String, @Nullable Object> row = headline("team:" + team);
        assertEquals(team, row.get("ScopeName"));
        assertEquals("Kari", row.get("Owner"));
        assertEquals("up", row.get("Direction"));
        assertEquals("At risk", row.get("StatusName"));
        assertEquals(2, row.get("StatusRank"));
        assertEquals("65 %", row.get("ValueText"));
        assertEquals("≥ 70 %", row.get("TargetText"));
        assertEquals("better", row.get("Trend"));
        assertNull(row.get("LastStatus"));
        assertNull(row.get("OverrideStatus"));
        assertNotNull(row.get("KpiOrder"));
        assertNotNull(row.get("StatusSince"));
        assertEquals("off_track", row.get("PreviousStatus"));
        assertEquals("Organisation", headline("org").get("ScopeName"));
        assertEquals(stream, headline("stream:" + stream).get("ScopeName"));
    }

    @ParameterizedTest
    @CsvSource({
        "up, 80, 70, worse",
        "down, 80, 70, better",
        "down, 70, 80, worse",
        "up, 70, 70, same",
        "neutral, 70, 80, "
    })
    void theTrendGoesByTheDirection(
            String direction, int before, int after, @Nullable String trend) {
        String other = kpi + "t";
        Defined.kpi(other, RATIO + "\"direction\":\"" + direction + "\"");
        Measured.ratio(other, "team:" + team, month.minusMonths(2).toString(), before, 100);
        Measured.ratio(other, "team:" + team, month.minusMonths(1).toString(), after, 100);
        key = Client.limited("\"kpis\": [\"" + other + "\"]", Right.BI_READ);

        assertEquals(
                trend,
                rows("KpiStatus", "$filter=Scope eq 'team:" + team + "' and Dimension eq ''")
                        .getFirst()
                        .get("Trend"));
    }

    @Test
    void anOverrideStandsBesideTheStatusUntilItIsLiftedOrLapses() {
        ratio("team:" + team, month.minusMonths(1), 80);
        String scope = "team:" + team;
        override(scope, "off_track", Instant.now().plus(Duration.ofDays(3)));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertEquals("off_track", headline(scope).get("OverrideStatus")));
        Map<String, @Nullable Object> row = headline(scope);
        assertEquals("on_track", row.get("Status"));
        assertEquals("a slip of the pen", row.get("OverrideReason"));
        assertNotNull(row.get("OverrideExpires"));
        String period = " and Dimension eq '' and OverrideStatus ne null";
        assertEquals(List.of(month.minusMonths(1) + " on_track"), told(history(scope, period)));
        String loaded = String.valueOf(row.get("RecordedAt"));

        given().delete("/api/v1/status/override?kpi=" + kpi + "&scope=" + scope)
                .then()
                .statusCode(200);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> {
                    Map<String, @Nullable Object> lifted = headline(scope);
                    assertNull(lifted.get("OverrideStatus"));
                    assertNull(lifted.get("OverrideReason"));
                    assertTrue(String.valueOf(lifted.get("RecordedAt")).compareTo(loaded) > 0);
                });
        assertEquals(List.of(), history(scope, period));

        override(scope, "at_risk", Instant.now().plus(Duration.ofHours(2)));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertEquals("at_risk", headline(scope).get("OverrideStatus")));
        clock.moveAhead(Duration.ofHours(3));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertNull(headline(scope).get("OverrideStatus")));
    }

    private void override(String scope, String status, Instant expires) {
        given().contentType("application/json")
                .body(
                        """
                        {"kpi":"%s","scope":"%s","status":"%s","reason":"a slip of the pen","expires":"%s"}
                        """
                                .formatted(
                                        kpi, scope, status, expires.truncatedTo(ChronoUnit.MICROS)))
                .put("/api/v1/status/override")
                .then()
                .statusCode(200);
    }

    @Test
    void everyTurnOfAStatusIsARowThatSaysWhy() {
        String scope = "team:" + team;
        ratio(scope, month.minusMonths(1), 80);
        ratio(scope, month, 65);
        Defined.target(kpi, scope, "\"comparator\":\"gte\",\"value\":60");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertEquals("on_track", headline(scope).get("Status")));
        Measured.ratio(kpi, scope, month.toString(), 0, 900);

        List<Map<String, @Nullable Object>> turns =
                rows("StatusChanges", "$filter=Scope eq '" + scope + "'&$orderby=Number");
        List<String> told = new ArrayList<>();
        for (Map<String, @Nullable Object> turn : turns) {
            told.add(
                    turn.get("Number")
                            + " "
                            + turn.get("FromStatus")
                            + ">"
                            + turn.get("ToStatus")
                            + " "
                            + turn.get("Reason")
                            + " "
                            + turn.get("ValueText"));
            assertEquals(turn.get("ChangedAt"), turn.get("RecordedAt"));
            assertNotNull(turn.get("PeriodStart"));
        }
        assertEquals(
                List.of(
                        "1 null>on_track first 80 %",
                        "2 on_track>at_risk period 65 %",
                        "3 at_risk>on_track target 65 %",
                        "4 on_track>off_track value 6.5 %"),
                told);
        Map<String, @Nullable Object> row = headline(scope);
        assertEquals(turns.getLast().get("ChangedAt"), row.get("StatusSince"));
        assertEquals("on_track", row.get("PreviousStatus"));
    }

    @Test
    void whoHasNotReportedIsThereByPeriodAsTheApiTellsIt() {
        ratio("team:" + team, month.minusMonths(4), 80);
        ratio("team:" + team, month.minusMonths(1), 80);
        ratio("team:" + beside, month.minusMonths(2), 80);

        for (int ago = 4; ago >= 0; ago--) {
            YearMonth asked = month.minusMonths(ago);
            List<Map<String, Object>> items =
                    given().get(
                                    "/api/v1/status/missing?kpi=%s&period=%s&valueStream=%s"
                                            .formatted(kpi, asked, stream))
                            .then()
                            .statusCode(200)
                            .extract()
                            .path("items");
            List<Map<String, @Nullable Object>> rows =
                    rows(
                            "Missing",
                            "$filter=Period eq '%s' and ValueStream eq '%s'&$orderby=Team"
                                    .formatted(asked, stream));
            assertEquals(
                    items.stream()
                            .map(i ->
                                    i.get("scope")
                                            + " "
                                            + i.get("overdue")
                                            + " "
                                            + i.get("reportedBefore"))
                            .toList(),
                    rows.stream()
                            .map(r ->
                                    r.get("Scope")
                                            + " "
                                            + r.get("IsOverdue")
                                            + " "
                                            + r.get("HasReportedBefore"))
                            .toList(),
                    asked.toString());
            assertEquals(ago == 4 || ago == 2 || ago == 1 ? 1 : 2, rows.size(), asked.toString());
        }
    }

    @Test
    void aLimitedKeyMissesItsOwnTeamsAlone() {
        ratio("team:" + team, month.minusMonths(3), 80);
        ratio("team:" + beside, month.minusMonths(3), 80);
        key =
                Client.limited(
                        "\"teams\": [\"" + team + "\"], \"kpis\": [\"" + kpi + "\"]",
                        Right.BI_READ);
        List<Map<String, @Nullable Object>> rows = rows("Missing", "");
        assertEquals(3, rows.size());
        for (String set : List.of("Missing", "StatusChanges", "Memberships", "KpiStatusHistory")) {
            for (Map<String, @Nullable Object> row : rows(set, "")) {
                assertEquals(team, row.get("Team"), set);
            }
        }
    }

    @Test
    void membershipsFreshnessAndTheCalendarAreThere() {
        given().contentType("application/json")
                .body(
                        """
                        {"name":"%1$s","memberships":[
                          {"valueStream":"%2$s","from":"2020-01-01","to":"2025-07-01"},
                          {"valueStream":"%2$s","from":"2025-09-01","to":null}]}
                        """
                                .formatted(team, stream))
                .put("/api/v1/teams/" + team)
                .then()
                .statusCode(200);
        assertEquals(
                List.of("2020-01-01 2025-06-30", "2025-09-01 null"),
                rows("Memberships", "$filter=Team eq '" + team + "'").stream()
                        .map(r -> r.get("ValidFrom") + " " + r.get("ValidTo"))
                        .toList());
        List<Map<String, @Nullable Object>> fresh = rows("Freshness", "");
        assertEquals(1, fresh.size());
        assertNotNull(fresh.getFirst().get("RecordedAt"));
        ratio("team:" + team, month, 80);
        int days =
                Integer.parseInt(
                        given().header("Authorization", "Bearer " + key)
                                .get("/odata/v4/Calendar/$count")
                                .asString()
                                .replace("\uFEFF", ""));
        assertTrue(days >= 3 * 365 && days < 36_525 / 2, () -> days + " days");
    }
}
