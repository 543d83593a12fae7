package io.effekt.ingest.form.xlsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.http.body.BodyMemory;
import io.effekt.http.body.BodyReaderTest;
import io.effekt.ingest.Workbook;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.form.csv.RejectedCsv;
import io.effekt.kernel.ProblemException;
import io.effekt.kpi.domain.measurement.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxBodyTest {
    private static final int ROUNDS = Integer.getInteger("effekt.spreadsheets", 300);
    private static final String[] NAMES = {"id", "kpi", "scope", "period", "value", "comment"};

    private final BodyMemory memory = new BodyMemory(BodyReaderTest.settings(Map.of()));

    @Test
    void readsWhatAWriterOfWorkbooksWrites() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (org.dhatim.fastexcel.Workbook book =
                new org.dhatim.fastexcel.Workbook(bytes, "test", "1.0")) {
            Worksheet sheet = book.newWorksheet("Målinger");
            for (int i = 0; i < NAMES.length; i++) {
                sheet.value(0, i, NAMES[i]);
            }
            sheet.value(2, 0, 17);
            sheet.value(2, 1, "k");
            sheet.value(2, 2, "team:x");
            sheet.value(2, 3, LocalDate.of(2026, 1, 31));
            sheet.style(2, 3).format("yyyy-mm-dd").set();
            sheet.value(2, 4, 8.3);
            sheet.value(2, 5, "Ærlig <&> \"to\"\nlinjer");
            book.newWorksheet("annet").value(0, 0, "not read");
        }
        ParsedMeasurement read = wellFormed(items(bytes.toByteArray()).getFirst());
        assertEquals("17", read.id());
        assertEquals("2026-01-31", String.valueOf(read.period()));
        assertEquals(new BigDecimal("8.3"), value(read));
        assertEquals("Ærlig <&> \"to\"\nlinjer", read.comment());
    }

    @ParameterizedTest
    @CsvSource({
        "8.3000000000000007,8.3",
        "0.1,0.1",
        "0.30000000000000004,0.300000000000",
        "85.416666666666671,85.416666666667",
        "9007199254740993,9007199254740993",
        "12345678901234567.123456789012,12345678901234567.123456789012",
        "1E+20,100000000000000000000",
        "-4.2000000000000002E-2,-0.042",
        "1.50,1.50"
    })
    void numbersAreWhatWasMeantByTheirDoubles(String stored, BigDecimal expected) {
        byte[] book = new Workbook().table(NAMES, row("<c><v>" + stored + "</v></c>")).bytes();
        assertEquals(expected, value(wellFormed(items(book).getFirst())));
    }

    @Test
    void randomNumbersAreExactInSeventeenDigits() {
        long seed = Long.getLong("effekt.spreadsheets.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal meant =
                    BigDecimal.valueOf(random.nextLong(1_000_000_000L), random.nextInt(9));
            String stored =
                    new BigDecimal(meant.doubleValue())
                            .round(new MathContext(17))
                            .stripTrailingZeros()
                            .toString();
            String read = String.valueOf(XlsxNumbers.decimal(stored));
            assertEquals(
                    0, meant.compareTo(new BigDecimal(read)), seed + " " + meant + " as " + stored);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "46053|14|2026-01-31",
                "46053|yyyy\\-mm\\-dd;@|2026-01-31",
                "46053|[$-414]d. mmmm yyyy|2026-01-31",
                "46023|17|2026-01",
                "46023|mmm\\ yyyy|2026-01",
                "46023|yyyy|2026",
                "2026|0|2026",
                "2026|\"år\" 0|2026",
                "59|14|1900-02-28",
                "61|14|1900-03-01"
            })
    void dateCellsAreThePeriodThatTheyShow(String stored, String format, String period) {
        Workbook book =
                new Workbook()
                        .formats("0", format)
                        .table(
                                NAMES,
                                new String[] {
                                    "a",
                                    "k",
                                    "org",
                                    "<c s=\"1\"><v>" + stored + "</v></c>",
                                    "<c><v>1</v></c>"
                                });
        ParsedItem item = items(book.bytes()).getFirst();
        if (period.startsWith("1900")) {
            assertTrue(refused(item).refusal().detail().contains("1970"), item.toString());
        } else {
            assertEquals(period, String.valueOf(wellFormed(item).period()));
        }
    }

    @Test
    void daysMayBeCountedFrom1904() {
        Workbook book =
                new Workbook()
                        .formats("0", "14")
                        .from1904()
                        .table(
                                NAMES,
                                new String[] {
                                    "a",
                                    "k",
                                    "org",
                                    "<c s=\"1\"><v>44591</v></c>",
                                    "<c><v>1</v></c>"
                                });
        assertEquals(
                "2026-01-31", String.valueOf(wellFormed(items(book.bytes()).getFirst()).period()));
    }

    @Test
    void aMomentWithoutAnOffsetIsToldWhatToWrite() {
        String[] names = {"id", "kpi", "scope", "observedAt", "value"};
        for (String stored : List.of("46053.625", "46053.999988425924", "46053")) {
            Workbook book =
                    new Workbook()
                            .formats("0", "22")
                            .table(
                                    names,
                                    new String[] {
                                        "a",
                                        "k",
                                        "org",
                                        "<c s=\"1\"><v>" + stored + "</v></c>",
                                        "<c><v>1</v></c>"
                                    });
            String detail = refused(items(book.bytes()).getFirst()).refusal().detail();
            assertTrue(
                    detail.startsWith("row 2, cell D2: 'observedAt' ") && detail.contains("2026-"),
                    detail);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<c t=\"b\"><v>1</v></c>|cell E2 has TRUE",
                "<c t=\"e\"><v>#DIV/0!</v></c>|cell E2 has the error #DIV/0!",
                "<c t=\"e\"><f>1/0</f><v>#N/A</v></c>|cell E2 has the error #N/A",
                "<c><f>SUM(A1:A2)</f></c>|cell E2 has a formula that was never computed",
                "<c s=\"1\"><v>0.85</v></c>|cell E2 is shown as a percentage and holds 0.85",
                "<c s=\"2\"><v>0.5</v></c>|cell E2 has a time without a day",
                "<c t=\"s\"><v>99</v></c>|cell E2 has a text that is lost",
                "<c t=\"inlineStr\"><is><t>1,5</t></is></c>|cell E2: 'value' has to be a finite number",
                "<c t=\"inlineStr\"><is><t>n/a</t></is></c>|cell E2: 'value' has to be a finite number"
            })
    void aCellThatIsNoValueIsNamed(String cell, String sentence) {
        Workbook book =
                new Workbook()
                        .formats("0", "0.0%", "hh:mm")
                        .texts("x")
                        .table(NAMES, row(cell), row("<c><v>1</v></c>"));
        List<ParsedItem> items = items(book.bytes());
        String detail = refused(items.getFirst()).refusal().detail();
        assertTrue(detail.startsWith("row 2") && detail.contains(sentence), detail);
        wellFormed(items.getLast());
    }

    @Test
    void aFormulaCountsAsWhatItShows() {
        Workbook book =
                new Workbook()
                        .table(
                                NAMES,
                                row("<c><f>1+1</f><v>2</v></c>"),
                                row("<c t=\"n\"><f t=\"shared\" si=\"0\"/><v>3</v></c>"));
        assertEquals(
                List.of("2", "3"),
                items(book.bytes()).stream().map(i -> value(wellFormed(i)).toString()).toList());
    }

    @Test
    void sharedTextsMayHaveManyParts() {
        String parts =
                "<r><rPr><b/></rPr><t>Æ</t></r><r><t xml:space=\"preserve\"> b</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh>";
        Workbook book =
                new Workbook()
                        .texts("a_x000D_", parts)
                        .table(
                                NAMES,
                                new String[] {
                                    "a",
                                    "k",
                                    "org",
                                    "2026-01",
                                    "<c><v>1</v></c>",
                                    "<c t=\"s\"><v>1</v></c>"
                                });
        assertEquals("Æ b", wellFormed(items(book.bytes()).getFirst()).comment());
    }

    @Test
    void emptyRowsAndColumnsAreNotThere() {
        String header =
                "<row r=\"3\">"
                        + cells(3, "id", "kpi", "scope", "period", "value")
                        + "<c r=\"H3\" s=\"0\"/></row>";
        String rows =
                "<row r=\"1\"><c r=\"A1\" s=\"0\"/></row>"
                        + header
                        + "<row r=\"7\">"
                        + cells(7, "a", "k", "org", "2026-01")
                        + "<c r=\"E7\"><v>1</v></c><c r=\"F7\" t=\"inlineStr\"><is><t> </t></is></c></row><row r=\"9\"/><row r=\"1048576\"><c r=\"XFD1048576\" s=\"0\"/></row>";
        List<ParsedItem> items = items(new Workbook().rows(rows).bytes());
        assertEquals(1, items.size());
        wellFormed(items.getFirst());
    }

    @Test
    void aRefusedRowIsKeptWithItsNamesAndCanBeReadAsCsv() {
        Workbook book =
                new Workbook()
                        .table(
                                NAMES,
                                new String[] {
                                    "=x", "k", "org", "2026-13", "<c><v>1</v></c>", "a, b"
                                });
        ParsedItem.Refused refused = refused(items(book.bytes()).getFirst());
        String mended = new String(refused.bytes(), UTF_8).replace("2026-13", "2026-12");
        ParsedBody body = new MeasurementParser(10).csv(mended.getBytes(UTF_8));
        ParsedMeasurement read = wellFormed(((ParsedBody.Items) body).items().getFirst());
        assertEquals("=x", read.id());
        assertEquals("a, b", read.comment());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c t=\"b\"><v>1</v></c>",
                "<c t=\"e\"><v>#N/A</v></c>",
                "<c><f>SUM(A1:A2)</f></c>",
                "<c t=\"s\"><v>99</v></c>"
            })
    void aCellThatIsNoValueIsNotEmptyWhereTheRowIsKept(String cell) {
        String[] names = {"id", "kpi", "scope", "period", "value", "weight"};
        for (String[] row :
                List.of(
                        new String[] {"a", "k", "org", "2026-01", "<c><v>5</v></c>", cell},
                        new String[] {
                            "a", "k", "org", "2026-01", "<c><v>5</v></c>", "", "", cell
                        })) {
            ParsedItem.Refused refused =
                    refused(items(new Workbook().table(names, row).bytes()).getFirst());
            String body = new String(refused.bytes(), UTF_8);
            String unmended = RejectedCsv.unmended("", body, List.of(names));
            assertTrue(unmended != null && unmended.contains("could not be read"), body);
            ParsedBody again = new MeasurementParser(10).csv(refused.bytes());
            refused(((ParsedBody.Items) again).items().getFirst());
        }
    }

    // ---- what is none, and what is made to hurt

    @Test
    void whatIsNoWorkbookIsToldWhatToSend() throws IOException {
        byte[] old = new byte[600];
        System.arraycopy(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, 0, old, 0, 4);
        byte[] whole = new Workbook().table(NAMES).bytes();
        for (byte[] bytes :
                List.of(
                        new byte[0],
                        "id,kpi\n".getBytes(UTF_8),
                        old,
                        "PK\u0003\u0004 and no more".getBytes(UTF_8),
                        Arrays.copyOf(whole, whole.length / 2),
                        new Workbook().with("_rels/.rels", "<x").bytes(),
                        new Workbook().with("xl/workbook.xml", "<workbook/>").bytes(),
                        new Workbook().rows("<row><c r=\"?1\"><v>1</v></c></row>").bytes(),
                        new Workbook().bytes(),
                        new Workbook().table(new String[] {"id", "kpi", "scop"}).bytes())) {
            String detail =
                    assertInstanceOf(ParsedBody.Unreadable.class, read(bytes, 10))
                            .refusal()
                            .detail();
            assertTrue(
                    detail.length() > 20 && !detail.matches("(?s).*(java\\.|ParseError|\\[row).*"),
                    detail);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData></worksheet>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"
            })
    void entitiesAreNeverRead(String xml) {
        for (String part :
                List.of("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml")) {
            ParsedBody body = read(new Workbook().table(NAMES).with(part, xml).bytes(), 10);
            String detail = assertInstanceOf(ParsedBody.Unreadable.class, body).refusal().detail();
            assertTrue(!detail.contains("root:") && !detail.contains("aaaa"), detail);
            assertTrue(!detail.contains("java.") && !detail.contains("ParseError"), detail);
            assertTrue(detail.contains("save it again"), detail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZZZZZZ2", "XFD2", "CW2"})
    void aCellBeyondAllColumnsIsCalledAsTheSheetCallsIt(String place) {
        String rows = "<row r=\"2\"><c r=\"" + place + "\"><v>1</v></c></row>";
        ParsedBody body = read(new Workbook().rows(rows).bytes(), 10);
        String detail = assertInstanceOf(ParsedBody.Unreadable.class, body).refusal().detail();
        assertTrue(detail.contains("in cell " + place + ","), detail);
    }

    @Test
    void bombsAreRefusedBeforeTheyAreUnpacked() {
        byte[] zeros = new byte[64 << 20];
        byte[] spaces = new byte[33 << 20];
        Arrays.fill(spaces, (byte) ' ');
        for (Workbook bomb :
                List.of(
                        new Workbook().with("xl/worksheets/sheet1.xml", spaces),
                        new Workbook()
                                .with("xl/sharedStrings.xml", Arrays.copyOf(spaces, 5 << 20)))) {
            ProblemException thrown =
                    assertThrows(ProblemException.class, () -> read(bomb.bytes(), 10));
            assertEquals(413, thrown.problem().status());
        }
        // A picture is not unpacked at all.
        Workbook picture = new Workbook().table(NAMES).with("xl/media/image1.png", zeros);
        assertInstanceOf(ParsedBody.Items.class, read(picture.bytes(), 10));
        Workbook attribute =
                new Workbook().rows("<row><c x=\"" + "y".repeat(1 << 20) + "\"/></row>");
        assertInstanceOf(ParsedBody.Unreadable.class, read(attribute.bytes(), 10));
        Workbook far =
                new Workbook()
                        .rows(
                                "<row>"
                                        + cells(1, "id", "kpi", "scope")
                                        + "<c r=\"ZZZZZZZ1\"><v>1</v></c></row>");
        assertInstanceOf(ParsedBody.Unreadable.class, read(far.bytes(), 10));
    }

    @Test
    void oneTextInManyCellsIsAsLongAsACsvMayBe() {
        StringBuilder rows = new StringBuilder("<row>" + cells(1, NAMES) + "</row>");
        rows.append(("<row>" + "<c t=\"s\"><v>0</v></c>".repeat(6) + "</row>").repeat(200));
        Workbook book = new Workbook().texts("x".repeat(100_000)).rows(rows.toString());
        ProblemException thrown =
                assertThrows(ProblemException.class, () -> read(book.bytes(), 10_000));
        assertEquals(413, thrown.problem().status());
    }

    @Test
    void noMoreRowsAreTakenThanMayBe() {
        String[][] rows = new String[12][];
        Arrays.fill(rows, row("<c><v>1</v></c>"));
        rows[0] = NAMES;
        assertInstanceOf(ParsedBody.TooMany.class, read(new Workbook().table(rows).bytes(), 10));
        assertInstanceOf(ParsedBody.Items.class, read(new Workbook().table(rows).bytes(), 11));
    }

    private static String[] row(String value) {
        return new String[] {"a", "k", "org", "2026-01", value};
    }

    private static String cells(int row, String... texts) {
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            cells.append("<c r=\"")
                    .append((char) ('A' + i))
                    .append(row)
                    .append("\" t=\"inlineStr\"><is><t>")
                    .append(texts[i])
                    .append("</t></is></c>");
        }
        return cells.toString();
    }

    private ParsedBody read(byte[] bytes, int maxItems) {
        try (BodyMemory.Lease lease = memory.open("x")) {
            return XlsxBody.read(bytes, maxItems, 8 << 20, Defaults.NONE, lease);
        }
    }

    private List<ParsedItem> items(byte[] bytes) {
        ParsedBody body = read(bytes, 10_000);
        return assertInstanceOf(ParsedBody.Items.class, body, body.toString()).items();
    }

    private static BigDecimal value(ParsedMeasurement incoming) {
        return assertInstanceOf(Content.Number.class, incoming.content()).value();
    }

    private static ParsedMeasurement wellFormed(ParsedItem item) {
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }

    private static ParsedItem.Refused refused(ParsedItem item) {
        return assertInstanceOf(ParsedItem.Refused.class, item, item.toString());
    }
}
