package io.effekt.access.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.Decisions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final long LATER = Duration.ofDays(365).toNanos();

    private final Log log = new Log();
    private final Refusals refusals = new Refusals(log, new SimpleMeterRegistry());

    @Test
    void whatIsRefusedTwiceIsWrittenAtOnceAndThenWithHowOften() {
        UUID first = UUID.randomUUID();
        UUID last = UUID.randomUUID();
        refusals.refused("a", first, "GET /x", "no");
        refusals.refused("a", UUID.randomUUID(), "GET /x", "no");
        refusals.refused("a", last, "GET /x", "no");
        refusals.drain();
        assertEquals(List.of(first.toString()), log.texts("request"));

        minutePasses();

        assertEquals(List.of(first.toString(), last.toString()), log.texts("request"));
        assertEquals(3, log.times());
    }

    @Test
    void ofAFloodOfManyKindsEveryOneIsCountedAndWhatIsLeftOutIsSaid() {
        int callers = 60;
        int each = 100;
        for (int i = 0; i < each; i++) {
            for (int caller = 0; caller < callers; caller++) {
                refusals.refused("c" + caller, UUID.randomUUID(), "GET /" + i, "no");
            }
        }
        refusals.drain();
        int written = log.commands.size();
        assertTrue(written <= 1_000, "wrote " + written);

        minutePasses();

        Command told = log.commands.getLast();
        assertEquals(Refusals.SERVICE, told.actor());
        assertTrue(told.data().path("times").intValue() > 1_000, told.data().toString());
        assertEquals(callers * each, log.times());
    }

    @Test
    void whatCannotBeWrittenIsToldOnceItCan() {
        log.isAway = true;
        for (int i = 0; i < 10; i++) {
            refusals.refused("a", UUID.randomUUID(), "GET /" + i, "no");
        }
        refusals.drain();
        minutePasses();
        assertEquals(0, log.times());

        log.isAway = false;
        refusals.settle(System.nanoTime() + 2 * LATER);

        assertEquals(List.of(Refusals.SERVICE), log.actors());
        assertEquals(10, log.times());
    }

    @Test
    void eachIsACommandOfItsOwnWhateverTheRequestIsCalled() {
        UUID request = UUID.randomUUID();
        refusals.refused("a", request, "GET /x", "no");
        refusals.refused("a", request, "GET /y", "no");
        refusals.drain();

        assertEquals(2, log.commands.stream().map(Command::requestId).distinct().count());
        assertEquals(List.of(request.toString(), request.toString()), log.texts("request"));
    }

    private void minutePasses() {
        refusals.settle(System.nanoTime() + LATER);
        refusals.drain();
    }

    private static final class Log implements Decisions {
        private final List<Command> commands = new ArrayList<>();
        private boolean isAway;

        @Override
        public Optional<CommandOutcome> submit(Command command, Duration wait) {
            if (isAway) {
                throw new DecisionsUnavailable(new IllegalStateException("away"));
            }
            commands.add(command);
            return Optional.empty();
        }

        @Override
        public CommandOutcome tryOut(Command command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CommandOutcome> outcome(UUID requestId) {
            return Optional.empty();
        }

        private int times() {
            return commands.stream().mapToInt(c -> c.data().path("times").intValue()).sum();
        }

        private List<String> texts(String field) {
            return commands.stream().map(c -> c.data().path(field).asText()).toList();
        }

        private List<String> actors() {
            return commands.stream().map(Command::actor).toList();
        }
    }
}
