package io.effekt.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Precondition;
import io.effekt.kernel.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResourceCommandTest {
    private static final Words WORDS = new Words();
    private static final ResourceId ID = new ResourceId("word", "a");
    private static final LocalDate DAY = LocalDate.of(2026, 2, 1);

    /** A kind whose resources are one text each; every decision is an event. */
    private static final class Words implements ResourceKind<String> {
        private static final ResourceType TYPE =
                new ResourceType("word", "words", 1, false, "test.define-word", "test.retire-word");

        @Override
        public ResourceType type() {
            return TYPE;
        }

        @Override
        public String read(ResourceId id, Form form) {
            return form.requiredText("text");
        }

        @Override
        public ObjectNode write(String text) {
            return Json.object().put("text", text);
        }

        @Override
        public Decision<?> define(Deciding state, ResourceId id, String text) {
            return new Decision.Accepted<>(List.of(text));
        }

        @Override
        public Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on) {
            return new Decision.Accepted<>(List.of("retired " + on));
        }

        @Override
        public Map<ResourceId, String> all(Snapshot snapshot) {
            return Map.of();
        }

        @Override
        public ResourceVisibility visibility() {
            return id -> true;
        }

        @Override
        public void requireMayChange(ResourceId id) {}

        @Override
        public String unknown(ResourceId id) {
            return "There is no such word.";
        }
    }

    private static ResourceCommand<String> define(Precondition precondition) {
        return new ResourceCommand<>(WORDS, ID, "hello", null, precondition);
    }

    /** In a state in which the word has been defined so many times. */
    private static Optional<Decision<?>> refused(Precondition precondition, int version) {
        return define(precondition).refused(new Snapshot(1, Map.of(), Map.of("word:a", version)));
    }

    @Test
    void preconditionThatDoesNotHoldIsRefused() {
        Precondition second = new Precondition.Version(Set.of(2));

        assertEquals(Optional.empty(), refused(second, 2));
        Decision.Refused<?> refused =
                assertInstanceOf(Decision.Refused.class, refused(second, 3).orElseThrow());
        Refusal refusal = refused.refusals().getFirst();
        assertEquals("precondition-failed", refusal.code());
        assertTrue(refusal.detail().contains("If-Match: \"3\""), refusal.detail());
        assertTrue(refused(new Precondition.Absent(), 1).isPresent());
        assertTrue(refused(new Precondition.Present(), 0).isPresent());
    }

    @Test
    void commandOnTheTopicReadsAsItWasWritten() throws Exception {
        for (Precondition precondition :
                List.of(
                        new Precondition.None(),
                        new Precondition.Present(),
                        new Precondition.Absent(),
                        new Precondition.Version(Set.of(1, 3)))) {
            ResourceCommand<?> command = define(precondition);
            assertEquals(command, ResourceCommand.read(WORDS, command.name(), command.data()));
        }
        ResourceCommand<?> retire = ResourceCommand.retire(WORDS, ID, DAY, new Precondition.None());
        assertEquals("test.retire-word", retire.name());
        assertEquals(retire, ResourceCommand.read(WORDS, retire.name(), retire.data()));
        assertNull(retire.resource());
    }
}
