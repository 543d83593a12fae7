package io.effekt.kpi.application.read;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.kpi.projection.StoredStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts beside statuses what people say of them. From memory: costs no read, save where an override
 * of the headline is in force and the rows are of periods.
 */
public final class Overriding {
    private final Definitions definitions;
    private final Instant at;

    public Overriding(Definitions definitions, Instant at) {
        this.definitions = definitions;
        this.at = at;
    }

    List<StatusRow> headlines(List<StoredStatus> rows) {
        return rows.stream().map(row -> row(row, (kpi, scope) -> row.status().period())).toList();
    }

    /**
     * @param headline the period of the headline of a KPI and scope; null for none
     */
    public List<StatusRow> periods(
            List<StoredStatus> rows, BiFunction<String, Scope, @Nullable Period> headline) {
        return rows.stream().map(row -> row(row, headline)).toList();
    }

    private StatusRow row(StoredStatus row, BiFunction<String, Scope, @Nullable Period> headline) {
        String kpi = row.status().kpi();
        Scope scope = row.status().scope();
        StatusOverride found =
                StatusOverride.inForce(definitions.overrides(new KpiScope(kpi, scope)), at);
        // Overrides are few: where there is none, nobody looks for a headline.
        boolean isAbout =
                found != null
                        && row.status().dimension() == null
                        && found.isAbout(row.status().period(), headline.apply(kpi, scope));
        return new StatusRow(row, isAbout ? found : null);
    }
}
