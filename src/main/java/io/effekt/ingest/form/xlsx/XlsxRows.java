package io.effekt.ingest.form.xlsx;

import io.effekt.ingest.form.Quoted;
import io.effekt.ingest.form.csv.CsvDialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet, one after the other, each cell as the text that a CSV would have. */
final class XlsxRows implements AutoCloseable {
    static final int MOST_COLUMNS = 100;

    private final XlsxBook book;
    private final XlsxXml xml;
    private int number;

    XlsxRows(XlsxBook book) throws IOException, XMLStreamException, XlsxFault {
        this.book = book;
        this.xml = book.sheet();
    }

    /**
     * One cell.
     *
     * @param place for instance {@code B7}
     * @param text empty for an empty one
     * @param fault what is wrong with it, going on from its place; null for nothing
     */
    record Cell(String place, String text, @Nullable String fault) {
        private static Cell of(String place, @Nullable String text, String otherwise) {
            return new Cell(place, text == null ? "" : text, text == null ? otherwise : null);
        }
    }

    /**
     * One row.
     *
     * @param number from 1, as the sheet counts
     */
    record Row(int number, List<Cell> cells) {
        List<String> texts() {
            return cells.stream().map(Cell::text).toList();
        }

        boolean isEmpty() {
            return CsvDialect.isEmpty(texts())
                    && cells.stream().allMatch(cell -> cell.fault() == null);
        }
    }

    /** The next row; null after the last one. */
    @Nullable Row next() throws XMLStreamException, XlsxFault {
        while (xml.next()) {
            if (xml.begins("row")) {
                int given = XlsxBook.number(xml.attribute("r"));
                number = given > 0 ? given : number + 1;
                return new Row(number, cells());
            }
        }
        return null;
    }

    private List<Cell> cells() throws XMLStreamException, XlsxFault {
        List<Cell> cells = new ArrayList<>();
        while (xml.next() && !xml.ends("row")) {
            if (xml.begins("c")) {
                String place = xml.attribute("r");
                int column = place == null ? cells.size() : column(place);
                // One beyond all columns is called as the sheet calls it.
                Cell cell =
                        cell(
                                place == null || column < MOST_COLUMNS
                                        ? name(column) + number
                                        : Quoted.text(place));
                boolean isEmpty = cell.text().isBlank() && cell.fault() == null;
                if (column >= MOST_COLUMNS && !isEmpty) {
                    throw new XlsxFault(
                            "the first sheet has something in cell "
                                    + cell.place()
                                    + ", and at most "
                                    + MOST_COLUMNS
                                    + " columns are read; empty it");
                }
                while (cells.size() <= Math.min(column, MOST_COLUMNS - 1)) {
                    cells.add(new Cell(name(cells.size()) + number, "", null));
                }
                if (column < MOST_COLUMNS) {
                    cells.set(column, cell);
                }
            }
        }
        return cells;
    }

    /** From 0; the hundredth for all that lie beyond. */
    private static int column(String place) throws XlsxFault {
        int column = 0;
        for (int i = 0; i < place.length() && Character.isLetter(place.charAt(i)); i++) {
            int letter = Character.toUpperCase(place.charAt(i)) - 'A' + 1;
            if (letter < 1 || letter > 26) {
                throw new XlsxFault("a cell of the first sheet has no place; save the file again");
            }
            column = Math.min(column * 26 + letter, 100_000);
        }
        return Math.max(column - 1, 0);
    }

    private static String name(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return column < 26 ? last : name(column / 26 - 1) + last;
    }

    private Cell cell(String place) throws XMLStreamException {
        String type = Objects.requireNonNullElse(xml.attribute("t"), "n");
        XlsxNumbers.Format shown = book.shown(Math.max(0, XlsxBook.number(xml.attribute("s"))));
        String value = null;
        boolean computed = false;
        while (xml.next() && !xml.ends("c")) {
            if (xml.begins("v")) {
                value = xml.text();
            } else if (xml.begins("is")) {
                value = XlsxBook.plain(xml.texts("is"));
            } else if (xml.begins("f")) {
                computed = true;
                xml.text();
            }
        }
        if (value == null || value.isEmpty()) {
            boolean lacks = computed && !type.equals("str");
            return new Cell(
                    place,
                    "",
                    lacks
                            ? "has a formula that was never computed; open the file in a"
                                    + " spreadsheet and save it, or paste the value"
                            : null);
        }
        return read(place, type, value, shown);
    }

    private Cell read(String place, String type, String value, XlsxNumbers.Format shown) {
        return switch (type) {
            case "s" ->
                    Cell.of(place, book.text(XlsxBook.number(value)), "has a text that is lost");
            case "inlineStr", "d" -> new Cell(place, value, null);
            case "str" -> new Cell(place, XlsxBook.plain(value), null);
            case "b" ->
                    new Cell(
                            place,
                            "",
                            "has "
                                    + (value.equals("1") ? "TRUE" : "FALSE")
                                    + ", which is neither a number nor a text; write what is"
                                    + " meant");
            case "e" ->
                    new Cell(
                            place,
                            "",
                            "has the error "
                                    + Quoted.text(value)
                                    + "; mend its formula, or empty it");
            default -> number(place, value, shown);
        };
    }

    private Cell number(String place, String value, XlsxNumbers.Format shown) {
        return switch (shown) {
            case NUMBER ->
                    Cell.of(place, XlsxNumbers.decimal(value), "has a number that cannot be read");
            case PERCENT ->
                    new Cell(
                            place,
                            "",
                            "is shown as a percentage and holds "
                                    + Quoted.text(value)
                                    + "; format it as a number, and write the one that is meant");
            case TIME ->
                    new Cell(
                            place,
                            "",
                            "has a time without a day; write a moment with both and an offset as"
                                    + " text, like 2026-01-17T15:00:00+01:00");
            case DAY, MONTH, YEAR ->
                    Cell.of(
                            place,
                            XlsxNumbers.date(value, shown, book.isFrom1904()),
                            "has a date that cannot be read; write it as text, like 2026-01-31");
        };
    }

    @Override
    public void close() throws XMLStreamException {
        xml.close();
    }
}
