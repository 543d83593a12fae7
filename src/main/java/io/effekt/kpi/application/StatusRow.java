package io.effekt.kpi.application;

import io.effekt.kpi.domain.KpiStatus;
import io.effekt.kpi.domain.StatusOverride;
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
