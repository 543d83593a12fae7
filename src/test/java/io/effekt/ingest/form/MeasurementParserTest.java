package io.effekt.ingest.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementParserTest {
    private static final String HEAD = "\"id\":\"m1\",\"kpi\":\"lead-time\",\"scope\":\"team:a\",";
    private static final String AT = "\"observedAt\":\"2026-01-17T15:00:00+01:00\"";
    private final MeasurementParser parser = new MeasurementParser(10);

    @Test
    void readsARatioAsTheExampleOfTheContractWritesIt() {
        ParsedMeasurement read =
                wellFormed(
                        """
                        {"id": "jan-17", "kpi": "digital-adoption", "scope": "team:platform",
                         "observedAt": "2026-01-17T15:00:00+01:00",
                         "numerator": 41, "denominator": 55}\
                        """);
        assertEquals("jan-17", read.id());
        assertNull(read.source());
        assertEquals(new Scope.Team("platform"), read.scope());
        assertEquals(Instant.parse("2026-01-17T14:00:00Z"), read.observedAt());
        assertEquals(new Content.Ratio(new BigDecimal(41), new BigDecimal(55)), read.content());
        assertEquals("digital-adoption|team:platform", read.key());
    }

    @Test
    void keepsTheScaleOfANumberAndWeighsItByOne() {
        ParsedMeasurement read = wellFormed("{" + HEAD + AT + ",\"value\":41.50}");
        assertEquals(new Content.Number(new BigDecimal("41.50"), BigDecimal.ONE), read.content());
    }

    @Test
    void readsScoresLabelsAndAPeriod() {
        ParsedMeasurement read =
                wellFormed(
                        "{"
                                + HEAD
                                + "\"period\":\"2026-Q1\",\"scores\":{\"10\":3,\"0\":1},"
                                + "\"dimensions\":{\"zone\":\"nord-øst\"},\"comment\":\"så\\nfint\"}");
        assertEquals(
                new Content.Scores(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 3L)),
                read.content());
        assertEquals(Period.parse("2026-Q1"), read.period());
        assertNull(read.observedAt());
        assertEquals(Map.of("zone", "nord-øst"), read.dimensions());
    }

    @Test
    void aRetractionHoldsNoNumbersAndItsTimeIsIgnored() {
        ParsedMeasurement read =
                wellFormed(
                        "{\"observedAt\":\"whenever\","
                                + HEAD
                                + "\"retracts\":\"m0\",\"reason\":\"wrong team\"}");
        assertNull(read.observedAt());
        assertNull(read.content());
        assertEquals("m0", read.retracts());
        assertRefused(
                "malformed", "{" + HEAD + "\"value\":1,\"retracts\":\"m0\",\"reason\":\"r\"}");
    }

    @Test
    void aCorrectionNeedsAReasonAndAnotherId() {
        String rest = AT + ",\"value\":1,";
        wellFormed("{" + HEAD + rest + "\"corrects\":\"m0\",\"reason\":\"typo\"}");
        assertRefused("malformed", "{" + HEAD + rest + "\"corrects\":\"m0\"}");
        assertRefused("malformed", "{" + HEAD + rest + "\"corrects\":\"m0\",\"reason\":\" \"}");
        assertRefused("malformed", "{" + HEAD + rest + "\"corrects\":\"m1\",\"reason\":\"r\"}");
        assertRefused(
                "malformed",
                "{" + HEAD + rest + "\"corrects\":\"m0\",\"retracts\":\"m0\",\"reason\":\"r\"}");
    }

    @Test
    void nullFieldsAreAsAbsent() {
        ParsedMeasurement read =
                wellFormed(
                        "{"
                                + HEAD
                                + AT
                                + ",\"value\":1,\"weight\":null,\"comment\":null,"
                                + "\"period\":null,\"scores\":null,\"dimensions\":null}");
        assertNull(read.comment());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "1e999999999",
                "1e-999999999",
                "1e30",
                "0.1000000000000000055511151231257827021181583404541015625",
                "1234567890123456789012345678901",
                "1234567890123456789.123456789012",
            })
    void numbersThatMayNotBeAreInvalidValues(String number) {
        assertRefused("invalid_value", "{" + HEAD + AT + ",\"value\":" + number + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "1e400,send it in a larger unit",
        "1e30,send it in a larger unit",
        "-1234567890123456789012345678901.5,send it in a larger unit",
        "1234567890123456789.123456789012,round it to 11 after the point",
        "123456789012345678901234567890.5,round it to 0 after the point",
        "0.1000000000000000055511151231257827021181583404541015625,round it to 12 after the point"
    })
    void aNumberThatIsTooLongIsToldWhatMendsIt(String number, String cure) {
        ParsedBody body =
                parser.json(("{" + HEAD + AT + ",\"value\":" + number + "}").getBytes(UTF_8));
        ParsedItem item = ((ParsedBody.Items) body).items().getFirst();
        String detail = assertInstanceOf(ParsedItem.Refused.class, item).refusal().detail();
        assertTrue(detail.endsWith(cure) || detail.contains(cure + " before"), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\n", "\ufeff"})
    void linesWithoutAnyMeasurementAreAnEmptyBody(String body) {
        ParsedBody read = parser.ndjson(body.getBytes(UTF_8));
        String detail = assertInstanceOf(ParsedBody.Unreadable.class, read).refusal().detail();
        assertTrue(detail.startsWith("the body is empty"), detail);
    }

    @Test
    void aNumberOf1001DigitsIsRefusedAloneAndTheRestIsTaken() {
        String bad = "{" + HEAD + AT + ",\"value\":" + "9".repeat(1_001) + "}";
        String good = "{" + HEAD + AT + ",\"value\":1}";
        List<ParsedItem> items = items("[" + good + "," + bad + "," + good + "]");
        assertInstanceOf(ParsedItem.WellFormed.class, items.get(0));
        assertEquals("invalid_value", refused(items.get(1)).refusal().code());
        assertInstanceOf(ParsedItem.WellFormed.class, items.get(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345678901234567890",
                "-123456789012345678.123456789012",
                "0.000000000001",
                "1e29",
                "1E-12",
                "-0",
                "1.5e3",
                "0e0"
            })
    void numbersOfThirtyDigitsWithTwelveAfterThePointAreTaken(String number) {
        ParsedMeasurement read = wellFormed("{" + HEAD + AT + ",\"value\":" + number + "}");
        Content.Number content = assertInstanceOf(Content.Number.class, read.content());
        assertEquals(0, new BigDecimal(number).compareTo(content.value()));
        assertTrue(content.value().scale() >= 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":\"1\"",
                "\"value\":true",
                "\"value\":[1]",
                "\"value\":{\"a\":1}",
                "\"value\":1,\"value\":1",
                "\"value\":1,\"id\":\"x\"",
                "\"scores\":[1,2]",
                "\"scores\":{\"1\":\"2\"}",
                "\"scores\":{\"1\":1,\"1\":1}",
                "\"value\":1,\"dimensions\":{\"z\":1}",
                "\"value\":1,\"dimensions\":\"z\"",
                "\"value\":1,\"dimensions\":{\"z\":\"1\",\"z\":\"2\"}",
                "\"value\":1,\"comment\":7",
                "\"value\":1,\"comment\":\"a\\u0000b\"",
                "\"value\":1,\"comment\":\"\\ud800\"",
                "\"value\":1,\"comment\":\"\\udc00\\ud800\"",
                "\"value\":1,\"source\":\"a\\nb\"",
                "\"weight\":2",
                "\"numerator\":1",
                "\"denominator\":1",
                "\"value\":1,\"period\":\"2026\""
            })
    void wrongFormsAreMalformed(String rest) {
        assertRefused("malformed", "{" + HEAD + AT + "," + rest + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":1,\"weight\":0",
                "\"value\":1,\"weight\":-1",
                "\"numerator\":1,\"denominator\":0",
                "\"numerator\":1,\"denominator\":-2",
                "\"scores\":{}",
                "\"scores\":{\"3\":0}",
                "\"scores\":{\"11\":1}",
                "\"scores\":{\"01\":1}",
                "\"scores\":{\"5\":-1}",
                "\"scores\":{\"5\":1.5}",
                "\"scores\":{\"5\":1e13}",
                "\"value\":1,\"source\":\"not a uri\"",
                "\"value\":1,\"source\":\"\""
            })
    void valuesOutOfBoundsAreInvalid(String rest) {
        assertRefused("invalid_value", "{" + HEAD + AT + "," + rest + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":1,\"numerator\":1,\"denominator\":2",
                "\"value\":1,\"scores\":{\"1\":1}",
                "\"numerator\":1,\"denominator\":2,\"scores\":{\"1\":1}"
            })
    void fieldsOfTwoShapesAreAMismatch(String rest) {
        assertRefused("shape_mismatch", "{" + HEAD + AT + "," + rest + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-17",
                "2026-01-17T15:00:00",
                "2026-01-17 15:00:00Z",
                "2026-01-17T15:00Z",
                "2026-02-30T15:00:00Z",
                "2026-13-01T15:00:00Z",
                "2026-01-17T24:00:00Z",
                "2026-01-17T15:00:60Z",
                "2026-01-17T15:00:00.Z",
                "2026-01-17T15:00:00+1:00",
                "2026-01-17T15:00:00+25:00",
                "2026-01-17T15:00:00ZZ",
                "12026-01-17T15:00:00Z",
                "２026-01-17T15:00:00Z",
                "",
                "now"
            })
    void timesThatCannotBeReadAreMalformed(String time) {
        assertRefused("malformed", "{" + HEAD + "\"observedAt\":\"" + time + "\",\"value\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-17T15:00:00.0000001Z",
                "1969-12-31T23:59:59Z",
                "2200-01-01T00:00:00Z",
                "1970-01-01T00:00:00+01:00"
            })
    void timesFinerThanMicrosecondsOrFarAwayAreInvalid(String time) {
        assertRefused("invalid_value", "{" + HEAD + "\"observedAt\":\"" + time + "\",\"value\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-17T15:00:00.123456Z", "2024-02-29T23:59:59.1-23:59",
                "2026-01-17t15:00:00z", "2026-01-17T15:00:00.123456000+05:30"
            })
    void timesAreReadAsJavaReadsThem(String time) {
        ParsedMeasurement read =
                wellFormed("{" + HEAD + "\"observedAt\":\"" + time + "\",\"value\":1}");
        String plain = time.replace("-23:59", "-18:00").replace("t", "T").replace("z", "Z");
        Instant expected = java.time.OffsetDateTime.parse(plain).toInstant();
        if (time.contains("-23:59")) {
            expected = expected.plusSeconds(5 * 3_600 + 59 * 60);
        }
        assertEquals(expected, read.observedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-Q5", "2026-W54", "2026-02-30", "26", "1969", "2026-1", "2200"})
    void periodsThatDoNotExistAreRefused(String period) {
        String json = "{" + HEAD + "\"period\":\"" + period + "\",\"value\":1}";
        String expected =
                period.equals("1969") || period.equals("2200") ? "invalid_value" : "malformed";
        assertRefused(expected, json);
    }

    @Test
    void idsAndTextsHaveTheirLengths() {
        String rest = ",\"kpi\":\"k\",\"scope\":\"org\"," + AT + ",\"value\":1";
        wellFormed("{\"id\":\"" + "😀".repeat(100) + "\"" + rest + "}");
        assertRefused("invalid_value", "{\"id\":\"" + "a".repeat(101) + "\"" + rest + "}");
        assertRefused("invalid_value", "{\"id\":\"\"" + rest + "}");
        String text = "ø".repeat(2_000);
        wellFormed("{\"id\":\"a\"" + rest + ",\"comment\":\"" + text + "\"}");
        assertRefused("invalid_value", "{\"id\":\"a\"" + rest + ",\"comment\":\"" + text + "ø\"}");
    }

    @Test
    void keysAndScopesThatNobodyCanEverDefineAreMalformed() {
        for (String scope : List.of("team", "team:", "team:A", "Org", "stream:a/b", "")) {
            String json =
                    "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\""
                            + scope
                            + "\","
                            + AT
                            + ",\"value\":1}";
            ParsedItem.Refused refused = refused(item(json));
            assertEquals("/scope", refused.refusal().pointer());
        }
        assertRefused(
                "malformed",
                "{\"id\":\"a\",\"kpi\":\"K P\",\"scope\":\"org\"," + AT + ",\"value\":1}");
    }

    @Test
    void anUnknownFieldIsNamedWithTheNearestKnownOne() {
        Refusal refusal =
                refused(item("{" + HEAD + "\"observed_at\":\"2026-01-01T00:00:00Z\",\"value\":1}"))
                        .refusal();
        assertEquals("/observed_at", refusal.pointer());
        assertTrue(refusal.detail().contains("did you mean 'observedAt'?"), refusal.detail());
    }

    @Test
    void whatIsRefusedKeepsItsBytesAndWhatCouldBeRead() {
        String bad =
                "{ \"id\":\"m1\", \"kpi\":\"k\", \"nested\":{\"a\":[1,{}]}, \"scope\":\"org\" }";
        List<ParsedItem> items = items("[ 7 , " + bad + " , \"x\", null, [1, [2]]]");
        ParsedItem.Refused refused = refused(items.get(1));
        assertArrayEquals(bad.getBytes(UTF_8), refused.bytes());
        assertEquals("m1", refused.id());
        assertEquals("k", refused.kpi());
        assertEquals("org", refused.scope());
        assertArrayEquals("7".getBytes(UTF_8), refused(items.get(0)).bytes());
        assertArrayEquals("\"x\"".getBytes(UTF_8), refused(items.get(2)).bytes());
        assertArrayEquals("null".getBytes(UTF_8), refused(items.get(3)).bytes());
        assertArrayEquals("[1, [2]]".getBytes(UTF_8), refused(items.get(4)).bytes());
    }

    @Test
    void aListMayBeWrappedAndBeginWithAByteOrderMark() {
        String one = "{" + HEAD + AT + ",\"value\":1}";
        ParsedBody body = parser.json(("\ufeff{\"measurements\":[" + one + "]}").getBytes(UTF_8));
        ParsedBody.Items items = assertInstanceOf(ParsedBody.Items.class, body);
        assertEquals(1, items.items().size());
        assertEquals(false, items.single());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "5",
                "\"x\"",
                "null",
                "[",
                "[{}",
                "{\"id\":",
                "[{}]]",
                "{} {}",
                "[{},]",
                "{\"id\":\"a\nb\"}",
                "{id:1}",
                "{'id':1}",
                "[1,,2]",
                "// c\n[]",
                "{\"measurements\":{}}",
                "{\"measurements\":[],\"x\":1}",
                "[nul]",
                "[01]",
                "[1.]",
                "[\"\\x\"]"
            })
    void whatIsNoJsonIsUnreadableAsAWhole(String body) {
        ParsedBody.Unreadable unreadable =
                assertInstanceOf(ParsedBody.Unreadable.class, parser.json(body.getBytes(UTF_8)));
        assertEquals("malformed", unreadable.refusal().code());
    }

    @Test
    void unreadableJsonIsLocatedByLineAndColumn() {
        ParsedBody body = parser.json("[\n  {\"id\" 1}\n]".getBytes(UTF_8));
        String detail = assertInstanceOf(ParsedBody.Unreadable.class, body).refusal().detail();
        assertTrue(detail.contains("line 2, column "), detail);
    }

    @Test
    void deepNestingIsRefusedWithoutFallingOver() {
        byte[] bomb = ("[" + "[".repeat(1_000_000)).getBytes(UTF_8);
        assertInstanceOf(ParsedBody.Unreadable.class, parser.json(bomb));
        byte[] objects = "{\"a\":".repeat(500_000).getBytes(UTF_8);
        assertInstanceOf(ParsedBody.Unreadable.class, parser.json(objects));
        String hundred = "{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";
        assertEquals(1, items("[" + hundred + "]").size());
    }

    @Test
    void thousandsOfDifferentNamesEndTheReadingAtOnce() {
        StringBuilder json = new StringBuilder("[{\"x\":1");
        StringBuilder labels = new StringBuilder("[{\"dimensions\":{\"x\":\"1\"");
        for (int i = 0; json.length() < 4_000_000; i++) {
            json.append(",\"name").append(i * 2_654_435_761L).append("\":1");
            labels.append(",\"d").append(i).append("\":\"1\"");
        }
        byte[] fields = json.append("}]").toString().getBytes(UTF_8);
        byte[] dimensions = labels.append("}}]").toString().getBytes(UTF_8);
        assertTimeout(
                Duration.ofSeconds(5),
                () -> {
                    assertInstanceOf(ParsedBody.Unreadable.class, parser.json(fields));
                    assertInstanceOf(ParsedBody.Unreadable.class, parser.json(dimensions));
                });
    }

    @Test
    void namesThatAreMadeToCollideHurtNoOtherBody() {
        String good = "{" + HEAD + AT + ",\"value\":1,\"dimensions\":{\"zone\":\"x\"}}";
        for (int size : new int[] {500, 1_500, 5_000, 100_000}) {
            StringBuilder json = new StringBuilder("{\"x\":1");
            for (int i = 0; i < size; i++) {
                json.append(",\"");
                for (int bit = 0; bit < 20; bit++) {
                    json.append((i >> bit & 1) == 0 ? "AaAa" : "BBBB");
                }
                json.append("\":1");
            }
            assertInstanceOf(ParsedItem.Refused.class, item(json.append("}").toString()));
            wellFormed(good);
        }
    }

    @Test
    void otherEncodingsAreRefused() {
        assertInstanceOf(
                ParsedBody.Unreadable.class,
                parser.json("[]".getBytes(java.nio.charset.StandardCharsets.UTF_16BE)));
        assertInstanceOf(
                ParsedBody.Unreadable.class,
                parser.json("[]".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)));
        byte[] broken = "[\"xx\"]".getBytes(UTF_8);
        for (int[] bad : new int[][] {{0xc0, 0x80}, {0xed, 0xa0}, {0xff, 0x41}, {0xe2, 0x82}}) {
            broken[2] = (byte) bad[0];
            broken[3] = (byte) bad[1];
            assertInstanceOf(ParsedBody.Unreadable.class, parser.json(broken));
        }
    }

    @Test
    void elevenItemsAreTooManyForTen() {
        String one = "{" + HEAD + AT + ",\"value\":1}";
        String eleven = String.join(",", java.util.Collections.nCopies(11, one));
        assertEquals(new ParsedBody.TooMany(10), parser.json(("[" + eleven + "]").getBytes(UTF_8)));
        assertEquals(
                new ParsedBody.TooMany(10),
                parser.ndjson(eleven.replace("},{", "}\n{").getBytes(UTF_8)));
        assertEquals(
                new ParsedBody.TooMany(10),
                parser.csv(("id,kpi,scope\n" + "a,b,c\n".repeat(11)).getBytes(UTF_8)));
    }

    @Test
    void aBrokenLineOfNdjsonHurtsNoOther() {
        String one = "{" + HEAD + AT + ",\"value\":1}";
        byte[] body =
                ("\ufeff" + one + "\r\n\n{\"id\":\n[" + one + "]\nx??y\n" + one).getBytes(UTF_8);
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '?') {
                body[i] = (byte) 0xff;
            }
        }
        ParsedBody.Items read = assertInstanceOf(ParsedBody.Items.class, parser.ndjson(body));
        assertEquals(5, read.items().size());
        assertEquals(4, read.items().get(4).index());
        assertInstanceOf(ParsedItem.WellFormed.class, read.items().get(0));
        assertInstanceOf(ParsedItem.WellFormed.class, read.items().get(4));
        ParsedItem.Refused broken = refused(read.items().get(1));
        assertArrayEquals("{\"id\":".getBytes(UTF_8), broken.bytes());
        assertTrue(broken.refusal().detail().startsWith("line 3: "), broken.refusal().detail());
        assertEquals(4, refused(read.items().get(3)).bytes().length);
    }

    @Test
    void aLineThatIsRefusedIsKeptAsItCame() {
        String line = "{\"id\":\"b\",\"kpi\":7}";
        byte[] body = ("\ufeff{\"id\":\"a\"}\n" + line + "\n").getBytes(UTF_8);
        ParsedBody.Items read = assertInstanceOf(ParsedBody.Items.class, parser.ndjson(body));
        assertArrayEquals(line.getBytes(UTF_8), refused(read.items().get(1)).bytes());
    }

    @Test
    void kafkaValuesAreOneObjectOrRefused() {
        assertInstanceOf(ParsedItem.Refused.class, parser.one(null, Defaults.NONE));
        assertInstanceOf(ParsedItem.Refused.class, parser.one(new byte[0], Defaults.NONE));
        assertInstanceOf(
                ParsedItem.Refused.class, parser.one("[{}]".getBytes(UTF_8), Defaults.NONE));
        assertInstanceOf(
                ParsedItem.Refused.class, parser.one("[{},{}]".getBytes(UTF_8), Defaults.NONE));
        byte[] noId = ("{\"kpi\":\"k\",\"scope\":\"org\"," + AT + ",\"value\":1}").getBytes(UTF_8);
        assertInstanceOf(ParsedItem.Refused.class, parser.one(noId, Defaults.NONE));
        ParsedItem item = parser.one(noId, new Defaults("event-1", "HR import"));
        ParsedMeasurement read = assertInstanceOf(ParsedItem.WellFormed.class, item).incoming();
        assertEquals("event-1", read.id());
        assertEquals("HR import", read.source());
    }

    private ParsedItem item(String json) {
        return parser.one(json.getBytes(UTF_8), Defaults.NONE);
    }

    private List<ParsedItem> items(String json) {
        ParsedBody body = parser.json(json.getBytes(UTF_8));
        return assertInstanceOf(ParsedBody.Items.class, body, body.toString()).items();
    }

    private ParsedMeasurement wellFormed(String json) {
        ParsedItem item = item(json);
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }

    private static ParsedItem.Refused refused(ParsedItem item) {
        return assertInstanceOf(ParsedItem.Refused.class, item, item.toString());
    }

    private void assertRefused(String code, String json) {
        ParsedItem.Refused refused = refused(item(json));
        assertEquals(code, refused.refusal().code(), refused.refusal().detail());
    }
}
