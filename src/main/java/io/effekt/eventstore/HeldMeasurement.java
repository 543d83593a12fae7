package io.effekt.eventstore;

import java.time.Instant;
import java.util.UUID;

/**
 * A measurement that waits for its definition.
 *
 * @param cause {@code unknown_kpi}, {@code unknown_scope} or {@code original_held}
 * @param body the record as it came
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
        UUID request,
        UUID importId,
        String actor,
        byte[] body) {}
