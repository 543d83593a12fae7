package io.effekt.eventstore.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants, on its way to be decided.
 *
 * @param requestId by which the outcome is found; a command that comes twice is decided once
 * @param name stable and dotted, for instance {@code kpi.define}
 * @param reason why, in a person's words
 * @param data what the handler of that name reads
 */
public record Command(
        UUID requestId, String name, String actor, @Nullable String reason, ObjectNode data) {}
