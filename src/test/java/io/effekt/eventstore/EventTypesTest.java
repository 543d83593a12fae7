package io.effekt.eventstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.EventTypes.UnknownEventType;
import io.effekt.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mechanism of upcasting, shown on an event that only this test knows. */
class EventTypesTest {
    /** Version 1 had one text, version 2 a list of them, version 3 calls it something else. */
    private record Noted(List<String> remarks) {}

    private static final EventType<Noted> NOTED_V3 =
            new EventType<>(
                    "test.noted", 3, Noted.class, EventTypesTest::write, EventTypesTest::read);

    private static final Upcaster TO_LIST =
            new Upcaster(
                    "test.noted",
                    1,
                    v1 -> {
                        ObjectNode v2 = Json.object();
                        v2.putArray("notes").add(v1.required("note").textValue());
                        return v2;
                    });

    private static final Upcaster RENAMED =
            new Upcaster(
                    "test.noted",
                    2,
                    v2 -> {
                        ObjectNode v3 = Json.object();
                        v3.set("remarks", v2.required("notes"));
                        return v3;
                    });

    @Test
    void anEventOfTheFirstVersionIsReadAsTodays() {
        EventTypes types = types(List.of(TO_LIST, RENAMED));

        assertEquals(
                new Noted(List.of("late")), types.read("test.noted.v1", "{\"note\":\"late\"}"));
        assertEquals(
                new Noted(List.of("a", "b")),
                types.read("test.noted.v2", "{\"notes\":[\"a\",\"b\"]}"));
    }

    @Test
    void todaysVersionIsWritten() {
        EventTypes types = types(List.of(TO_LIST, RENAMED));
        Noted noted = new Noted(List.of("late"));

        assertEquals("test.noted.v3", types.of(noted).stored());
        assertEquals("{\"remarks\":[\"late\"]}", types.write(noted));
        assertEquals(noted, types.read("test.noted.v3", types.write(noted)));
    }

    @Test
    void aMissingStepIsFoundAtStart() {
        assertThrows(IllegalArgumentException.class, () -> types(List.of(RENAMED)));
    }

    @Test
    void anEventOfALaterProgramIsNotGuessedAt() {
        EventTypes types = types(List.of(TO_LIST, RENAMED));

        assertThrows(UnknownEventType.class, () -> types.read("test.noted.v4", "{}"));
        assertThrows(UnknownEventType.class, () -> types.read("test.other.v1", "{}"));
        assertThrows(UnknownEventType.class, () -> types.read("nonsense", "{}"));
    }

    @Test
    void noTwoTypesShareAName() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new EventTypes(
                                List.of(source(List.of(TO_LIST, RENAMED)), source(List.of()))));
    }

    private static EventTypes types(List<Upcaster> upcasters) {
        return new EventTypes(List.of(source(upcasters)));
    }

    private static EventTypeSource source(List<Upcaster> upcasters) {
        return new EventTypeSource() {
            @Override
            public List<EventType<?>> types() {
                return List.of(NOTED_V3);
            }

            @Override
            public List<Upcaster> upcasters() {
                return upcasters;
            }
        };
    }

    private static ObjectNode write(Noted noted) {
        ObjectNode json = Json.object();
        noted.remarks().forEach(json.putArray("remarks")::add);
        return json;
    }

    private static Noted read(ObjectNode json) {
        return new Noted(
                json.required("remarks").valueStream().map(remark -> remark.textValue()).toList());
    }
}
