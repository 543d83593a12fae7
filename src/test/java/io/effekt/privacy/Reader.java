package io.effekt.privacy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.bi.SqlReader;
import io.effekt.privacy.SurveyOverHttp.State;
import io.restassured.specification.RequestSpecification;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who may read everything, and is no steward: by every door, at every moment. */
final class Reader {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final List<@Nullable String> DIMENSIONS = new ArrayList<>();

    private static final List<@Nullable String> NONE = new ArrayList<>();

    static {
        NONE.add(null);
        DIMENSIONS.add(null);
        DIMENSIONS.add("zone:a");
        DIMENSIONS.add("zone:b");
    }

    private final SurveyOverHttp survey;
    private final String key;
    private final String ofOneKpi;
    private final SqlReader sql;
    private final Disclosed into;

    /**
     * @param key of a client without limits
     * @param ofOneKpi of one that sees only the KPI of the survey
     * @param sql likewise
     */
    Reader(SurveyOverHttp survey, String key, String ofOneKpi, SqlReader sql, Disclosed into) {
        this.survey = survey;
        this.key = key;
        this.ofOneKpi = ofOneKpi;
        this.sql = sql;
        this.into = into;
    }

    /** Everything that is published now. */
    void readNow(State state) {
        everything(state, Map.of(), DIMENSIONS);
        for (String set : List.of("KpiStatus", "KpiStatusHistory")) {
            tree(as(key).queryParam("$filter", "Kpi eq '" + survey.kpi() + "'"), "/odata/v4/" + set)
                    .path("value")
                    .forEach(row -> flat("OData", state, row));
            tree(as(ofOneKpi), "/api/v1/bi/" + set)
                    .path("items")
                    .forEach(row -> flat("flat", state, row));
        }
        try {
            for (String view : List.of("kpi_status", "kpi_status_history")) {
                for (String row :
                        sql.column(
                                """
                                select json_build_object('Scope', scope, 'Dimension', dimension, 'Period', period,
                                    'status', status, 'Value', value, 'Answers', answers,
                                    'Measurements', measurements, 'IsConfident', is_confident,
                                    'IntervalLower', interval_lower, 'IntervalUpper', interval_upper,
                                    'ChangeFromPrevious', change_from_previous,
                                    'ChangeFromBaseline', change_from_baseline)::text from bi.%s where kpi = '%s'
                                """
                                        .formatted(view, survey.kpi()))) {
                    flat("SQL", state, parsed(row));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (String month : survey.months()) {
            String other = YearMonth.parse(month).plusMonths(2).atDay(1) + "T00:00:00Z";
            lists(state, Map.of("at", other));
            lists(state, Map.of("at", LocalDate.parse(month + "-20") + "T00:00:00Z"));
        }
        single();
    }

    /** What was published in that state, as it is told now. */
    void readAsOf(State state) {
        String asOf = state.moment().toString();
        everything(state, Map.of("asOf", asOf), NONE);
        lists(state, Map.of("asOf", asOf));
        String last = survey.months().getLast();
        String later = YearMonth.parse(last).plusMonths(2).atDay(1) + "T00:00:00Z";
        lists(state, Map.of("asOf", asOf, "at", later));
    }

    private void lists(State state, Map<String, String> clocks) {
        for (@Nullable String dimension : known(DIMENSIONS, clocks)) {
            list("headlines", state, asked(clocks, dimension), dimension);
            for (String month : survey.months()) {
                Map<String, String> ofMonth = asked(clocks, dimension);
                ofMonth.put("period", month);
                list("status", state, ofMonth, dimension);
            }
        }
    }

    /** Of a KPI without a dimension none can be asked for, save as of when it had one. */
    private List<@Nullable String> known(
            List<@Nullable String> dimensions, Map<String, String> clocks) {
        return survey.dimensions().isEmpty() && !clocks.containsKey("asOf") ? NONE : dimensions;
    }

    private void everything(
            State state, Map<String, String> clocks, List<@Nullable String> dimensions) {
        lists(state, clocks);
        for (@Nullable String dimension : known(dimensions, clocks)) {
            for (String scope : survey.scopes()) {
                Map<String, String> asked = asked(clocks, dimension);
                asked.put("scope", scope);
                for (String month : survey.months()) {
                    Map<String, String> ofMonth = new HashMap<>(asked);
                    ofMonth.put("period", month);
                    explain(state, ofMonth, scope, dimension, month);
                }
                asked.put("from", survey.months().getFirst());
                items("/api/v1/status/history", asked)
                        .forEach(row -> row("history", state, row, dimension));
            }
        }
        survey.streams().forEach(stream -> scorecard(state, clocks, stream));
    }

    private Map<String, String> asked(Map<String, String> clocks, @Nullable String dimension) {
        Map<String, String> asked = new HashMap<>(clocks);
        asked.put("kpi", survey.kpi());
        if (dimension != null) {
            asked.put("dimension", dimension);
        }
        return asked;
    }

    private void list(
            String way, State state, Map<String, String> asked, @Nullable String dimension) {
        items("/api/v1/status", asked).forEach(row -> row(way, state, row, dimension));
    }

    private void row(String way, State state, JsonNode row, @Nullable String dimension) {
        into.row(
                way,
                state,
                row,
                row.path("scope").asText(),
                dimension,
                row.path("period").textValue());
    }

    private void explain(
            State state,
            Map<String, String> asked,
            String scope,
            @Nullable String dimension,
            String month) {
        JsonNode told = tree(as(key).queryParams(asked), "/api/v1/status/explain");
        into.row("explain", state, told, scope, dimension, month);
        told.path("children")
                .forEach(child -> {
                    if (!child.path("direct").asBoolean()) {
                        into.row(
                                "children",
                                state,
                                child,
                                child.path("scope").asText(),
                                dimension,
                                month);
                    } else {
                        assertFalse(child.path("value").isNumber(), told::toString);
                    }
                });
    }

    private void scorecard(State state, Map<String, String> clocks, String stream) {
        for (String month : survey.months()) {
            JsonNode card =
                    tree(
                            as(ofOneKpi)
                                    .queryParams(clocks)
                                    .queryParam("valueStream", stream)
                                    .queryParam("period", month),
                            "/api/v1/scorecard");
            for (JsonNode row : card.path("rows")) {
                for (int i = 0; i < row.path("cells").size(); i++) {
                    JsonNode cell = row.path("cells").get(i);
                    if (!cell.isNull() && row.path("kpi").asText().equals(survey.kpi())) {
                        into.row(
                                "scorecard",
                                state,
                                cell,
                                card.path("columns").get(i).path("scope").asText(),
                                null,
                                cell.path("period").textValue());
                    }
                }
            }
        }
    }

    private void flat(String way, State state, JsonNode row) {
        String dimension = row.path("Dimension").asText("");
        into.row(
                way,
                state,
                row,
                row.path("Scope").asText(),
                dimension.isEmpty() ? null : dimension,
                row.path("Period").textValue());
    }

    /** Single measurements are for stewards, and so is everything about them but that they wait. */
    private void single() {
        as(key).queryParam("kpi", survey.kpi()).get("/api/v1/measurements").then().statusCode(403);
        as(key).queryParam("source", "admin")
                .queryParam("id", survey.groups().getFirst().id())
                .get("/api/v1/measurements/one")
                .then()
                .statusCode(404);
        assertEquals(
                0,
                tree(
                                as(key).queryParam("$filter", "Kpi eq '" + survey.kpi() + "'"),
                                "/odata/v4/Measurements")
                        .path("value")
                        .size());
        assertEquals(0, tree(as(ofOneKpi), "/api/v1/bi/Measurements").path("items").size());
        for (JsonNode held : items("/api/v1/measurements/held", Map.of("kpi", survey.kpi()))) {
            assertFalse(held.has("scores") || held.has("body"), held::toString);
        }
        for (String month : survey.months()) {
            items("/api/v1/status/missing", Map.of("kpi", survey.kpi(), "period", month))
                    .forEach(missing ->
                            assertFalse(missing.path("lastReport").isObject(), missing::toString));
        }
    }

    private JsonNode items(String path, Map<String, String> asked) {
        return tree(as(key).queryParams(asked).queryParam("limit", "1000"), path).path("items");
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static JsonNode tree(RequestSpecification asked, String path) {
        var answer = asked.get(path);
        assertEquals(200, answer.statusCode(), () -> path + ": " + answer.asString());
        return parsed(answer.asString());
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
