package io.effekt.eventstore.measurement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that was not taken.
 *
 * @param part partition it came with; null when it was refused before Kafka, like epoch and offset
 * @param item its place in the request
 * @param source what could be read of it, like id, KPI and scope
 * @param body the bytes as they came
 */
public record RejectedMeasurement(
        Instant receivedAt,
        @Nullable Integer part,
        @Nullable Integer epoch,
        @Nullable Long kafkaOffset,
        UUID request,
        UUID importId,
        int item,
        String actor,
        @Nullable String source,
        @Nullable String id,
        @Nullable String kpi,
        @Nullable String scope,
        String code,
        String detail,
        byte[] body,
        boolean guarded) {}
