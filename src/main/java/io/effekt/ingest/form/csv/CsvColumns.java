package io.effekt.ingest.form.csv;

import io.effekt.ingest.form.ContentBuilder;
import io.effekt.ingest.form.DecimalText;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.Field;
import io.effekt.ingest.form.MeasurementBuilder;
import io.effekt.ingest.form.ParseResult;
import io.effekt.ingest.form.Quoted;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the columns of a CSV mean, as its header line says. */
public final class CsvColumns {
    private static final String SCORES = Field.SCORES.fieldName() + ".";
    private static final String DIMENSIONS = Field.DIMENSIONS.fieldName() + ".";

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]{0,39}");

    /** What a cell of the column goes to. */
    private sealed interface Column {
        record Text(Field field) implements Column {}

        record Number(Field field) implements Column {}

        record Score(String score) implements Column {}

        record Dimension(String name) implements Column {}

        /** What the list of rejections says of a row: why it was refused. */
        record PassedOver() implements Column {}

        /** Its cells have to be empty, as those at the end that a spreadsheet leaves. */
        record Nameless(int number) implements Column {}
    }

    private final CsvDialect dialect;
    private final List<Column> columns = new ArrayList<>();

    private final List<String> names = new ArrayList<>();

    /** Columns up to the last one that has a name. */
    private int named;

    private boolean ofRejections;

    /**
     * @param dialect says how numbers are written
     */
    public CsvColumns(CsvDialect dialect) {
        this.dialect = dialect;
    }

    /** Whether the column of that name holds numbers. */
    static boolean isNumber(String name) {
        return column(name) instanceof Column.Number || column(name) instanceof Column.Score;
    }

    /** How many there are up to the last one that has a name. */
    static int named(List<String> header) {
        int named = header.size();
        while (named > 0 && header.get(named - 1).isEmpty()) {
            named--;
        }
        return named;
    }

    /** Whether all of it are names of columns, or nothing. */
    static boolean isHeader(List<String> header) {
        List<String> names = header.stream().map(String::strip).toList();
        return names.stream()
                .allMatch(name -> name.isEmpty() || isOfRejections(name) || column(name) != null);
    }

    private static boolean isOfRejections(String name) {
        return RejectedCsv.ABOUT.contains(name);
    }

    /**
     * Takes the header line; null, or why it is none.
     *
     * @param defaults where they have an id, no column is needed for it
     */
    public @Nullable Refusal take(List<String> header, Defaults defaults) {
        Set<String> names = new HashSet<>();
        List<String> all = header.stream().map(String::strip).toList();
        ofRejections = all.containsAll(RejectedCsv.MARKS);
        for (String name : all) {
            Column column =
                    name.isEmpty()
                            ? new Column.Nameless(columns.size() + 1)
                            : ofRejections && isOfRejections(name)
                                    ? new Column.PassedOver()
                                    : column(name);
            if (column == null) {
                return unknown(name, header.size());
            }
            if (!name.isEmpty() && !names.add(name)) {
                return Refusal.of(
                        "malformed", "the column '" + Quoted.text(name) + "' is there twice");
            }
            columns.add(column);
            this.names.add(name);
        }
        named = named(all);
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

    /**
     * Which column a thing that is wrong stands in; -1 when it is in none.
     *
     * @param pointer within the measurement
     */
    public int indexOf(String pointer) {
        return pointer.isEmpty() ? -1 : names.indexOf(pointer.substring(1).replace('/', '.'));
    }

    private static @Nullable Column column(String name) {
        if (name.startsWith(SCORES)) {
            String score = name.substring(SCORES.length());
            return ContentBuilder.isScore(score) ? new Column.Score(score) : null;
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
                columns == 1 && !NAME.matcher(name).matches()
                        ? "; separate the columns by commas, semicolons or tabs"
                        : nearest(name)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; the first line has to name the columns");
        // A line of data where the names belong may hold what was answered: that is not said back.
        String shown = NAME.matcher(name).matches() ? "'" + name + "'" : "what the first line has";
        return Refusal.of("malformed", shown + " is no column" + cure);
    }

    /** What columns there are for the field that was meant. */
    private static Optional<String> nearest(String name) {
        int dot = name.indexOf('.');
        Optional<String> ofMany =
                dot < 0
                        ? Optional.empty()
                        : NearestWord.to(
                                name.substring(0, dot),
                                List.of(Field.SCORES.fieldName(), Field.DIMENSIONS.fieldName()));
        return ofMany.or(() -> Field.nearest(name))
                .map(near -> {
                    if (near.equals(Field.SCORES.fieldName())) {
                        return SCORES + "0 … " + SCORES + "10, a column for each score";
                    }
                    return near.equals(Field.DIMENSIONS.fieldName())
                            ? DIMENSIONS + "<name>, a column for each dimension"
                            : "'" + near + "'";
                });
    }

    /** Puts the cells of one row into the draft. */
    public void read(List<String> cells, MeasurementBuilder draft) {
        if (cells.size() < named || cells.size() > columns.size()) {
            draft.refuse(
                    "malformed",
                    "",
                    "has "
                            + cells.size()
                            + " cells where the header names "
                            + named
                            + " columns; separate both by the same mark, and put a cell in quotes"
                            + " that has it in itself");
        }
        for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            String cell = Neutral.read(cells.get(i));
            if (!cell.isEmpty()) {
                read(columns.get(i), cell, draft);
            }
        }
        if (ofRejections) {
            String unmended =
                    RejectedCsv.unmended(
                            cell(RejectedCsv.CODE, cells), cell(RejectedCsv.BODY, cells), names);
            if (unmended != null) {
                draft.refuse("malformed", "/" + RejectedCsv.BODY, unmended);
            }
        }
    }

    private String cell(String name, List<String> cells) {
        int i = names.indexOf(name);
        return i < 0 || i >= cells.size() ? "" : Neutral.read(cells.get(i));
    }

    private void read(Column column, String cell, MeasurementBuilder draft) {
        switch (column) {
            case Column.Text(Field field) -> draft.text(field, cell);
            case Column.Number(Field field) -> draft.number(field, number(cell));
            case Column.Score(String score) -> draft.score(score, number(cell));
            case Column.Dimension(String name) -> draft.dimension(name, cell);
            case Column.PassedOver() -> {}
            case Column.Nameless(int number) -> {
                if (!cell.isBlank()) {
                    draft.refuse(
                            "malformed",
                            "",
                            "has something in column "
                                    + number
                                    + ", which has no name in the first line; name it, or empty"
                                    + " it");
                }
            }
        }
    }

    private ParseResult<BigDecimal> number(String cell) {
        ParseResult<BigDecimal> number = DecimalText.read(dialect.withPoint(cell));
        return number instanceof ParseResult.Fault<BigDecimal>(String code, String detail)
                        && cell.indexOf(',') >= 0
                        && !dialect.hasDecimalComma()
                ? new ParseResult.Fault<>(
                        code,
                        detail
                                + "; a decimal comma is read only in a text file whose columns are"
                                + " separated by semicolons or tabs")
                : number;
    }
}
