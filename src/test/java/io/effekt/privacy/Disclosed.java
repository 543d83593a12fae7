package io.effekt.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.privacy.SurveyOverHttp.Group;
import io.effekt.privacy.SurveyOverHttp.Row;
import io.effekt.privacy.SurveyOverHttp.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was read in one state: the sums that are told, and the teams that are hidden. */
final class Disclosed {
    /** Any of these says something of what a row holds. */
    private static final List<String> TELLING =
            List.of(
                    "value",
                    "answers",
                    "n",
                    "interval",
                    "confident",
                    "changeFromPrevious",
                    "changeFromBaseline",
                    "change",
                    "inputs",
                    "measurements",
                    "distance",
                    "Value",
                    "Answers",
                    "Measurements",
                    "IsConfident",
                    "IntervalLower",
                    "IntervalUpper",
                    "ChangeFromPrevious",
                    "ChangeFromBaseline");

    private static final List<String> CHANGES =
            List.of("changeFromPrevious", "change", "ChangeFromPrevious");

    private final Set<List<Group>> sums = new HashSet<>();
    private final Map<String, Integer> byWay = new TreeMap<>();
    private final Map<Row, List<Group>> hidden = new LinkedHashMap<>();

    Set<List<Group>> sums() {
        return sums;
    }

    Map<Row, List<Group>> hidden() {
        return hidden;
    }

    /** How many rows told something, by the way that they were read. */
    Map<String, Integer> byWay() {
        return byWay;
    }

    /**
     * A row as an object of JSON, however it was read.
     *
     * @param way by which it was read
     * @param month null where it has no period
     */
    void row(
            String way,
            State state,
            JsonNode row,
            String scope,
            @Nullable String dimension,
            @Nullable String month) {
        assertTrue(row.at("/inputs/counts").isEmpty(), () -> way + " tells scores: " + row);
        boolean tells = TELLING.stream().anyMatch(field -> tells(row.path(field)));
        if (month == null || !tells) {
            assertTrue(!tells, () -> way + " tells something of no period: " + row);
            if (month != null && row.path("status").asText().equals("suppressed")) {
                hide(state, new Row(scope, dimension, month));
            }
            return;
        }
        learn(way, state, new Row(scope, dimension, month), value(row));
        if (CHANGES.stream().anyMatch(field -> tells(row.path(field)))) {
            String before = YearMonth.parse(month).minusMonths(1).toString();
            learn(way, state, new Row(scope, dimension, before), null);
        }
    }

    private static boolean tells(JsonNode field) {
        boolean isNothing =
                field.isMissingNode()
                        || field.isNull()
                        || (field.isNumber() && field.decimalValue().signum() == 0)
                        || (field.isTextual() && field.textValue().isEmpty());
        return !isNothing;
    }

    private static @Nullable BigDecimal value(JsonNode row) {
        JsonNode value = row.has("value") ? row.path("value") : row.path("Value");
        return value.isNumber() ? value.decimalValue() : null;
    }

    private void hide(State state, Row row) {
        List<Group> held = state.rows().getOrDefault(row, List.of());
        assertFalse(held.isEmpty(), () -> "hidden, and nothing is there: " + row);
        if (row.scope().startsWith("team:")) {
            hidden.put(row, held);
        }
    }

    /** The row's sum is known. */
    void learn(String way, State state, Row row, @Nullable BigDecimal value) {
        List<Group> held = state.rows().getOrDefault(row, List.of());
        assertTrue(!held.isEmpty(), () -> way + " shows what nobody has sent: " + row);
        if (value != null) {
            assertEquals(mean(held), value.setScale(9, RoundingMode.HALF_EVEN), way + " " + row);
        }
        sums.add(new ArrayList<>(held));
        byWay.merge(way, 1, Integer::sum);
    }

    static BigDecimal mean(List<Group> held) {
        int sum = held.stream().mapToInt(Group::sum).sum();
        int count = held.stream().mapToInt(Group::count).sum();
        return BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 9, RoundingMode.HALF_EVEN);
    }
}
