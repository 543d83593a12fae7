package io.effekt.kpi.application.read;

import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.projection.StoredStatus;
import org.jspecify.annotations.Nullable;

/**
 * A status as it is shown.
 *
 * @param override what a person says beside it; null for nothing
 */
public record StatusRow(StoredStatus stored, @Nullable StatusOverride override) {
    public KpiStatus status() {
        return stored.status();
    }
}
