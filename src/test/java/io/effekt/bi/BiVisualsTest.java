package io.effekt.bi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Five visuals that everybody builds first, and what turned this week: from one set each, without a
 * join, as SQL and as OData. Both give the same.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiVisualsTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String first = "va" + own;
    private final String second = "vb" + own;
    private final String survey = "vs" + own;
    private final String stream = "vx" + own;
    private final String small = "vt" + own;
    private final String large = "vu" + own;
    private final String tiny = "vw" + own;
    private final YearMonth month = YearMonth.now(OSLO);
    private final List<String> kpis = List.of(first, second, survey);
    private String key = "";

    @BeforeEach
    void world() {
        Defined.stream(stream);
        Defined.team(small, stream);
        Defined.team(large, stream);
        Defined.team(tiny, stream);
        String ratio =
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                        + "\"period\":\"month\",\"direction\":";
        Defined.kpi(first, ratio + "\"up\"");
        Defined.kpi(second, ratio + "\"band\"");
        Defined.kpi(
                survey,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"enps\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"minGroupSize\":5");
        Defined.target(first, "org", "\"comparator\":\"gte\",\"value\":70,\"warning\":60");
        Defined.target(second, "org", "\"comparator\":\"between\",\"lower\":20,\"upper\":40");
        Defined.target(survey, "org", "\"comparator\":\"gte\",\"value\":20");
        for (int ago = 5; ago > 0; ago--) {
            if (ago != 3) {
                Measured.ratio(
                        first, "team:" + large, month.minusMonths(ago).toString(), 90 - ago, 100);
            }
            Measured.put(
                    survey,
                    "team:" + large,
                    "\"period\": \"" + month.minusMonths(ago) + "\"",
                    "\"scores\": {\"10\": 30, \"7\": 5}");
            Measured.put(
                    survey,
                    "team:" + small,
                    "\"period\": \"" + month.minusMonths(ago) + "\"",
                    "\"scores\": {\"1\": 2}");
            Measured.put(
                    survey,
                    "team:" + tiny,
                    "\"period\": \"" + month.minusMonths(ago) + "\"",
                    "\"scores\": {\"10\": 4}");
        }
        for (int ago : new int[] {1, 0, 3}) {
            Measured.ratio(
                    second,
                    "team:" + small,
                    month.minusMonths(ago).toString(),
                    ago == 0 ? 10 : 30,
                    100);
        }
        Measured.ratio(first, "team:" + small, month.minusMonths(1).toString(), 1, 100);
        key =
                Client.limited(
                        "\"kpis\": [\"%s\", \"%s\", \"%s\"]".formatted(first, second, survey),
                        Right.BI_READ);
    }

    /** A visual: what it shows, of which set, which rows of it, and in which order. */
    private record Visual(String set, List<String> shown, String odata, String sql, String by) {}

    private List<String> drawn(Visual visual) throws SQLException {
        Dataset set = ProgramDatasets.named(visual.set).orElseThrow();
        List<Column> columns =
                visual.shown.stream().map(name -> set.column(name).orElseThrow()).toList();
        List<String> odata = odata(visual, columns);
        try (SqlReader reader =
                SqlReader.granted(
                        "{\"scopes\": \"*\", \"kpis\": \"%s\", \"named\": \"*\", \"ever\": \"*\"}"
                                .formatted(String.join(",", kpis)))) {
            List<String> sql =
                    reader.column(
                            "select concat_ws(' | ', %s) from %s where %s order by %s"
                                    .formatted(
                                            columns.stream()
                                                    .map(c ->
                                                            "coalesce(" + c.sql() + "::text, '-')")
                                                    .collect(Collectors.joining(", ")),
                                            set.view(),
                                            visual.sql,
                                            visual.by.replaceAll("(?<=[a-z])(?=[A-Z])", "_")));
            assertEquals(String.join("\n", sql), String.join("\n", odata));
            assertFalse(sql.isEmpty());
            return sql;
        }
    }

    private List<String> odata(Visual visual, List<Column> columns) {
        String query =
                "$select=%s&$filter=%s&$orderby=%s"
                        .formatted(String.join(",", visual.shown), visual.odata, visual.by);
        List<Map<String, @Nullable Object>> rows =
                given().header("Authorization", "Bearer " + key)
                        .urlEncodingEnabled(false)
                        .get("/odata/v4/" + visual.set + "?" + query.replace(" ", "%20"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("value");
        return rows.stream()
                .map(row ->
                        columns.stream()
                                .map(c -> written(row.get(c.name())))
                                .collect(Collectors.joining(" | ")))
                .toList();
    }

    private static String written(@Nullable Object cell) {
        return switch (cell) {
            case null -> "-";
            case Float number ->
                    new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            default -> cell.toString();
        };
    }

    @Test
    void aScorecardByValueStreamNamesEveryColumnAndRow() throws SQLException {
        List<String> rows =
                drawn(
                        new Visual(
                                "KpiStatus",
                                List.of(
                                        "KpiName",
                                        "ScopeName",
                                        "StatusName",
                                        "ValueText",
                                        "TargetText",
                                        "Trend"),
                                "ScopeLevel ne 'team' and Dimension eq ''",
                                "scope_level <> 'team' and dimension = ''",
                                "KpiOrder,ScopeLevel,ScopeName"));
        assertEquals(6, rows.size(), rows::toString);
        assertEquals(
                first + " | Organisation | Off track | 45 % | ≥ 70 % | worse", rows.getFirst());
        assertEquals(
                second + " | " + stream + " | Off track | 10 % | 20–40 % | worse", rows.get(3));
        assertTrue(rows.getLast().startsWith(survey), rows::toString);
    }

    @Test
    void aTrendWithItsTargetLineHasAPointOrAHoleInEveryPeriod() throws SQLException {
        List<String> rows =
                drawn(
                        new Visual(
                                "KpiStatusHistory",
                                List.of("Period", "Value", "Target", "Status"),
                                "Kpi eq '%s' and Scope eq 'team:%s'".formatted(first, large),
                                "kpi = '%s' and scope = 'team:%s'".formatted(first, large),
                                "PeriodStart"));
        assertEquals(
                List.of(
                        month.minusMonths(5) + " | 85 | 70 | on_track",
                        month.minusMonths(4) + " | 86 | 70 | on_track",
                        month.minusMonths(3) + " | - | 70 | no_data",
                        month.minusMonths(2) + " | 88 | 70 | on_track",
                        month.minusMonths(1) + " | 89 | 70 | on_track",
                        month + " | - | 70 | pending"),
                rows);
    }

    @Test
    void aHeatMapHasACellForWhoDidNotReport() throws SQLException {
        LocalDate day = month.minusMonths(3).atDay(1);
        List<String> rows =
                drawn(
                        new Visual(
                                "KpiStatusHistory",
                                List.of("TeamName", "KpiName", "StatusRank"),
                                "ScopeLevel eq 'team' and PeriodStart eq " + day,
                                "scope_level = 'team' and period_start = '" + day + "'",
                                "TeamName,KpiOrder"));
        assertEquals(
                List.of(
                        small + " | " + second + " | 3",
                        small + " | " + survey + " | 7",
                        large + " | " + first + " | 5",
                        large + " | " + survey + " | 3",
                        tiny + " | " + survey + " | 7"),
                rows);
        List<String> missing =
                drawn(
                        new Visual(
                                "Missing",
                                List.of("TeamName", "KpiName", "HasReportedBefore"),
                                "ValueStream eq '%s' and PeriodStart eq %s".formatted(stream, day),
                                "value_stream = '%s' and period_start = '%s'"
                                        .formatted(stream, day),
                                "KpiName,TeamName"));
        assertEquals(
                List.of(
                        small + " | " + first + " | false",
                        large + " | " + first + " | true",
                        tiny + " | " + first + " | false",
                        large + " | " + second + " | false",
                        tiny + " | " + second + " | false"),
                missing);
    }

    @Test
    void whatTurnedThisWeekIsOneQuestion() throws SQLException {
        LocalDate week = LocalDate.now(OSLO).minusDays(6);
        List<String> rows =
                drawn(
                        new Visual(
                                "StatusChanges",
                                List.of(
                                        "KpiName",
                                        "ScopeName",
                                        "FromStatusName",
                                        "ToStatusName",
                                        "Reason"),
                                "ChangedAt ge %sT00:00:00Z and Scope eq 'team:%s'"
                                        .formatted(week, small),
                                "changed_at >= '%sT00:00:00Z' and scope = 'team:%s'"
                                        .formatted(week, small),
                                "KpiName,Number"));
        assertEquals(
                List.of(
                        first + " | " + small + " | - | Off track | first",
                        second + " | " + small + " | - | On track | first",
                        second + " | " + small + " | On track | Off track | period",
                        survey + " | " + small + " | - | Stale | first",
                        survey + " | " + small + " | Stale | Suppressed | small_group"),
                rows);
        assertEquals(
                List.of(first + " | off_track | -", second + " | off_track | on_track"),
                drawn(
                        new Visual(
                                "KpiStatus",
                                List.of("KpiName", "Status", "PreviousStatus"),
                                "StatusSince ge %sT00:00:00Z and Scope eq 'team:%s'"
                                        .formatted(week, small),
                                "status_since >= '%sT00:00:00Z' and scope = 'team:%s'"
                                        .formatted(week, small),
                                "KpiName")));
    }

    @Test
    void aSurveyShowsThatAGroupIsHiddenAndNothingOfIt() throws SQLException {
        List<String> rows =
                drawn(
                        new Visual(
                                "KpiStatusHistory",
                                List.of(
                                        "ScopeName",
                                        "StatusName",
                                        "ValueText",
                                        "MinGroupSize",
                                        "Trend",
                                        "PreviousStatus",
                                        "LastStatus",
                                        "Measurements",
                                        "Answers"),
                                "Kpi eq '%s' and ScopeLevel eq 'team' and PeriodStart eq %s"
                                        .formatted(survey, month.minusMonths(3).atDay(1)),
                                "kpi = '%s' and scope_level = 'team' and period_start = '%s'"
                                        .formatted(survey, month.minusMonths(3).atDay(1)),
                                "ScopeName desc"));
        assertEquals(3, rows.size());
        assertTrue(rows.get(1).startsWith(large + " | On track | 85.71 points | 5 | "));
        assertEquals(small + " | Suppressed | - | 5 | - | - | - | - | -", rows.getLast());
        assertEquals(tiny + " | Suppressed | - | 5 | - | - | - | - | -", rows.getFirst());
    }
}
