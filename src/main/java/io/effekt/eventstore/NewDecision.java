package io.effekt.eventstore;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decided event on its way into the log.
 *
 * @param type stored name with version of the type, for instance {@code kpi.defined.v1}
 * @param version which event of its subject it is, from 1
 * @param subject what it happened to, for instance {@code kpi:digital-adoption}
 * @param requestId the command that it came of; several events may share one
 * @param data canonical JSON
 * @param reason why, in a person's words; kept erasable, the log has a salted hash of it
 */
public record NewDecision(
        String type,
        int version,
        String subject,
        String actor,
        UUID requestId,
        String data,
        @Nullable String reason) {}
