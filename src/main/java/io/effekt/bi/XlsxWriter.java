package io.effekt.bi;

import io.effekt.dataset.Column;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Rows as a sheet of Excel: numbers, days, moments (UTC) and booleans with their types. A text cell
 * is a text whatever it begins with, so nothing in it is computed. Rows leave as they come.
 */
final class XlsxWriter implements RowWriter {
    /** Rows of a sheet beneath the line of names. */
    static final long MOST_ROWS = Worksheet.MAX_ROWS - 1L;

    private static final int AT_ONCE = 500;
    private static final int LONGEST_TEXT = 32_767;
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 3, 1);

    /** What XML cannot hold. */
    private static final Pattern UNWRITABLE =
            Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private final List<Column> columns;
    private final Workbook book;
    private final Worksheet sheet;
    private int line;

    XlsxWriter(String name, List<Column> columns, OutputStream out) {
        this.columns = columns;
        book = new Workbook(out, "Effekt", "1.0");
        sheet = book.newWorksheet(name);
        sheet.freezePane(0, 1);
        for (int i = 0; i < columns.size(); i++) {
            sheet.inlineString(0, i, columns.get(i).name());
            sheet.style(0, i).bold().set();
        }
    }

    /**
     * @throws io.effekt.kernel.ProblemException where a sheet cannot hold that many
     */
    static void requireFits(long rows) {
        if (rows > MOST_ROWS) {
            throw Problem.refused(
                            400,
                            List.of(
                                    new Refusal(
                                            "too-many-rows",
                                            "/format",
                                            "A sheet of Excel holds %d rows, and these are %d: ask for less by 'from', 'to', 'kpi' or 'limit', or take format=csv."
                                                    .formatted(MOST_ROWS, rows))))
                    .exception();
        }
    }

    @Override
    public void take(Row row) throws IOException {
        line++;
        for (int i = 0; i < columns.size(); i++) {
            if (row.getValue(i) != null) {
                cell(row, i);
            }
        }
        if (line % AT_ONCE == 0) {
            sheet.flush();
        }
    }

    private void cell(Row row, int i) {
        String text = row.getValue(i).toString();
        switch (columns.get(i).type()) {
            case TEXT -> sheet.inlineString(line, i, written(text));
            case BOOLEAN -> sheet.value(line, i, row.getBoolean(i));
            case INTEGER, LONG, DECIMAL -> sheet.value(line, i, new BigDecimal(text));
            case DOUBLE -> number(i, text);
            case DAY -> day(i, LocalDate.parse(text));
            case MOMENT -> {
                LocalDateTime moment =
                        row.getOffsetDateTime(i)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime();
                sheet.value(line, i, moment);
                sheet.style(line, i).format("yyyy-mm-dd hh:mm:ss").set();
            }
        }
    }

    private void number(int i, String text) {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
            sheet.value(line, i, value);
        } else {
            sheet.inlineString(line, i, text);
        }
    }

    /** Excel counts days from 1900, and knows a 29 February then that there was not. */
    private void day(int i, LocalDate day) {
        if (day.isBefore(FIRST_DAY)) {
            sheet.inlineString(line, i, day.toString());
        } else {
            sheet.value(line, i, day);
            sheet.style(line, i).format("yyyy-mm-dd").set();
        }
    }

    private static String written(String text) {
        String whole = UNWRITABLE.matcher(text).replaceAll("\ufffd");
        return whole.length() > LONGEST_TEXT ? whole.substring(0, LONGEST_TEXT - 1) + "…" : whole;
    }

    @Override
    public void close() throws IOException {
        book.finish();
    }
}
