package io.effekt.ingest.form.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.Lines;
import io.effekt.ingest.form.MeasurementBuilder;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.Quoted;
import io.effekt.ingest.form.Utf8;
import io.effekt.kernel.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads a CSV with a header line. A bad cell is the row's; an open quote is the whole body's. */
public final class CsvBody {
    private static final int LONGEST_HEADER = 1_024;

    private final byte[] bytes;
    private final CsvDialect dialect;
    private final int maxItems;
    private final Defaults defaults;
    private final boolean encodingFault;
    private final Lines lines;
    private final MeasurementBuilder draft = new MeasurementBuilder();
    private final CsvColumns columns;
    private final List<ParsedItem> items = new ArrayList<>();
    private byte[] header = {};

    private CsvBody(byte[] bytes, CsvDialect dialect, int maxItems, Defaults defaults) {
        this.bytes = bytes;
        this.dialect = dialect;
        this.maxItems = maxItems;
        this.defaults = defaults;
        this.columns = new CsvColumns(dialect);
        this.encodingFault = Utf8.fault(bytes, dialect.from(), bytes.length) >= 0;
        this.lines = new Lines(bytes, dialect.from());
    }

    public static ParsedBody read(byte[] bytes, int maxItems, Defaults defaults) {
        CsvDialect.Found found = CsvDialect.of(bytes);
        return found.dialect() == null
                ? new ParsedBody.Unreadable(Objects.requireNonNull(found.refusal()))
                : new CsvBody(bytes, found.dialect(), maxItems, defaults).read();
    }

    private ParsedBody read() {
        // Bytes that are no UTF-8 become U+FFFD here; their rows are refused by their bytes.
        int from = dialect.from();
        String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        long line = 1;
        boolean named = false;
        try (CsvReader<CsvRecord> reader = dialect.reader(text)) {
            for (CsvRecord record : reader) {
                line = record.getStartingLineNumber();
                if (CsvDialect.isEmpty(record.getFields())) {
                    continue;
                }
                if (!named) {
                    Refusal refusal = columns.take(record.getFields(), defaults);
                    if (refusal != null) {
                        return new ParsedBody.Unreadable(refusal);
                    }
                    named = true;
                    header = bytesOf(record);
                } else if (items.size() == maxItems) {
                    return new ParsedBody.TooMany(maxItems);
                } else {
                    row(record);
                }
            }
        } catch (CsvParseException e) {
            return unreadable(
                    "the CSV cannot be read after line "
                            + (line + dialect.linesBefore())
                            + cause(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail to be read", e);
        }
        return named
                ? new ParsedBody.Items(items, false)
                : unreadable("the body is empty; the first line has to name the columns");
    }

    private static ParsedBody unreadable(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }

    private static String cause(CsvParseException e) {
        Throwable root = e.getCause() == null ? e : e.getCause();
        String message = root.getMessage();
        return message == null ? "" : ": " + Quoted.sentence(message);
    }

    private void row(CsvRecord record) {
        int start = startOf(record);
        draft.clear();
        if (encodingFault && Utf8.fault(bytes, start, endOfRow(record)) >= 0) {
            draft.refuse(
                    "malformed", "", "holds bytes that are no UTF-8; save the file as CSV UTF-8");
        }
        columns.read(record.getFields(), draft);
        ParsedItem item =
                draft.finish(
                        items.size(), defaults.at(items.size()), () -> withHeader(start, record));
        long line = record.getStartingLineNumber() + dialect.linesBefore();
        items.add(
                item instanceof ParsedItem.Refused refused
                        ? refused.explained("line " + line + ": ")
                        : item);
    }

    private int startOf(CsvRecord record) {
        while (lines.number() < record.getStartingLineNumber() && lines.next()) {
            // The lines between are empty, or the rest of the row before.
        }
        return lines.start();
    }

    private byte[] bytesOf(CsvRecord record) {
        int start = startOf(record);
        return Arrays.copyOfRange(bytes, start, endOfRow(record));
    }

    /** A row says nothing without the names of its columns, so they are kept with it. */
    private byte[] withHeader(int start, CsvRecord record) {
        int end = endOfRow(record);
        if (header.length > LONGEST_HEADER) {
            return Arrays.copyOfRange(bytes, start, end);
        }
        byte[] both = Arrays.copyOf(header, header.length + 1 + end - start);
        both[header.length] = '\n';
        System.arraycopy(bytes, start, both, header.length + 1, end - start);
        return both;
    }

    /** Goes on over the lines that the row's quoted cells span. */
    private int endOfRow(CsvRecord record) {
        long last = record.getStartingLineNumber();
        for (String cell : record.getFields()) {
            last += Lines.breaksIn(cell);
        }
        while (lines.number() < last && lines.next()) {
            // Only the end is asked for.
        }
        return lines.end();
    }
}
