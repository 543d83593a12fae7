package io.effekt.kpi.domain.measurement;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One counted entry of the measurement log: a measurement, a correction or a retraction.
 *
 * @param source who sent it
 * @param id the sender's own id, unique within the source
 * @param content null for a retraction
 * @param replaces id of the earlier measurement of the same source that it takes the place of, or
 *     takes out; null for a first measurement
 */
public record Measurement(
        String source,
        String id,
        Series series,
        Timing timing,
        @Nullable Content content,
        @Nullable String replaces,
        Instant recordedAt,
        int part,
        long seq) {
    public Measurement {
        if (content == null && replaces == null) {
            throw new IllegalArgumentException("a measurement without content retracts another");
        }
    }

    public Observed observed(ZoneId zone) {
        return new Observed(timing.observedAt(zone), recordedAt, part, seq);
    }
}
