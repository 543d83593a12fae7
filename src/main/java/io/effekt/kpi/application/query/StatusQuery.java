package io.effekt.kpi.application.query;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.organization.Visibility;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which statuses somebody asks for. What is null does not restrict.
 *
 * @param dimension one value of one dimension, as {@code name:value}; null for everything
 * @param period null for the headline
 * @param at the moment that the question is about; null for now
 * @param asOf what had been recorded by then; null for now
 * @param limit 1 to 1,000
 * @param after where the page before ended; null for the first
 * @param visibility what the caller sees
 */
public record StatusQuery(
        @Nullable String kpi,
        @Nullable Scope scope,
        @Nullable String dimension,
        Scope.@Nullable Level level,
        @Nullable String valueStream,
        @Nullable Status status,
        @Nullable Period period,
        @Nullable Instant at,
        @Nullable Instant asOf,
        int limit,
        @Nullable After after,
        Visibility visibility) {
    /** The last row of a page: rows are in order of KPI and scope. */
    public record After(String kpi, String scope) {}

    /** Whether the answer is of another moment than now, and so computed from the log. */
    public boolean travels() {
        return at != null || asOf != null;
    }

    /** Whether a row is asked for, as far as the row alone can tell. */
    public boolean wants(StoredStatus row) {
        return mayWant(row.status().kpi(), row.status().scope())
                && visibility.sees(row.status().kpi(), row.status().scope(), row.valueStream())
                && Objects.equals(dimension, row.status().dimension())
                && (valueStream == null || valueStream.equals(row.valueStream()))
                && (status == null || status == row.status().status());
    }

    /** Whether a row of that KPI and scope may be asked for. */
    public boolean mayWant(String kpiOfRow, Scope ofRow) {
        return (scope == null || scope.equals(ofRow))
                && (level == null || level == ofRow.level())
                && (after == null
                        || !after.kpi().equals(kpiOfRow)
                        || ofRow.toString().compareTo(after.scope()) > 0);
    }
}
