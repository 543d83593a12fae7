package io.effekt.ingest.form.cloudevent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.ingest.form.ParseResult;
import io.effekt.kernel.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventHeadersTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain,plain",
                "a%20b,a b",
                "a b,a b",
                "%41%62,Ab",
                "100%25,100%",
                "%2541,%41",
                "Euro%20%E2%82%AC%20%f0%9f%98%80,Euro € 😀",
                "\"quoted\",quoted",
                "\"a \\\"b\\\" \\\\ c%20d\",a \"b\" \\ c d",
                "a\"b,a\"b"
            })
    void aValueIsReadAsTheBindingSays(String header, String value) {
        assertEquals(new ParseResult.Value<>(value), CloudEventHeaders.decoded(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "a%4", "%zz", "%C0%A0", "%ff", "\"open", "\"", "bl\u00e5", "tab\tbed"})
    void aValueThatCannotBeReadIsRefused(String header) {
        assertInstanceOf(ParseResult.Fault.class, CloudEventHeaders.decoded(header));
    }

    @Test
    void aRequestWithoutSuchHeadersIsNoEvent() {
        assertNull(CloudEventHeaders.read(Map.of("Content-Type", List.of("application/json"))));
    }

    @Test
    void namesMayBeSpelledAnyWayAndExtensionsSayNothing() {
        Map<String, List<String>> headers = all();
        headers.put("CE-TraceParent", List.of("%"));
        headers.put("Ce-Source", Objects.requireNonNull(headers.remove("ce-source")));
        CloudEventBuilder draft = CloudEventHeaders.read(headers);
        assertNotNull(draft);
        assertNull(draft.fault());
        assertEquals(new CloudEvent("/hr", "a"), draft.event());
    }

    @Test
    void oneHeaderIsEnoughToAskForTheOthers() {
        Map<String, List<String>> headers = Map.of("ce-id", List.of("a"));
        assertTrue(fault(headers).detail().contains("'ce-specversion' is required"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ce-specversion,0.3,unsupported_specversion,send the event as CloudEvents 1.0",
                "ce-specversion,1.0.2,unsupported_specversion,send the event as CloudEvents 1.0",
                "ce-type,com.example.other,unknown_event_type,send io.effekt.measurement.v1",
                "ce-source,a b,invalid_value,URI-reference",
                "ce-source,``,malformed,'ce-source' is required",
                "ce-id,%00,malformed,U+0000",
                "ce-id,%,malformed,%25",
                "ce-time,yesterday,malformed,date and offset",
                "ce-time,2026-01-17T14:00:00,malformed,date and offset",
                "ce-time,2026-02-30T14:00:00Z,malformed,date and offset",
                "ce-datacontenttype,application/json,malformed,Content-Type"
            })
    void whatIsWrongIsSaidWithItsCure(String name, String value, String code, String cure) {
        Map<String, List<String>> headers = all();
        headers.put(name, List.of(value));
        assertEquals(code, fault(headers).code());
        assertTrue(fault(headers).detail().contains(name), fault(headers).detail());
        assertTrue(fault(headers).detail().contains(cure), fault(headers).detail());
    }

    @Test
    void eachHasToBeThereAndOnce() {
        for (String name : all().keySet()) {
            Map<String, List<String>> without = all();
            List<String> value = Objects.requireNonNull(without.remove(name));
            assertTrue(fault(without).detail().contains("'" + name + "' is required"), name);
            Map<String, List<String>> twice = all();
            twice.put(name, List.of(value.getFirst(), value.getFirst()));
            assertTrue(fault(twice).detail().contains("'" + name + "' is given twice"), name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-17T14:00:00Z",
                "2026-01-17t14:00:00.123456789012z",
                "2026-01-17T15:00:00%2B01:00",
                "0001-01-01T00:00:00Z",
                "2016-12-31T23:59:60Z"
            })
    void everyTimeOfTheStandardIsATime(String time) {
        Map<String, List<String>> headers = all();
        headers.put("ce-time", List.of(time));
        assertNull(Objects.requireNonNull(CloudEventHeaders.read(headers)).fault());
    }

    private static Refusal fault(Map<String, List<String>> headers) {
        return Objects.requireNonNull(
                Objects.requireNonNull(CloudEventHeaders.read(headers)).fault(),
                headers.toString());
    }

    private static Map<String, List<String>> all() {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("ce-specversion", List.of("1.0"));
        headers.put("ce-type", List.of(CloudEventBuilder.TYPE));
        headers.put("ce-source", List.of("/hr"));
        headers.put("ce-id", List.of("a"));
        return headers;
    }
}
