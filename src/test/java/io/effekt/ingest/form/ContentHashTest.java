package io.effekt.ingest.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final String NUMBER =
            """
            {"id":"a","kpi":"k","scope":"team:x","observedAt":"2026-01-17T15:00:00+01:00",
             "value":100,"dimensions":{"a":"1","b":"2"},"comment":"så \\"fint\\""}\
            """;

    @Test
    void theSameContentInOtherSpellingHasTheSameHash() {
        for (String same :
                List.of(
                        NUMBER.replace("100", "100.000"),
                        NUMBER.replace("100", "1e2"),
                        NUMBER.replace("100", "100,\"weight\":1.0"),
                        NUMBER.replace("15:00:00+01:00", "14:00:00.000000Z"),
                        NUMBER.replace("\"a\":\"1\",\"b\":\"2\"", "\"b\":\"2\",\"\\u0061\":\"1\""),
                        NUMBER.replace("så", "s\\u00e5"),
                        NUMBER.replace(
                                "{\"id\":\"a\",", "{\"id\":\"other\",\"source\":\"urn:y\","))) {
            assertEquals(
                    ContentHash.contentHash(read(NUMBER)),
                    ContentHash.contentHash(read(same)),
                    same);
        }
    }

    @Test
    void zeroCountsAndNegativeZeroAreNoContent() {
        String scores =
                "{\"id\":\"a\",\"kpi\":\"k\",\"scope\":\"org\",\"period\":\"2026-Q1\",\"scores\":";
        assertEquals(
                ContentHash.contentHash(read(scores + "{\"10\":2,\"3\":1}}")),
                ContentHash.contentHash(read(scores + "{\"3\":1.0,\"4\":0,\"10\":2}}")));
        assertEquals(
                ContentHash.contentHash(read(NUMBER.replace("100", "-0.0"))),
                ContentHash.contentHash(read(NUMBER.replace("100", "0"))));
    }

    @Test
    void aRetractionsTimeIsNoContent() {
        String retraction =
                "{\"id\":\"b\",\"kpi\":\"k\",\"scope\":\"org\",\"retracts\":\"a\",\"reason\":\"r\"";
        assertEquals(
                ContentHash.contentHash(read(retraction + "}")),
                ContentHash.contentHash(
                        read(retraction + ",\"observedAt\":\"2026-01-17T15:00:00Z\"}")));
    }

    @Test
    void otherContentHasAnotherHash() {
        for (String other :
                List.of(
                        NUMBER.replace("100", "100.000000000001"),
                        NUMBER.replace("100", "100,\"weight\":2"),
                        NUMBER.replace("15:00:00+", "15:00:00.000001+"),
                        NUMBER.replace("\"a\":\"1\",", ""),
                        NUMBER.replace("team:x", "stream:x"),
                        NUMBER.replace("fint", "Fint"),
                        NUMBER.replace("\"kpi\":\"k\"", "\"kpi\":\"k2\""))) {
            assertNotEquals(
                    ContentHash.contentHash(read(NUMBER)),
                    ContentHash.contentHash(read(other)),
                    other);
        }
    }

    @Test
    void storedHashesRestOnThisFormForEver() {
        assertEquals(
                "{\"comment\":\"så \\\"fint\\\"\",\"dimensions\":{\"a\":\"1\",\"b\":\"2\"},"
                        + "\"kpi\":\"k\",\"observedAt\":\"2026-01-17T14:00:00.000000Z\","
                        + "\"scope\":\"team:x\",\"value\":100,\"weight\":1}",
                new String(ContentHash.content(read(NUMBER)), UTF_8));
        assertEquals("ca978112-ca1b-bdca-fac2-31b39a23dc4d", ContentHash.idHash("a").toString());
    }

    private static ParsedMeasurement read(String json) {
        ParsedItem item = new MeasurementParser(1).one(json.getBytes(UTF_8), Defaults.NONE);
        return assertInstanceOf(ParsedItem.WellFormed.class, item, item.toString()).incoming();
    }
}
