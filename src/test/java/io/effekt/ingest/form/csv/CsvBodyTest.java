package io.effekt.ingest.form.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kpi.domain.measurement.Content;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvBodyTest {
    private static final String HEADER = "id,kpi,scope,observedAt,value,comment\n";
    private static final String AT = "2026-01-17T15:00:00+01:00";
    private final MeasurementParser parser = new MeasurementParser(10_000);

    @Test
    void readsNumbersAndQuotedTexts() {
        List<ParsedItem> items =
                items(HEADER + "a,k,team:x," + AT + ",12.50,\"one, \"\"two\"\"\nthree\"\r\n");
        ParsedMeasurement read = wellFormed(items.getFirst());
        assertEquals("one, \"two\"\nthree", read.comment());
        assertEquals(new Content.Number(new BigDecimal("12.50"), BigDecimal.ONE), read.content());
    }

    @Test
    void readsScoresAndLabelsFromColumnsOfTheirOwn() {
        ParsedMeasurement read =
                wellFormed(
                        items(
                                        """
                                        kpi,scope,id,period,scores.0,scores.10,dimensions.zone,source
                                        k,org,a,2026-Q1,,7,nord,urn:x
                                        """)
                                .getFirst());
        Content.Scores scores = assertInstanceOf(Content.Scores.class, read.content());
        assertEquals(7, scores.counts().get(10));
        assertEquals(Map.of("zone", "nord"), read.dimensions());
        assertEquals("urn:x", read.source());
    }

    @Test
    void aBadRowIsRefusedWithItsLineAndBytesAndTheRestIsTaken() {
        String bad = "b,k,team:x," + AT + ",\"1\n,5\",\"over\r\ntwo lines\"";
        List<ParsedItem> items =
                items(
                        "\ufeff"
                                + HEADER
                                + "\n"
                                + "a,k,team:x,"
                                + AT
                                + ",1,\"x\ny\"\n"
                                + bad
                                + "\n\n"
                                + "c,k,team:x,"
                                + AT
                                + ",2,\n");
        assertEquals(3, items.size());
        wellFormed(items.get(0));
        ParsedItem.Refused refused = assertInstanceOf(ParsedItem.Refused.class, items.get(1));
        assertEquals("invalid_value", refused.refusal().code());
        assertEquals("b", refused.id());
        assertTrue(refused.refusal().detail().startsWith("line 5: "), refused.refusal().detail());
        assertArrayEquals((HEADER + bad).getBytes(UTF_8), refused.bytes());
        wellFormed(items.get(2));
    }

    @Test
    void aRowWithTooFewOrTooManyCellsIsMalformed() {
        List<ParsedItem> items =
                items(HEADER + "a,k,team:x," + AT + ",1\na,k,team:x," + AT + ",1,,\n");
        for (ParsedItem item : items) {
            ParsedItem.Refused refused = assertInstanceOf(ParsedItem.Refused.class, item);
            assertEquals("malformed", refused.refusal().code());
        }
    }

    @Test
    void brokenEncodingIsTheRowsOwn() {
        byte[] body =
                (HEADER
                                + "a,k,org,"
                                + AT
                                + ",1,æ\nb,k,org,"
                                + AT
                                + ",1,??\nc,k,org,"
                                + AT
                                + ",1,ø\n")
                        .getBytes(UTF_8);
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '?') {
                body[i] = (byte) 0xe6;
            }
        }
        ParsedBody.Items read = assertInstanceOf(ParsedBody.Items.class, parser.csv(body));
        assertEquals("æ", wellFormed(read.items().get(0)).comment());
        assertInstanceOf(ParsedItem.Refused.class, read.items().get(1));
        assertEquals("ø", wellFormed(read.items().get(2)).comment());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "id,kpi\na,b\n",
                "id,kpi,scope,id\n",
                "id,kpi,scope,valeu\n",
                "id,kpi,scope,scores\n",
                "id,kpi,scope,scores.11\n",
                "id,kpi,scope,dimensions.\n",
                "id,kpi,scope,value\na,b,c,\"1\n"
            })
    void withoutAUsableHeaderOrWithAnOpenQuoteNothingIsTaken(String csv) {
        assertInstanceOf(ParsedBody.Unreadable.class, parser.csv(csv.getBytes(UTF_8)));
    }

    @Test
    void anUnknownColumnIsNamedWithTheNearestKnownOne() {
        ParsedBody body = parser.csv("id,kpi,scope,valeu\n".getBytes(UTF_8));
        String detail = assertInstanceOf(ParsedBody.Unreadable.class, body).refusal().detail();
        assertTrue(detail.contains("'valeu'") && detail.contains("'value'"), detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scores|'scores' is no column; did you mean scores.0 … scores.10, a column for each score?",
                "scores.11|'scores.11' is no column; did you mean scores.0 … scores.10",
                "Score.9|'Score.9' is no column; did you mean scores.0 … scores.10",
                "dimensions.|'dimensions.' is no column; did you mean dimensions.<name>",
                "dimension.zone|'dimension.zone' is no column; did you mean dimensions.<name>",
                "_weight|'_weight' is no column; did you mean 'weight'?",
                "my_column|'my_column' is no column",
                "vækt|'vækt' is no column",
                "Område|'Område' is no column"
            },
            quoteCharacter = '"')
    void anUnknownColumnIsNamedWithWhatThereIs(String column, String said) {
        ParsedBody body = parser.csv(("id,kpi,scope," + column + "\n").getBytes(UTF_8));
        String detail = assertInstanceOf(ParsedBody.Unreadable.class, body).refusal().detail();
        assertTrue(detail.startsWith(said), detail);
    }

    @Test
    void aHeaderAloneIsAnEmptyList() {
        assertEquals(List.of(), items(HEADER));
    }

    private List<ParsedItem> items(String csv) {
        ParsedBody body = parser.csv(csv.getBytes(UTF_8));
        return assertInstanceOf(ParsedBody.Items.class, body, body.toString()).items();
    }

    private static ParsedMeasurement wellFormed(ParsedItem item) {
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }
}
