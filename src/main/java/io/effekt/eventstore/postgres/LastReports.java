package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Who measured last, and when. */
@ApplicationScoped
public class LastReports {
    private static final String LAST =
            """
            select distinct on (s.scope) s.scope, o.name, l.observed_at, l.recorded_at
            from series s
            cross join lateral (
                select m.source_id, m.observed_at, m.recorded_at
                from measurement m
                where m.series_id = s.id and m.kind <> 2
                order by m.observed_at desc limit 1) l
            join source o on o.id = l.source_id
            where s.kpi = $1 and s.scope = any($2::text[])
            order by s.scope, l.observed_at desc, l.recorded_at desc
            """;

    /** The measurement that was observed last. */
    public record LastReport(String source, Instant observedAt, Instant recordedAt) {}

    /** For those of the scopes where the KPI was ever measured, by scope as written. */
    public Map<String, LastReport> of(Tx tx, String kpi, Collection<String> scopes) {
        Map<String, LastReport> last = new HashMap<>();
        for (Row row : tx.query(LAST, kpi, scopes.toArray(new String[0]))) {
            last.put(
                    row.getString(0),
                    new LastReport(
                            row.getString(1),
                            row.getOffsetDateTime(2).toInstant(),
                            row.getOffsetDateTime(3).toInstant()));
        }
        return last;
    }
}
