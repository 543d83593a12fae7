package io.effekt.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.effekt.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Reads a CSV with a header line. A bad cell is the row's; an open quote is the whole body's. */
final class CsvBody {
    private static final int MOST_COLUMNS = 100;

    private final byte[] bytes;
    private final int from;
    private final int maxItems;
    private final Defaults defaults;
    private final boolean encodingFault;
    private final Lines lines;
    private final Draft draft = new Draft();
    private final CsvColumns columns = new CsvColumns();
    private final List<ParsedItem> items = new ArrayList<>();

    CsvBody(byte[] bytes, int maxItems, Defaults defaults) {
        this.bytes = bytes;
        this.from = Utf8.afterByteOrderMark(bytes);
        this.maxItems = maxItems;
        this.defaults = defaults;
        this.encodingFault = Utf8.fault(bytes, from, bytes.length) >= 0;
        this.lines = new Lines(bytes, from);
    }

    ParsedBody read() {
        // Bytes that are no UTF-8 become U+FFFD here; their rows are refused by their bytes.
        String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        long line = 1;
        try {
            Iterator<CsvRecord> records = reader(text).iterator();
            if (!records.hasNext()) {
                return unreadable("the body is empty; the first line has to name the columns");
            }
            CsvRecord record = records.next();
            Refusal header = columns.take(record.getFields(), defaults);
            if (header != null) {
                return new ParsedBody.Unreadable(header);
            }
            while (records.hasNext()) {
                if (items.size() == maxItems) {
                    return new ParsedBody.TooMany(maxItems);
                }
                record = records.next();
                line = record.getStartingLineNumber();
                row(record);
            }
        } catch (CsvParseException e) {
            return unreadable("the CSV cannot be read after line " + line + cause(e));
        }
        return new ParsedBody.Items(items, false);
    }

    private static CsvReader<CsvRecord> reader(String text) {
        CsvRecordHandler handler = CsvRecordHandler.builder().maxFields(MOST_COLUMNS).build();
        return CsvReader.builder()
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(handler, text);
    }

    private static ParsedBody unreadable(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }

    private static String cause(CsvParseException e) {
        Throwable root = e.getCause() == null ? e : e.getCause();
        String message = root.getMessage();
        return message == null ? "" : ": " + Shown.sentence(message);
    }

    private void row(CsvRecord record) {
        int line = (int) record.getStartingLineNumber();
        while (lines.number() < line && lines.next()) {
            // The lines between are empty, or the rest of the row before.
        }
        int start = lines.start();
        draft.clear();
        if (encodingFault && Utf8.fault(bytes, start, endOfRow(record)) >= 0) {
            draft.refuse("malformed", "", "holds bytes that are no UTF-8");
        }
        columns.read(record.getFields(), draft);
        ParsedItem item =
                draft.finish(
                        items.size(),
                        defaults.at(items.size()),
                        () -> Arrays.copyOfRange(bytes, start, endOfRow(record)));
        items.add(
                item instanceof ParsedItem.Refused refused
                        ? refused.explained("line " + line + ": ")
                        : item);
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
