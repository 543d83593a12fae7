package io.effekt.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** However much is wrong with a body, the answer is short and soon there. */
class FormTest {
    private static final int MANY = 50_000;

    @Test
    void ofManyUnknownFieldsTheFirstAreListedAndAllAreCounted() {
        ObjectNode body = Json.object();
        for (int i = 0; i < MANY; i++) {
            body.put("an-unknown-field-with-quite-a-long-name-to-be-compared-" + i, 1);
        }
        body.put("name", 7);
        isShort(
                MANY + 1,
                () -> {
                    Form form = Form.of(body);
                    for (int i = 0; i < 20; i++) {
                        form.has("a-known-field-with-quite-a-long-name-to-be-compared-too-" + i);
                    }
                    form.text("name");
                    return form;
                });
    }

    @Test
    void soAreManyItemsOfAListAndUnknownFieldsInMany() {
        ArrayNode texts = Json.array();
        ArrayNode objects = Json.array();
        for (int i = 0; i < MANY; i++) {
            texts.add(i);
            objects.addObject().put("unknown-" + i, i);
        }
        ObjectNode body = Json.object();
        body.set("texts", texts);
        body.set("objects", objects);
        isShort(
                2 * MANY,
                () -> {
                    Form form = Form.of(body);
                    form.textList("texts");
                    form.objects("objects", inner -> inner.has("known"));
                    return form;
                });
    }

    @Test
    void whatIsForLackOfRightsIsNeverCutOff() {
        ObjectNode body = Json.object();
        for (int i = 0; i < 3 * Problem.MOST_ERRORS; i++) {
            body.put("unknown-" + i, 1);
        }
        Form form = Form.of(body);
        form.unknown();
        form.refuse("not-permitted", "scopes", "Ask somebody else.");
        assertTrue(Problem.refused(422, wrong(form)).isForLackOfRights());
    }

    @Test
    void whatIsStoredIsReadWhateverCharactersItHas() {
        for (String name : List.of("a\u0007b", "a\nb", "a\u202eb")) {
            ObjectNode body = Json.object().put("name", name);
            assertEquals(name, Form.ofStored(body).text("name"));
            Form sent = Form.of(body);
            sent.text("name");
            assertEquals("invalid-text", wrong(sent).getFirst().code());
        }
        assertEquals("a\nb", Form.of(Json.object().put("reason", "a\nb")).prose("reason"));
    }

    private static void isShort(int wrong, Supplier<Form> read) {
        List<Refusal> all = assertTimeout(Duration.ofSeconds(3), () -> wrong(read.get()));
        Problem problem = Problem.refused(422, all);
        assertEquals(Problem.MOST_ERRORS, problem.errors().size());
        assertEquals(all.subList(0, Problem.MOST_ERRORS), problem.errors());
        assertEquals(
                wrong
                        + " things are wrong with the body; the first 100 are listed in"
                        + " 'errors'.",
                problem.detail());
    }

    private static List<Refusal> wrong(Form form) {
        return switch (form.finish(() -> "fine")) {
            case Form.Read.Wrong<String>(List<Refusal> refusals) -> refusals;
            case Form.Read.Fine<String> fine -> throw new AssertionError(fine);
        };
    }
}
