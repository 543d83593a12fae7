package io.effekt.app.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KPIs in lines, scopes in columns: what {@code GET /status} says, as it says it.
 *
 * @param columns headings, as many as each line has cells
 */
record Scorecard(List<String> columns, List<Line> lines) {
    Scorecard {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** A KPI; a cell is null where the list has no row. */
    record Line(String name, List<@Nullable Cell> cells) {}

    /**
     * The headline of one scope.
     *
     * @param status the API's word
     * @param target as a short text, for instance {@code ≥ 70}; null for none
     * @param complete whether the period is over
     */
    record Cell(
            String status,
            @Nullable BigDecimal value,
            @Nullable String target,
            @Nullable String period,
            boolean complete) {}

    /**
     * Puts rows of the status list where they belong.
     *
     * @param kpis key to name, in the order of the lines
     * @param scopes scope to heading, in the order of the columns
     */
    static Scorecard of(
            Map<String, String> kpis, Map<String, String> scopes, Iterable<JsonNode> rows) {
        Map<String, Cell> cells = new HashMap<>();
        for (JsonNode row : rows) {
            cells.put(row.path("kpi").asText() + "|" + row.path("scope").asText(), cell(row));
        }
        List<Line> lines = new ArrayList<>();
        kpis.forEach((key, name) -> {
            List<@Nullable Cell> ofKpi = new ArrayList<>();
            scopes.keySet().forEach(scope -> ofKpi.add(cells.get(key + "|" + scope)));
            lines.add(new Line(name, ofKpi));
        });
        return new Scorecard(List.copyOf(scopes.values()), lines);
    }

    private static Cell cell(JsonNode row) {
        JsonNode period = row.path("period");
        return new Cell(
                row.path("status").asText(),
                number(row.path("value")),
                target(row.path("target")),
                period.isTextual() ? period.textValue() : null,
                row.path("complete").asBoolean());
    }

    private static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    private static @Nullable String target(JsonNode target) {
        return switch (target.path("comparator").asText()) {
            case "gte" -> "≥ " + shown(target.path("value"));
            case "gt" -> "> " + shown(target.path("value"));
            case "lte" -> "≤ " + shown(target.path("value"));
            case "lt" -> "< " + shown(target.path("value"));
            case "between" -> shown(target.path("lower")) + " to " + shown(target.path("upper"));
            default -> null;
        };
    }

    private static String shown(JsonNode number) {
        return ScorecardText.number(number.decimalValue());
    }
}
