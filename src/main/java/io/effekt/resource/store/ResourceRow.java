package io.effekt.resource.store;

import io.effekt.resource.ResourceId;
import java.time.Instant;

/**
 * A definition as it reads in one version.
 *
 * @param kind value-stream, team, kpi, targets or baseline
 * @param key of the value stream, team or KPI; for targets and baselines that of the KPI
 * @param scope of targets and baselines; otherwise empty
 * @param status active or retired
 * @param type stored type of the event that made the version
 * @param seq sequence of that event in the decision log
 * @param body JSON without the key
 */
public record ResourceRow(
        String subject,
        String kind,
        String key,
        String scope,
        int version,
        String status,
        String type,
        long seq,
        Instant recordedAt,
        String actor,
        String body) {
    /** Which resource it is. */
    public ResourceId id() {
        return new ResourceId(kind, key, scope);
    }
}
