package io.effekt.eventstore.measurement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that waits: for its definition, its original, or a steward.
 *
 * @param cause {@code unknown_kpi}, {@code unknown_scope}, {@code original_held} or {@code
 *     late_for_closed_period}
 * @param period the closed period it came too late for; null for other causes
 * @param sender what its sender may, as the door sealed it; null for one written to the topic
 * @param body the measurement as JSON, with its id and source
 */
public record HeldMeasurement(
        int part,
        int epoch,
        long kafkaOffset,
        Instant receivedAt,
        String source,
        String id,
        String kpi,
        String scope,
        String cause,
        @Nullable String period,
        UUID request,
        UUID importId,
        String actor,
        @Nullable String sender,
        byte[] body) {}
