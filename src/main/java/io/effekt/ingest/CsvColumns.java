package io.effekt.ingest;

import io.effekt.kernel.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the columns of a CSV mean, as its header line says. */
final class CsvColumns {
    private static final String SCORES = Field.SCORES.fieldName() + ".";
    private static final String DIMENSIONS = Field.DIMENSIONS.fieldName() + ".";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,39}");

    /** What a cell of the column goes to. */
    private sealed interface Column {
        record Text(Field field) implements Column {}

        record Number(Field field) implements Column {}

        record Score(String score) implements Column {}

        record Dimension(String name) implements Column {}
    }

    private final List<Column> columns = new ArrayList<>();

    int count() {
        return columns.size();
    }

    /**
     * Takes the header line; null, or why it is none.
     *
     * @param defaults where they have an id, no column is needed for it
     */
    @Nullable Refusal take(List<String> header, Defaults defaults) {
        Set<String> names = new HashSet<>();
        for (String cell : header) {
            String name = cell.strip();
            Column column = column(name);
            if (column == null) {
                return unknown(name, header.size());
            }
            if (!names.add(name)) {
                return Refusal.of(
                        "malformed", "the column '" + Shown.text(name) + "' is there twice");
            }
            columns.add(column);
        }
        for (Field field : List.of(Field.ID, Field.KPI, Field.SCOPE)) {
            boolean given = field == Field.ID && defaults.id() != null;
            if (!given && !names.contains(field.fieldName())) {
                return Refusal.of(
                        "malformed",
                        "the header line lacks the column '" + field.fieldName() + "'");
            }
        }
        return null;
    }

    private static @Nullable Column column(String name) {
        if (name.startsWith(SCORES)) {
            String score = name.substring(SCORES.length());
            return ContentDraft.isScore(score) ? new Column.Score(score) : null;
        }
        if (name.startsWith(DIMENSIONS) && name.length() > DIMENSIONS.length()) {
            return new Column.Dimension(name.substring(DIMENSIONS.length()));
        }
        Field field = Field.named(name);
        return field == null
                ? null
                : switch (field) {
                    case SOURCE,
                            ID,
                            KPI,
                            SCOPE,
                            OBSERVED_AT,
                            PERIOD,
                            COMMENT,
                            CORRECTS,
                            RETRACTS,
                            REASON ->
                            new Column.Text(field);
                    case VALUE, WEIGHT, NUMERATOR, DENOMINATOR -> new Column.Number(field);
                    case SCORES, DIMENSIONS -> null;
                };
    }

    private static Refusal unknown(String name, int columns) {
        String cure =
                columns == 1 && (name.contains(";") || name.contains("\t"))
                        ? "; separate the columns by commas"
                        : Field.nearest(name)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; the first line has to name the columns");
        // A line of data where the names belong may hold what was answered: that is not said back.
        String shown = NAME.matcher(name).matches() ? "'" + name + "'" : "what the first line has";
        return Refusal.of("malformed", shown + " is no column" + cure);
    }

    /** Puts the cells of one row into the draft. */
    void read(List<String> cells, Draft draft) {
        if (cells.size() != columns.size()) {
            draft.refuse(
                    "malformed",
                    "",
                    "has "
                            + cells.size()
                            + " cells where the header names "
                            + columns.size()
                            + " columns");
        }
        for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                read(columns.get(i), cell, draft);
            }
        }
    }

    private static void read(Column column, String cell, Draft draft) {
        switch (column) {
            case Column.Text(Field field) -> draft.text(field, cell);
            case Column.Number(Field field) -> draft.number(field, number(cell));
            case Column.Score(String score) -> draft.score(score, number(cell));
            case Column.Dimension(String name) -> draft.dimension(name, cell);
        }
    }

    private static Reading<BigDecimal> number(String cell) {
        return DecimalText.read(cell.toCharArray(), 0, cell.length());
    }
}
