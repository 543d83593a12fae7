package io.effekt.kpi.projection;

import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.organization.CallerVisibility.Counted;
import java.time.Instant;
import java.util.Objects;
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
        return status.equals(other.status) && Objects.equals(valueStream, other.valueStream);
    }

    /** Where it counted, for the question whether a caller sees it. */
    public Counted counted() {
        return new Counted(status.kpi(), status.scope().toString(), valueStream);
    }
}
