package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.StatusOverride;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Writes beside statuses what people say of them, for those who read the tables. */
@ApplicationScoped
public class OverriddenRows {
    /** Rows that are overridden, or were: those of periods know their headline's. */
    private static final String PUT =
            """
            with said as (select * from unnest($2::text[], $3::text[], $4::text[],
                    $5::timestamptz[], $6::timestamptz[])
                as w(scope, period_start, status, expires, since)),
            meant as (select w.scope, w.status, w.expires, w.since,
                    coalesce(w.period_start::date, h.period_start) as period_start
                from said w left join kpi_status h
                    on h.kpi = $1 and h.scope = w.scope and h.dimension = ''),
            found as (select scope, period_start from {table}
                    where kpi = $1 and override_status is not null
                union select scope, period_start from meant)
            update {table} s set override_status = m.status, override_expires = m.expires,
                override_at = m.since, overridden_at = $7
            from found f left join meant m on m.scope = f.scope
                and m.period_start is not distinct from f.period_start
            where s.kpi = $1 and s.scope = f.scope and s.dimension = ''
                and s.period_start is not distinct from f.period_start
                and (s.override_status, s.override_expires, s.override_at)
                    is distinct from (m.status, m.expires, m.since)
            """;

    /** A scope, and what is said of it. */
    public record Said(Scope scope, StatusOverride override) {}

    /**
     * Brings the rows of a KPI to what is in force.
     *
     * @param at when that is, and when rows were changed
     */
    public void put(Tx tx, String kpi, List<Said> inForce, Instant at) {
        for (String table : List.of("kpi_status", "kpi_status_history")) {
            tx.send(
                    PUT.replace("{table}", table),
                    kpi,
                    Columns.texts(inForce, s -> s.scope().toString()),
                    Columns.texts(
                            inForce,
                            s -> {
                                Period period = s.override().period();
                                return period == null ? null : period.start().toString();
                            }),
                    Columns.texts(inForce, s -> s.override().status().word()),
                    Columns.times(inForce, s -> s.override().expires()),
                    Columns.times(inForce, s -> s.override().recording().at()),
                    Columns.time(at));
        }
    }
}
