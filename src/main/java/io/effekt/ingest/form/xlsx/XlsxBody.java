package io.effekt.ingest.form.xlsx;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.effekt.http.body.BodyMemory;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.MeasurementBuilder;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.csv.CsvColumns;
import io.effekt.ingest.form.csv.CsvDialect;
import io.effekt.ingest.form.csv.Neutral;
import io.effekt.ingest.form.csv.RejectedFields;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Reads the first sheet of a workbook (.xlsx), whose first row has the names of the columns as the
 * first line of a CSV has. A bad cell is the row's.
 */
public final class XlsxBody {
    private static final int LONGEST_HEADER = 1_024;

    /** What unpacked texts take, as strings, for each of their bytes. */
    private static final int TEXTS = 3;

    private final int maxItems;
    private final long maxCharacters;
    private final Defaults defaults;
    private final MeasurementBuilder draft = new MeasurementBuilder();
    private final CsvColumns columns = new CsvColumns(CsvDialect.COMMAS);
    private final List<ParsedItem> items = new ArrayList<>();
    private List<String> header = List.of();
    private long characters;

    private XlsxBody(int maxItems, long maxCharacters, Defaults defaults) {
        this.maxItems = maxItems;
        this.maxCharacters = maxCharacters;
        this.defaults = defaults;
    }

    /**
     * Reads it.
     *
     * @param maxCharacters that all cells may have together
     * @param lease takes up the memory for what is unpacked
     * @throws io.effekt.kernel.ProblemException 413 when it unpacks to too much, 503 when there is
     *     no memory for it now
     */
    public static ParsedBody read(
            byte[] bytes,
            int maxItems,
            long maxCharacters,
            Defaults defaults,
            BodyMemory.Lease lease) {
        if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
            return unreadable(
                    "the body is no .xlsx, or one with a password; save it as an Excel workbook"
                            + " (.xlsx) without one");
        }
        try (XlsxParts parts = new XlsxParts(bytes)) {
            if (!lease.growTo(bytes.length + TEXTS * parts.size())) {
                throw Problem.unavailable(
                                "busy",
                                "Too much is being sent at once; nothing was taken, send it"
                                        + " again.",
                                1)
                        .exception();
            }
            try (XlsxRows rows = new XlsxRows(new XlsxBook(parts))) {
                return new XlsxBody(maxItems, maxCharacters, defaults).read(rows);
            }
        } catch (XlsxFault e) {
            return unreadable(String.valueOf(e.getMessage()));
        } catch (XMLStreamException | IOException | IllegalArgumentException e) {
            return unreadable(
                    "the workbook cannot be read: "
                            + fault(e)
                            + "; save it again as an Excel workbook (.xlsx), or send CSV UTF-8");
        }
    }

    /** In words of ours: those of the library are of its inside. */
    private static String fault(Exception e) {
        Throwable cause =
                e instanceof XMLStreamException xml && xml.getNestedException() != null
                        ? xml.getNestedException()
                        : e;
        if (cause instanceof XlsxXml.Unlike unlike) {
            return "it has " + unlike.getMessage();
        }
        return e instanceof XMLStreamException
                ? "one of its parts is broken"
                : "its zip is broken or incomplete";
    }

    private static ParsedBody unreadable(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }

    private ParsedBody read(XlsxRows rows) throws XMLStreamException, XlsxFault {
        for (XlsxRows.Row row = rows.next(); row != null; row = rows.next()) {
            if (row.isEmpty()) {
                continue;
            }
            if (header.isEmpty()) {
                header = row.texts();
                Refusal refusal = columns.take(header, defaults);
                if (refusal != null) {
                    return new ParsedBody.Unreadable(refusal);
                }
            } else if (items.size() == maxItems) {
                return new ParsedBody.TooMany(maxItems);
            } else {
                take(row);
            }
        }
        return header.isEmpty()
                ? unreadable("the first sheet is empty; its first row has to name the columns")
                : new ParsedBody.Items(items, false);
    }

    private void take(XlsxRows.Row row) {
        draft.clear();
        List<String> cells = new ArrayList<>(row.texts());
        while (cells.size() > header.size() && cells.getLast().isBlank()) {
            cells.removeLast();
        }
        while (cells.size() < header.size()) {
            cells.add("");
        }
        for (XlsxRows.Cell cell : row.cells()) {
            if (cell.fault() != null) {
                draft.refuse("invalid_value", "", "cell " + cell.place() + " " + cell.fault());
            }
        }
        for (String cell : cells) {
            // The same text may stand in many cells: as a CSV, the file would be too long.
            characters += cell.length();
        }
        if (characters > maxCharacters) {
            throw XlsxParts.tooLarge();
        }
        columns.read(cells, draft);
        ParsedItem item =
                draft.finish(
                        items.size(), defaults.at(items.size()), () -> asCsv(kept(row, cells)));
        items.add(
                item instanceof ParsedItem.Refused refused
                        ? refused.explained(place(row, refused.refusal()))
                        : item);
    }

    /** An empty cell would say that nothing was there, and the row be taken without it. */
    private static List<String> kept(XlsxRows.Row row, List<String> cells) {
        List<String> kept = new ArrayList<>(cells);
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.cells().get(i).fault() != null) {
                while (kept.size() <= i) {
                    kept.add("");
                }
                kept.set(i, RejectedFields.UNREAD);
            }
        }
        return kept;
    }

    /** The cell where that is known, else the row. */
    private String place(XlsxRows.Row row, Refusal refusal) {
        int column = columns.indexOf(refusal.pointer());
        return column < 0 || column >= row.cells().size()
                ? "row " + row.number() + ": "
                : "row " + row.number() + ", cell " + row.cells().get(column).place() + ": ";
    }

    /** What is kept of a row that was refused: it with its names, as it would be in a CSV. */
    private byte[] asCsv(List<String> cells) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            if (header.stream().mapToInt(String::length).sum() <= LONGEST_HEADER) {
                csv.writeRecord(header);
            }
            csv.writeRecord(cells.stream().map(Neutral::write).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
