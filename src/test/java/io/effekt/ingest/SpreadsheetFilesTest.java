package io.effekt.ingest;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.ingest.door.MeasurementView;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.form.csv.Neutral;
import io.effekt.ingest.form.csv.RejectedCsv;
import io.effekt.json.Json;
import io.effekt.kpi.domain.measurement.Content;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as spreadsheets write it, and lists of rejections that were mended in one. */
class SpreadsheetFilesTest {
    private static final int ROUNDS = Integer.getInteger("effekt.spreadsheets", 300);
    private static final String NAMES = "id;kpi;scope;period;value;comment";

    private final MeasurementParser parser = new MeasurementParser(10_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,5|1.5",
                "1.5|1.5",
                "-0,25|-0.25",
                "1,5E+3|1500",
                "12345678901234567,123456789012|12345678901234567.123456789012",
                "0,30000000000000004|0.300000000000",
                "7|7"
            })
    void aFileOfSemicolonsOrTabsMayHaveDecimalCommas(String cell, BigDecimal expected) {
        for (String separator : List.of(";", "\t")) {
            for (String before :
                    List.of(
                            "",
                            "\ufeff",
                            "sep=" + separator + "\n",
                            "\ufeff\"sep=" + separator + "\"\r\n",
                            "\n")) {
                String csv =
                        before
                                + NAMES.replace(";", separator)
                                + "\r\n"
                                + String.join(separator, "a", "k", "org", "2026-01", cell, "x, y")
                                + "\r\n";
                ParsedMeasurement read = wellFormed(items(csv).getFirst());
                assertEquals(expected, value(read), csv);
                assertEquals("x, y", read.comment());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.234,5",
                "1,234,567",
                "1 234,5",
                "1\u00a0234,5",
                "1'234,5",
                ",5",
                "5,",
                "1,5 %",
                "1,5e",
                "--1,5"
            })
    void whatIsNoDecimalCommaIsNoNumber(String cell) {
        ParsedItem item = items(NAMES + "\na;k;org;2026-01;\"" + cell + "\";\n").getFirst();
        assertEquals("invalid_value", refused(item).refusal().code(), cell);
    }

    @Test
    void aDecimalCommaBetweenCommasIsRefusedAndTheSentenceNamesIt() {
        for (String cell : List.of("1,5", "-0,1", "1,355.90")) {
            ParsedItem item =
                    items("id,kpi,scope,period,value\na,k,org,2026-01,\"" + cell + "\"\n")
                            .getFirst();
            assertEquals("invalid_value", refused(item).refusal().code());
            assertTrue(
                    refused(item).refusal().detail().contains("a decimal comma is read only"),
                    item.toString());
        }
    }

    @Test
    void emptyRowsAndColumnsAreNotThere() {
        String row = "a;k;org;2026-01;1;\n";
        for (String csv :
                List.of(
                        NAMES + "\n" + row + ";;;;;\n;;;;;\n\n",
                        ";;;;;\n" + NAMES + "\n;;;;;\n" + row,
                        NAMES + "\n \t; ;;;;\n" + row + "\"\";\"\";;;;\n",
                        NAMES + ";\n" + row.replace("\n", ";\n"),
                        NAMES + ";;;\n" + row.replace("\n", ";;;\n") + ";;;;;;;;\n",
                        NAMES + ";;\n" + row,
                        NAMES + "\n" + row + "\u00a0;;;;;\n")) {
            List<ParsedItem> items = items(csv);
            assertEquals(1, items.size(), csv);
            wellFormed(items.getFirst());
        }
    }

    @Test
    void aCellBelowNoNameIsNamed() {
        ParsedItem item = items(NAMES + ";\na;k;org;2026-01;1;;x\n").getFirst();
        assertTrue(refused(item).refusal().detail().contains("column 7"), item.toString());
    }

    @Test
    void rowsKeepTheirLinesWhateverIsPassedOver() {
        ParsedItem item =
                items("sep=;\r\n\r\n;;;;;\r\n" + NAMES + "\r\n;;;;;\r\na;k;org;2026-01;x;\r\n")
                        .getFirst();
        assertTrue(refused(item).refusal().detail().startsWith("line 6: "), item.toString());
        assertEquals(NAMES + "\na;k;org;2026-01;x;", new String(refused(item).bytes(), UTF_8));
    }

    @Test
    void otherEncodingsAreRefusedWithTheCure() {
        String csv = "id,kpi,scope,period,value,comment\na,k,org,2026-01,1,Øst\n";
        byte[] marked = ("\ufeff" + csv).getBytes(UTF_16LE);
        for (byte[] bytes :
                List.of(
                        csv.getBytes(UTF_16),
                        marked,
                        csv.getBytes(UTF_16LE),
                        csv.getBytes(UTF_16BE),
                        csv.getBytes(Charset.forName("UTF-32")))) {
            assertTrue(
                    unreadable(bytes).contains("UTF-16")
                            && unreadable(bytes).contains("save the file as CSV UTF-8"));
        }
        byte[] inHeader =
                csv.replace("comment", "dimensions.Område")
                        .getBytes(Charset.forName("windows-1252"));
        assertTrue(
                unreadable(inHeader)
                        .contains(
                                "line 1 holds bytes that are no UTF-8; save the file as CSV UTF-8"));
        ParsedBody rows = parser.csv(csv.getBytes(Charset.forName("windows-1252")));
        String detail = refused(((ParsedBody.Items) rows).items().getFirst()).refusal().detail();
        assertEquals("line 2: holds bytes that are no UTF-8; save the file as CSV UTF-8", detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id;kpi;scope,period,value",
                "id\tkpi;scope",
                "id,kpi\tscope;value",
                "sep=|\nid|kpi|scope",
                "id|kpi|scope"
            })
    void mixedSeparatorsAreNamed(String header) {
        String detail = unreadable((header + "\na;b;c\n").getBytes(UTF_8));
        assertTrue(detail.contains("commas") || detail.contains("semicolons"), detail);
    }

    @Test
    void aSeparatorInANameDoesNotMixThem() {
        List<ParsedItem> items =
                items("id,kpi,scope,period,value,dimensions.a;b\nx,k,org,2026-01,1,z\n");
        assertEquals("z", wellFormed(items.getFirst()).dimensions().get("a;b"));
    }

    // ---- numbers

    @ParameterizedTest
    @CsvSource({
        "85.41666666666667,85.416666666667",
        "0.30000000000000004,0.300000000000",
        "33.333333333333336,33.333333333333",
        "2.0000000000005,2.000000000000",
        "2.0000000000015,2.000000000002",
        "-5.551115123125783e-17,0.000000000000",
        "1e-13,0.000000000000",
        "0.0000000000001,0.000000000000",
        "99999999999999999.9999999999999,100000000000000000.000000000000",
        "4.9E-324,0.000000000000"
    })
    void whatWasComputedInDoublesIsRoundedToTwelveDecimals(String sent, BigDecimal kept) {
        ParsedMeasurement value =
                wellFormed(json("\"value\":" + sent + ",\"weight\":1.00000000000000022"));
        assertEquals(new Content.Number(kept, new BigDecimal("1.000000000000")), value.content());
        ParsedMeasurement ratio =
                wellFormed(json("\"numerator\":" + sent + ",\"denominator\":1.00000000000000022"));
        assertEquals(new Content.Ratio(kept, new BigDecimal("1.000000000000")), ratio.content());
    }

    @Test
    void randomDoublesAreTakenAndWhatIsKeptIsTakenAgainAsTheSame() {
        long seed = Long.getLong("effekt.spreadsheets.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            double sent = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 14);
            BigDecimal kept = value(wellFormed(json("\"value\":" + sent)));
            assertTrue(
                    kept.subtract(new BigDecimal(sent)).abs().doubleValue()
                            <= 0.5e-12 + Math.abs(sent) * 1e-15,
                    seed + " " + sent);
            BigDecimal again = value(wellFormed(json("\"value\":" + kept)));
            assertEquals(kept, again, seed + " " + sent);
        }
    }

    @Test
    void aRoundedDenominatorOrWeightStillHasToBeAboveZero() {
        for (String numbers :
                List.of(
                        "\"numerator\":1,\"denominator\":1e-13",
                        "\"value\":1,\"weight\":0.0000000000004")) {
            assertEquals("invalid_value", refused(json(numbers)).refusal().code());
        }
    }

    @Test
    void anEmptyMapIsAsIfItWereNotThere() {
        for (String fields :
                List.of(
                        "\"value\":1,\"scores\":{}",
                        "\"scores\":{},\"numerator\":1,\"denominator\":2,\"dimensions\":{}",
                        "\"dimensions\":{},\"value\":1",
                        "\"scores\":{\"9\":1},\"dimensions\":{}")) {
            wellFormed(json(fields));
        }
        String detail = refused(json("\"scores\":{}")).refusal().detail();
        assertEquals("'scores' holds no answer at all", detail);
        ParsedItem retraction =
                ((ParsedBody.Items)
                                parser.json(
                                        "{\"id\":\"r\",\"kpi\":\"k\",\"scope\":\"org\",\"retracts\":\"a\",\"reason\":\"x\",\"scores\":{}}"
                                                .getBytes(UTF_8)))
                        .items()
                        .getFirst();
        wellFormed(retraction);
    }

    private ParsedItem json(String fields) {
        String text =
                "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"org\",\"period\":\"2026-01\","
                        + fields
                        + "}";
        return ((ParsedBody.Items) parser.json(text.getBytes(UTF_8))).items().getFirst();
    }

    // ---- lists of rejections

    @Test
    void aListOfRejectionsReadsBackToWhatCame() {
        long seed = Long.getLong("effekt.spreadsheets.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String id = nasty(random);
            String comment = nasty(random);
            String label = nasty(random);
            ObjectNode fields =
                    Json.object()
                            .put("id", id)
                            .put("source", "urn:x")
                            .put("kpi", "k")
                            .put("scope", "org")
                            .put("period", "2026-01")
                            .put("value", new BigDecimal("-1.50"))
                            .put("comment", comment);
            fields.putObject("dimensions").put("zone", label);
            String sent = Json.write(fields);
            ParsedItem first =
                    ((ParsedBody.Items) parser.json(sent.getBytes(UTF_8))).items().getFirst();
            ParsedMeasurement came = wellFormed(first);
            String csv =
                    RejectedCsv.write(
                            List.of(
                                    rejected(came, sent),
                                    rejected(came, "no JSON at all, and \"no\" CSV")));
            List<ParsedItem> read = items(csv);
            assertEquals(came, wellFormed(read.getFirst()), seed + " " + csv);
            assertEquals(id, refused(read.getLast()).id(), seed + " " + csv);
        }
    }

    @Test
    void aRefusedRowOfAFileIsInTheListWithItsCellsAndTakenOnceItIsMended() {
        String csv =
                "sep=;\nid;kpi;scope;period;value;comment;dimensions.zone\n=1+1;k;org;2026-13;1,5;'-x;@a\n";
        ParsedItem.Refused refused = refused(items(csv).getFirst());
        String list =
                RejectedCsv.write(
                        List.of(
                                new MeasurementView.Rejected(
                                        "2026-01-01T00:00:00Z",
                                        "malformed",
                                        "no period",
                                        "urn:x",
                                        refused.id(),
                                        "k",
                                        "org",
                                        0,
                                        "",
                                        "",
                                        new String(refused.bytes(), UTF_8))));
        ParsedMeasurement mended =
                wellFormed(items(list.replace(",2026-13,", ",2026-12,")).getFirst());
        assertEquals("=1+1", mended.id());
        assertEquals("-x", mended.comment());
        assertEquals("@a", mended.dimensions().get("zone"));
        assertEquals(new BigDecimal("1.5"), value(mended));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"scores\":{\"11\":1,\"9\":6}",
                "\"scores\":{\"9\":6,\"8\":null}",
                "\"scores\":{\"9\":6,\"9\":7}",
                "\"scores\":{\"9\":6,\"8\":\"5\"}",
                "\"scores\":{\"9\":6,\"8\":{}}",
                "\"value\":5,\"wieght\":3",
                "\"value\":5,\"value\":6",
                "\"value\":5,\"value\":null",
                "\"value\":5,\"weight\":\"3\"",
                "\"value\":5,\"weight\":[3]",
                "\"value\":5,\"scores\":7",
                "\"value\":5,\"corrects\":\"\",\"reason\":\"x\"",
                "\"value\":5,\"observedAt\":\"\"",
                "\"value\":5,\"comment\":7",
                "\"value\":5,\"dimensions\":{\"zone\":\"\"}",
                "\"value\":5,\"dimensions\":{\"zone\":7}",
                "\"value\":5,\"dimensions\":{\" zone\":\"x\",\"\":\"y\"}",
                "\"value\":5,\"specversion\":\"1.0\"",
                "\"value\":5} and more {\"x\":1",
                "\"value\":5,\"weight\":3,"
            })
    void whatTheColumnsCannotSayKeepsTheRowRefusedUntilItsBodyIsEmptied(String fields) {
        String sent =
                "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"org\",\"period\":\"2026-01\","
                        + fields
                        + "}";
        ParsedBody body = parser.ndjson(sent.getBytes(UTF_8));
        staysRefused(refused(((ParsedBody.Items) body).items().getFirst()), sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,kpi,scope,period,value\na,k,org,2026-01,1,5",
                "id,kpi,scope,period,value,weight\na,k,org,2026-01,5",
                "id,kpi,scope,period,value,\na,k,org,2026-01,5,x",
                "id,kpi,scope,period,value,comment\na,k,org,2026-01,5,\udc00"
            })
    void aRowThatTheColumnsCannotSayStaysRefusedToo(String csv) {
        byte[] bytes = csv.replace('\udc00', '\u00e6').getBytes(Charset.forName("windows-1252"));
        ParsedBody body = parser.csv(bytes);
        ParsedItem.Refused refused = refused(((ParsedBody.Items) body).items().getFirst());
        staysRefused(refused, csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown_event_type", "unsupported_specversion", "unsupported_data"})
    void whatCameInAnEventThatIsNotKnownIsNoMeasurementByItself(String code) {
        String data =
                "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"org\",\"period\":\"2026-01\",\"value\":5}";
        String list = list(code, "a", data);
        assertTrue(refused(items(list).getFirst()).refusal().detail().contains("event"), list);
        wellFormed(items(list("id_conflict", "a", data)).getFirst());
    }

    /** However often it is sent again; and it is taken once somebody has looked at it. */
    private void staysRefused(ParsedItem.Refused first, String sent) {
        ParsedItem.Refused refused = first;
        for (int times = 0; times < 3; times++) {
            String list =
                    list(
                            refused.refusal().code(),
                            refused.id(),
                            new String(refused.bytes(), UTF_8));
            refused = refused(items(list).getFirst());
            assertTrue(refused.refusal().detail().contains("empty 'body'"), sent + " " + refused);
        }
    }

    @Test
    void anEmptiedBodyLetsTheMendedRowIn() {
        for (String fields :
                List.of(
                        "\"value\":5,\"wieght\":3",
                        "\"value\":5,\"weight\":\"3\"",
                        "\"value\":5,\"scores\":{\"11\":6}")) {
            String sent =
                    "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"org\",\"period\":\"2026-01\","
                            + fields
                            + "}";
            String quoted = '"' + sent.replace("\"", "\"\"") + '"';
            String list = list("malformed", "a", sent);
            refused(items(list).getFirst());
            assertTrue(list.contains(quoted), list);
            ParsedMeasurement mended = wellFormed(items(list.replace(quoted, "")).getFirst());
            assertEquals("a", mended.id());
            assertEquals(new BigDecimal("5"), value(mended));
        }
    }

    private static String list(String code, @Nullable String id, String body) {
        return RejectedCsv.write(
                List.of(
                        new MeasurementView.Rejected(
                                "2026-01-01T00:00:00Z",
                                code,
                                "why",
                                "urn:x",
                                id,
                                "k",
                                "org",
                                0,
                                "",
                                "",
                                body)));
    }

    @Test
    void aNeutralisedCellIsReadBackToTheSameAndNoOtherCellIsChanged() {
        for (String text :
                List.of(
                        "=1", "'=1", "''+", "-5", "@x", "\tx", "'x", "''", "'", "x'=", "", "'''-",
                        "o'clock", "\ny")) {
            assertEquals(text, Neutral.read(Neutral.write(text)));
        }
        for (String text : List.of("'x", "''", "'", "'6", "x")) {
            assertEquals(text, Neutral.read(text));
        }
    }

    private static MeasurementView.Rejected rejected(ParsedMeasurement came, String body) {
        return new MeasurementView.Rejected(
                "2026-01-01T00:00:00Z",
                "id_conflict",
                "=was \"there\", before",
                came.source(),
                came.id(),
                came.kpi(),
                came.scope().toString(),
                0,
                "",
                "",
                body);
    }

    /** At most 20 characters of those that hurt, of which a text that is taken may be made. */
    private static String nasty(Random random) {
        List<String> pieces =
                List.of(
                        "=", "+", "-", "@", "'", "''", "\"", ",", ";", "|", "#", "x", "Ø", "😀",
                        " y", "0", "1,5", "sep=", "\\", "{", "null");
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private List<ParsedItem> items(String csv) {
        ParsedBody body = parser.csv(csv.getBytes(UTF_8));
        return assertInstanceOf(ParsedBody.Items.class, body, body + csv).items();
    }

    private String unreadable(byte[] bytes) {
        return assertInstanceOf(ParsedBody.Unreadable.class, parser.csv(bytes)).refusal().detail();
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
