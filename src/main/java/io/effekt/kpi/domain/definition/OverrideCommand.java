package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Period;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person wants to have said beside a computed status. */
public sealed interface OverrideCommand {
    /**
     * That status shall stand beside the computed one.
     *
     * @param period the period that it is about; null for whichever is the headline
     */
    record OverrideStatus(KpiScope at, @Nullable Period period, Status status, Instant expires)
            implements OverrideCommand {}

    /** Nothing shall stand beside the computed one any more. */
    record LiftOverride(KpiScope at) implements OverrideCommand {}

    KpiScope at();
}
