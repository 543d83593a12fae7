package io.effekt.ingest;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejected measurements as CSV (RFC 4180). A cell that a spreadsheet would compute is neutralised.
 */
final class RejectedCsv {
    private RejectedCsv() {}

    static String write(List<MeasurementView.Rejected> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("receivedAt", "code", "detail", "source", "id", "kpi", "scope", "body");
            for (MeasurementView.Rejected row : rows) {
                csv.writeRecord(
                        row.receivedAt(),
                        row.code(),
                        cell(row.detail()),
                        cell(row.source()),
                        cell(row.id()),
                        cell(row.kpi()),
                        cell(row.scope()),
                        cell(row.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
