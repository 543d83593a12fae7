package io.effekt.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the decision log.
 *
 * @param seq dense from 1
 * @param type stored name with version of the type, for instance {@code kpi.defined.v1}
 * @param version which event of its subject it is, from 1
 * @param recordedAt microseconds; never falls along the log
 * @param data canonical JSON
 * @param reason null when none was given or when it was erased
 */
public record StoredDecision(
        long seq,
        String type,
        int version,
        String subject,
        Instant recordedAt,
        String actor,
        UUID requestId,
        String data,
        @Nullable String reason) {}
