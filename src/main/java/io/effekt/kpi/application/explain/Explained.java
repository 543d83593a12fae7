package io.effekt.kpi.application.explain;

import io.effekt.kpi.application.read.StatusRow;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.resource.store.ResourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A row with all that there is to say of it.
 *
 * @param known the definitions it was evaluated with
 * @param kpiVersion who made the definition so, when and why; as are the other two
 * @param targetVersion null where no target is in force
 * @param baselineVersion null where no baseline is set
 */
public record Explained(
        StatusRow shown,
        Kpi kpi,
        Definitions known,
        Explanation explanation,
        @Nullable ResourceVersion kpiVersion,
        @Nullable ResourceVersion targetVersion,
        @Nullable ResourceVersion baselineVersion) {}
