package io.effekt.kpi.projection;

import io.effekt.kpi.domain.evaluation.KpiStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A status as it is kept to be read.
 *
 * @param valueStream value stream of a team on the period's last day, or the stream itself
 * @param evaluatedAt when it was last found to be other than before
 * @param position opaque text of the log position it was found at
 */
public record StoredStatus(
        KpiStatus status, @Nullable String valueStream, Instant evaluatedAt, String position) {
    /** Whether it says the same, whenever it was found. */
    public boolean saysTheSame(StoredStatus other) {
        return status.equals(other.status)
                && java.util.Objects.equals(valueStream, other.valueStream);
    }
}
