package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.kernel.ProblemException;
import io.effekt.testing.ProgramDatasets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form an export has, by its parameter and by the header Accept. */
class ExportFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | JSON",
                "*/* | JSON",
                "text/csv | CSV",
                "Text/CSV; charset=utf-8 | CSV",
                "application/x-ndjson | NDJSON",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet | XLSX",
                "text/* | CSV",
                "application/* | JSON",
                "application/json;q=0.5, text/csv | CSV",
                "application/json;q=0.5, text/csv;q=0.4 | JSON",
                "text/csv;q=0.5, */*;q=0.1 | CSV",
                "text/csv;q=0, */* | JSON",
                "application/json;q=0, */*;q=0.3 | NDJSON",
                "application/x-ndjson, application/json | NDJSON",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | JSON",
                "application/json, text/plain, */* | JSON"
            })
    void theBestRangeDecides(String accept, ExportFormat format) {
        assertEquals(format, ExportFormat.of(null, List.of(accept)));
        assertEquals(ExportFormat.CSV, ExportFormat.of("csv", List.of(accept)));
    }

    @ParameterizedTest
    @CsvSource({"application/xml", "text/csv;q=0", "image/*"})
    void aFormThatIsNotThereIsRefused(String accept) {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> ExportFormat.of(null, List.of(accept)));
        assertEquals(406, refused.problem().status());
        assertTrue(refused.problem().detail().contains("text/csv"));
        assertEquals(ExportFormat.XLSX, ExportFormat.of("xlsx", List.of(accept)));
    }

    @Test
    void aSheetRefusesMoreRowsThanExcelHolds() {
        XlsxWriter.requireFits(1_048_575);
        ProblemException refused =
                assertThrows(ProblemException.class, () -> XlsxWriter.requireFits(1_048_576));
        assertTrue(refused.problem().detail().contains("1048575"), refused.problem().detail());
    }

    @Test
    void aSheetWithoutRowsHasItsNames() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dataset calendar = ProgramDatasets.named("Calendar").orElseThrow();
        new XlsxWriter("Calendar", calendar.columns(), out).close();
        try (ReadableWorkbook book =
                new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertEquals(
                    calendar.columns().stream().map(Column::name).toList(),
                    book.getFirstSheet().read().getFirst().stream().map(Cell::asString).toList());
        }
    }
}
