package io.effekt.eventstore.decision;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param actor who sent it; null where no instance of this service has sealed who
 * @param status of HTTP
 * @param seq head of the decision log after it: a reader that has seen it sees what was changed
 * @param body JSON: the resource, or {@code {"refusals": [...]}}
 * @param follows what has to be evaluated before a reader sees all that follows from it, in the
 *     words of the handler that decided
 */
public record CommandOutcome(
        UUID requestId,
        @Nullable String actor,
        int status,
        long seq,
        String body,
        List<String> follows) {
    public CommandOutcome {
        follows = List.copyOf(follows);
    }

    /** Whether it was done, or was so already. */
    public boolean isDone() {
        return status < 400;
    }
}
