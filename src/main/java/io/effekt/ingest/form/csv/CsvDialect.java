package io.effekt.ingest.form.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.effekt.ingest.form.Lines;
import io.effekt.ingest.form.Utf8;
import io.effekt.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV is written: what its columns are separated by, as its first line shows or {@code sep=}
 * says, and where that line begins.
 *
 * @param from index of the first byte that counts
 * @param linesBefore lines that were passed over before it
 */
public record CsvDialect(char separator, int from, int linesBefore) {
    public static final CsvDialect COMMAS = new CsvDialect(',', 0, 0);

    private static final int MOST_COLUMNS = 100;
    private static final String SEPARATORS = ",;\t";
    private static final String SAVE = "; save the file as CSV UTF-8";
    private static final String SEP = "sep=";

    /** What was found, or why nothing can be read. */
    record Found(@Nullable CsvDialect dialect, @Nullable Refusal refusal) {
        private static Found refused(String detail) {
            return new Found(null, Refusal.of("malformed", detail));
        }
    }

    /** Looks at the first lines. */
    static Found of(byte[] bytes) {
        if (isUtf16(bytes)) {
            return Found.refused("the file is UTF-16 (Unicode text)" + SAVE);
        }
        int from = Utf8.afterByteOrderMark(bytes);
        Lines lines = new Lines(bytes, from);
        while (lines.next()) {
            if (Utf8.fault(bytes, lines.start(), lines.end()) >= 0) {
                return Found.refused(
                        "line " + lines.number() + " holds bytes that are no UTF-8" + SAVE);
            }
            String line = text(bytes, lines);
            String said = said(line);
            if (said != null) {
                return said.length() == 1 && SEPARATORS.contains(said)
                        ? found(said.charAt(0), lines.end(), lines.number() - 1)
                        : Found.refused(
                                "line "
                                        + lines.number()
                                        + " says a separator that is not read; separate the columns"
                                        + " by commas, semicolons or tabs");
            }
            if (!isEmpty(line)) {
                return byHeader(line, from);
            }
        }
        return found(',', from, 0);
    }

    private static Found found(char separator, int from, int linesBefore) {
        return new Found(new CsvDialect(separator, from, linesBefore), null);
    }

    private static Found byHeader(String line, int from) {
        String present = present(line);
        if (present.length() < 2) {
            return found(present.isEmpty() ? ',' : present.charAt(0), from, 0);
        }
        for (int i = 0; i < present.length(); i++) {
            char separator = present.charAt(i);
            List<String> cells = new CsvDialect(separator, 0, 0).cells(line);
            if (cells.size() > 1 && CsvColumn.isHeader(cells)) {
                return found(separator, from, 0);
            }
        }
        return Found.refused(
                "the line with the names has "
                        + named(present)
                        + " between them; use only one of them, in all lines");
    }

    private static String named(String separators) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < separators.length(); i++) {
            char separator = separators.charAt(i);
            names.add(separator == ',' ? "commas" : separator == ';' ? "semicolons" : "tabs");
        }
        return String.join(" and ", names);
    }

    /** Decimals may have a comma where that separates nothing. */
    boolean hasDecimalComma() {
        return separator != ',';
    }

    /** A number with a point for its decimal comma, where it may have one. */
    String withPoint(String number) {
        int comma = number.indexOf(',');
        boolean isDecimal =
                hasDecimalComma()
                        && comma >= 0
                        && comma == number.lastIndexOf(',')
                        && number.indexOf('.') < 0;
        return isDecimal ? number.replace(',', '.') : number;
    }

    /** Reads on from where it begins. */
    CsvReader<CsvRecord> reader(String text) {
        CsvRecordHandler handler = CsvRecordHandler.builder().maxFields(MOST_COLUMNS).build();
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(handler, text);
    }

    private List<String> cells(String line) {
        try {
            return reader(line).stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
        } catch (CsvParseException e) {
            return List.of();
        }
    }

    /** Whether all cells are empty, as in the rows that a spreadsheet leaves at its end. */
    public static boolean isEmpty(List<String> cells) {
        return cells.stream().allMatch(cell -> cell.replace('\u00a0', ' ').isBlank());
    }

    private static boolean isEmpty(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (SEPARATORS.indexOf(c) < 0 && c != '"' && c != '\u00a0' && c > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Separators that stand outside of quotes, each once. */
    private static String present(String line) {
        StringBuilder present = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (!quoted && SEPARATORS.indexOf(c) >= 0 && present.indexOf(String.valueOf(c)) < 0) {
                present.append(c);
            }
        }
        return present.toString();
    }

    /** What a line {@code sep=;} says, with or without quotes; null for any other line. */
    private static @Nullable String said(String line) {
        String bare = line.startsWith("\"") ? line.substring(1) : line;
        if (!bare.toLowerCase(Locale.ROOT).startsWith(SEP)) {
            return null;
        }
        String said = bare.substring(SEP.length());
        int end = said.indexOf('"');
        said = end < 0 ? said : said.substring(0, end);
        // Saved once more by a spreadsheet, the line may have got separators at its end.
        return said.length() > 1 && isEmpty(said.substring(1)) ? said.substring(0, 1) : said;
    }

    private static String text(byte[] bytes, Lines lines) {
        return new String(
                bytes, lines.start(), lines.end() - lines.start(), StandardCharsets.UTF_8);
    }

    private static boolean isUtf16(byte[] bytes) {
        boolean marked =
                bytes.length >= 2
                        && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                                || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            marked |= bytes[i] == 0;
        }
        return marked;
    }
}
