package io.effekt.ingest.form.csv;

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

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]{0,39}");

    private final CsvDialect dialect;
    private final List<CsvColumn> columns = new ArrayList<>();

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

    /**
     * Takes the header line; null, or why it is none.
     *
     * @param defaults where they have an id, no column is needed for it
     */
    public @Nullable Refusal take(List<String> header, Defaults defaults) {
        Set<String> names = new HashSet<>();
        List<String> all = header.stream().map(String::strip).toList();
        ofRejections = all.containsAll(RejectedColumns.MARKS);
        for (String name : all) {
            CsvColumn column =
                    name.isEmpty()
                            ? new CsvColumn.Nameless(columns.size() + 1)
                            : ofRejections && CsvColumn.isOfRejections(name)
                                    ? new CsvColumn.PassedOver()
                                    : CsvColumn.named(name);
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
        named = CsvColumn.named(all);
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
                        return CsvColumn.SCORES
                                + "0 … "
                                + CsvColumn.SCORES
                                + "10, a column for each score";
                    }
                    return near.equals(Field.DIMENSIONS.fieldName())
                            ? CsvColumn.DIMENSIONS + "<name>, a column for each dimension"
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
                            cell(RejectedColumns.CODE, cells),
                            cell(RejectedColumns.BODY, cells),
                            names);
            if (unmended != null) {
                draft.refuse("malformed", "/" + RejectedColumns.BODY, unmended);
            }
        }
    }

    private String cell(String name, List<String> cells) {
        int i = names.indexOf(name);
        return i < 0 || i >= cells.size() ? "" : Neutral.read(cells.get(i));
    }

    private void read(CsvColumn column, String cell, MeasurementBuilder draft) {
        switch (column) {
            case CsvColumn.Text(Field field) -> draft.text(field, cell);
            case CsvColumn.Number(Field field) -> draft.number(field, number(cell));
            case CsvColumn.Score(String score) -> draft.score(score, number(cell));
            case CsvColumn.Dimension(String name) -> draft.dimension(name, cell);
            case CsvColumn.PassedOver() -> {}
            case CsvColumn.Nameless(int number) -> {
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
