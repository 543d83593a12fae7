package io.effekt.bi;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.effekt.dataset.Column;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows as CSV (RFC 4180) with a line of names. A text that a spreadsheet would compute is
 * neutralised with an apostrophe; numbers stay numbers.
 */
final class CsvRows implements RowWriter {
    private static final int BUFFER = 1 << 16;

    private final List<Column> columns;
    private final CsvStyle style;
    private final CsvWriter csv;
    private final String[] cells;

    CsvRows(List<Column> columns, CsvStyle style, OutputStream out) throws IOException {
        this.columns = columns;
        this.style = style;
        cells = new String[columns.size()];
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write(style.mark());
        csv =
                CsvWriter.builder()
                        .fieldSeparator(style.separator())
                        .lineDelimiter(LineDelimiter.CRLF)
                        .bufferSize(BUFFER)
                        .build(text);
        csv.writeRecord(columns.stream().map(Column::name).toArray(String[]::new));
    }

    @Override
    public void take(Row row) {
        for (int i = 0; i < cells.length; i++) {
            Object value = row.getValue(i);
            cells[i] =
                    value == null
                            ? ""
                            : switch (columns.get(i).type()) {
                                case TEXT -> neutral(value.toString());
                                case MOMENT -> Timestamps.write(row.getOffsetDateTime(i));
                                case BOOLEAN -> style.truth((Boolean) value);
                                case DECIMAL, DOUBLE -> style.number(value.toString());
                                case DAY, INTEGER, LONG -> value.toString();
                            };
        }
        csv.writeRecord(cells);
    }

    private static String neutral(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
