package io.effekt.kpi.application.read;

import io.effekt.kpi.application.query.StatusQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of statuses, in order of KPI and scope.
 *
 * @param next where the next page begins after; null when this is the last
 */
public record StatusPage(List<StatusRow> rows, StatusQuery.@Nullable After next) {
    public StatusPage {
        rows = List.copyOf(rows);
    }

    /** A page of at most {@code limit} of the rows, of which one more than that may be given. */
    static StatusPage of(List<StatusRow> rows, int limit) {
        if (rows.size() <= limit) {
            return new StatusPage(rows, null);
        }
        var last = rows.get(limit - 1).stored().status();
        return new StatusPage(
                rows.subList(0, limit), new StatusQuery.After(last.kpi(), last.scope().toString()));
    }
}
