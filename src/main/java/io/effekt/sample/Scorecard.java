package io.effekt.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * KPIs in lines, scopes in columns: what {@code GET /scorecard} says, as it says it.
 *
 * @param columns headings, as many as each line has cells
 */
record Scorecard(List<String> columns, List<Line> lines) {
    Scorecard {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** A KPI; a cell is null where nothing was ever said. */
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

    /** Reads the service's own answer. */
    static Scorecard of(JsonNode scorecard) {
        List<String> columns =
                scorecard.path("columns").valueStream().map(c -> c.path("name").asText()).toList();
        List<Line> lines = new ArrayList<>();
        for (JsonNode row : scorecard.path("rows")) {
            List<@Nullable Cell> cells = new ArrayList<>();
            row.path("cells").forEach(cell -> cells.add(cell.isNull() ? null : cell(cell)));
            String name = row.path("name").asText() + ", " + row.path("unit").asText();
            lines.add(new Line(name, cells));
        }
        return new Scorecard(columns, lines);
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
        return number(number.decimalValue());
    }

    /** Whole numbers whole, others with so many digits after the point as can be told apart. */
    static String number(BigDecimal value) {
        if (value.signum() == 0 || value.stripTrailingZeros().scale() <= 0) {
            return value.toBigInteger().toString();
        }
        double size = value.abs().doubleValue();
        int digits = size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return value.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
