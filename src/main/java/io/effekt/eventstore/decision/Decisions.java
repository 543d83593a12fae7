package io.effekt.eventstore.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The way of every command to its decision. Blocks: to be called on virtual or worker threads only.
 */
public interface Decisions {
    /**
     * Hands a command in and waits for its outcome.
     *
     * @return empty when it has not been decided within the time: it is durable, and will be
     * @throws DecisionsUnavailable when it could not be handed in
     */
    Optional<CommandOutcome> submit(Command command, Duration wait);

    /** Decides now and here, and changes nothing: what {@link #submit} would answer. */
    CommandOutcome tryOut(Command command);

    /** The outcome of a command that was handed in earlier; empty while there is none. */
    Optional<CommandOutcome> outcome(UUID requestId);

    /** Kafka did not acknowledge in time: send it again a little later. */
    final class DecisionsUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public DecisionsUnavailable(Throwable cause) {
            super("the decisions topic does not acknowledge", cause);
        }
    }
}
