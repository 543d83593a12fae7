package io.effekt.ingest.form.cloudevent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventBodyTest {
    private static final String HEAD =
            "\"specversion\":\"1.0\",\"type\":\"io.effekt.measurement.v1\",\"source\":\"/hr\",\"id\":\"e\"";
    private static final String CONTENT =
            "\"kpi\":\"k\",\"scope\":\"team:x\",\"period\":\"2026-01\",\"value\":1.50";
    private static final MeasurementParser PARSER = new MeasurementParser(3);

    @Test
    void theMeasurementHasTheIdAndSourceOfItsEvent() {
        ParsedMeasurement incoming = fine(event("\"data\":{" + CONTENT + "}"));
        assertEquals("e", incoming.id());
        assertEquals("/hr", incoming.source());
        assertEquals(
                fine(event("\"data\":{\"id\":\"e\",\"source\":\"/hr\"," + CONTENT + "}")),
                incoming);
    }

    @Test
    void attributesMayStandAfterTheDataAndExtensionsAnywhere() {
        String plain = "{" + HEAD + ",\"data\":{" + CONTENT + "}}";
        String other =
                " {\"data\" : {"
                        + CONTENT
                        + "} ,\"traceparent\":\"00-1\",\"n\":7,\"b\":true,\"x\":null,\"subject\":null,"
                        + "\"time\":\"2026-01-17T14:00:00.123456789Z\","
                        + "\"datacontenttype\":\"application/json; charset=UTF-8\","
                        + HEAD
                        + "} ";
        assertEquals(
                fine(items(PARSER.event(bytes(plain)))), fine(items(PARSER.event(bytes(other)))));
    }

    @Test
    void base64IsDecodedWhateverIsEscapedInIt() {
        String json = "{\"comment\":\"???>>>\"," + CONTENT + "}";
        String base64 = Base64.getEncoder().encodeToString(bytes(json));
        assertTrue(base64.contains("/"), base64);
        for (String text : List.of(base64, base64.replace("/", "\\/"))) {
            ParsedMeasurement incoming = fine(event("\"data_base64\":\"" + text + "\""));
            assertEquals("???>>>", incoming.comment());
            assertEquals("e", incoming.id());
        }
    }

    @Test
    void thoseOfAListHaveAnIdByTheirPlaceUnlessTheyHaveOne() {
        String list = "[{" + CONTENT + "},{\"id\":\"own\"," + CONTENT + "},{" + CONTENT + "}]";
        for (String data : List.of(list, "{\"measurements\":" + list + "}")) {
            ParsedBody.Items items = items(event("\"data\":" + data));
            assertEquals(false, items.single());
            assertEquals(
                    List.of("e/0", "own", "e/2"),
                    items.items().stream().map(i -> incoming(i).id()).toList());
            assertEquals("/hr", incoming(items.items().get(1)).source());
        }
    }

    @Test
    void aContradictionIsRefusedAndNamesTheField() {
        assertEquals(
                "event_mismatch /id",
                codeAndPointer(event("\"data\":{\"id\":\"f\"," + CONTENT + "}")));
        assertEquals(
                "event_mismatch /source",
                codeAndPointer(event("\"data\":{\"source\":\"/it\"," + CONTENT + "}")));
        ParsedBody.Items items =
                items(event("\"data\":[{\"source\":\"/it\"," + CONTENT + "},{" + CONTENT + "}]"));
        assertEquals("event_mismatch", refused(items.items().get(0)).refusal().code());
        assertEquals("e/1", incoming(items.items().get(1)).id());
    }

    @Test
    void anUnknownFieldOfTheDataIsRefusedByItsName() {
        ParsedItem.Refused refused =
                refused(event("\"data\":{" + CONTENT + ",\"valeu\":1}").items().getFirst());
        assertTrue(refused.refusal().detail().contains("'valeu'"), refused.refusal().detail());
        assertTrue(refused.refusal().detail().contains("'value'"), refused.refusal().detail());
        assertEquals("e", refused.id());
        assertEquals("/hr", refused.source());
        assertEquals("k", refused.kpi());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"data\":\"text\"|malformed|'data' has to be a measurement",
                "\"data\":7|malformed|'data' has to be a measurement",
                "\"data\":null|malformed|brings no data",
                "\"subject\":\"x\"|malformed|brings no data",
                "\"data\":{},\"data\":{}|malformed|one data too many",
                "\"data\":{},\"data_base64\":\"e30=\"|malformed|one data too many",
                "\"data_base64\":\"e30\"|malformed|no base64",
                "\"data_base64\":\"!!!!\"|malformed|no base64",
                "\"data_base64\":{}|malformed|text in quotes",
                "\"data_base64\":\"/w==\"|malformed|UTF-8",
                "\"data\":{},\"id\":\"e\"|malformed|'id' is given twice",
                "\"data\":{},\"time\":\"now\"|malformed|'time' has to be",
                "\"data\":{},\"time\":7|malformed|text in quotes",
                "\"data\":{},\"ext\":{}|malformed|'ext' has to be a text",
                "\"data\":{},\"dataContentType\":\"\"|malformed|small letters",
                "\"data\":{},\"datacontenttype\":\"text/csv\"|unsupported_data|application/json",
                "\"data\":{},\"datacontenttype\":\"application/json;charset=latin1\"|unsupported_data|UTF-8"
            })
    void anEventThatCannotBeTakenIsRefusedWithItsCure(String rest, String code, String detail) {
        for (ParsedItem item :
                List.of(event(rest).items().getFirst(), batch(rest).items().getFirst())) {
            ParsedItem.Refused refused = refused(item);
            assertEquals(code, refused.refusal().code());
            assertTrue(refused.refusal().detail().contains(detail), refused.refusal().detail());
            assertArrayEquals(bytes("{" + HEAD + "," + rest + "}"), refused.bytes());
            assertEquals("e", refused.id());
        }
    }

    @Test
    void longBase64IsRefused() {
        String long64 = Base64.getEncoder().encodeToString(new byte[90_000]);
        assertEquals("malformed ", codeAndPointer(event("\"data_base64\":\"" + long64 + "\"")));
    }

    @Test
    void eachEventOfABatchIsAnItemOfItsOwn() {
        String good = "{" + HEAD.replace("\"e\"", "\"g\"") + ",\"data\":{" + CONTENT + "}}";
        String bad = "{" + HEAD.replace("\"1.0\"", "\"0.3\"") + ",\"data\":{}}";
        ParsedBody.Items items = items(PARSER.events(bytes("[ 7 , " + bad + ", " + good + "]")));
        assertEquals(false, items.single());
        assertEquals(List.of(0, 1, 2), items.items().stream().map(ParsedItem::index).toList());
        assertArrayEquals(bytes("7"), refused(items.items().get(0)).bytes());
        assertEquals("unsupported_specversion", refused(items.items().get(1)).refusal().code());
        assertArrayEquals(bytes(bad), refused(items.items().get(1)).bytes());
        assertEquals("g", incoming(items.items().get(2)).id());
        assertEquals(List.of(), items(PARSER.events(bytes("[]"))).items());
    }

    @Test
    void anEventOfABatchBringsNoList() {
        for (String data :
                List.of(
                        "[{" + CONTENT + "}]",
                        "[{" + CONTENT + "},{" + CONTENT + "}]",
                        "{\"measurements\":[{" + CONTENT + "}]}",
                        "[]")) {
            ParsedItem.Refused refused = refused(batch("\"data\":" + data).items().getFirst());
            assertTrue(refused.refusal().detail().contains("an event of its own"));
        }
    }

    @Test
    void thereIsALimitOfItemsInEither() {
        String measurement = "{" + CONTENT + "}";
        String list = String.join(",", Collections.nCopies(4, measurement));
        String body = "{" + HEAD + ",\"data\":[" + list + "]}";
        assertEquals(new ParsedBody.TooMany(3), PARSER.event(bytes(body)));
        String events =
                String.join(
                        ",", Collections.nCopies(4, "{" + HEAD + ",\"data\":" + measurement + "}"));
        assertEquals(new ParsedBody.TooMany(3), PARSER.events(bytes("[" + events + "]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{} {}", "{\"data\":{]}", "nope"})
    void whatIsNoEventIsUnreadable(String body) {
        assertInstanceOf(ParsedBody.Unreadable.class, PARSER.event(bytes(body)), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "7", "[", "[] []", "[{\"data\":{]}]", "nope"})
    void whatIsNoBatchIsUnreadable(String body) {
        assertInstanceOf(ParsedBody.Unreadable.class, PARSER.events(bytes(body)), body);
    }

    private static String codeAndPointer(ParsedBody.Items items) {
        var refusal = refused(items.items().getFirst()).refusal();
        return refusal.code() + " " + refusal.pointer();
    }

    private static ParsedBody.Items event(String rest) {
        return items(PARSER.event(bytes("{" + HEAD + "," + rest + "}")));
    }

    private static ParsedBody.Items batch(String rest) {
        return items(PARSER.events(bytes("[{" + HEAD + "," + rest + "}]")));
    }

    private static ParsedBody.Items items(ParsedBody body) {
        return assertInstanceOf(ParsedBody.Items.class, body, body.toString());
    }

    private static ParsedMeasurement fine(ParsedBody.Items items) {
        assertEquals(true, items.single());
        return incoming(items.items().getFirst());
    }

    private static ParsedMeasurement incoming(ParsedItem item) {
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }

    private static ParsedItem.Refused refused(ParsedItem item) {
        return assertInstanceOf(ParsedItem.Refused.class, item, item.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
