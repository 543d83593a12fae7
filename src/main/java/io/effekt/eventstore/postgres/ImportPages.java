package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.ImportSummary;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what belongs to one import. */
@ApplicationScoped
public class ImportPages {
    private static final String ENTRIES =
            """
            from import_span i join measurement m on m.part = i.part
                and m.seq between i.from_seq and i.to_seq and m.import_id = i.import_id
            join series s on s.id = m.series_id
            where i.import_id = $1 and (s.kpi <> all($2::text[]) or m.actor = $3)
            """;
    private static final String COUNT =
            """
            select count(*), count(*) filter (where not exists (select 1 from measurement_link l
                    where l.part = m.part and l.seq = m.seq)),
                min(m.recorded_at), max(m.recorded_at),
                coalesce(array_agg(distinct m.actor) filter (where m.actor is not null), '{}'),
                (select count(*) from measurement_held where import_id = $1
                    and (kpi <> all($2::text[]) or actor = $3)),
                (select count(*) from measurement_rejected where import_id = $1
                    and (kpi is null or kpi <> all($2::text[]) or actor = $3))
            """
                    + ENTRIES;
    private static final String SERIES =
            "select s.kpi, s.scope, count(*), min(m.observed_at), max(m.observed_at) "
                    + ENTRIES
                    + " group by 1, 2 order by 1, 2 limit $4";

    /**
     * @param hidden KPIs of which only what that actor sent is told
     * @param series how many series are listed
     */
    public ImportSummary summary(
            Tx tx, UUID importId, Set<String> hidden, String actor, int series) {
        Object without = hidden.toArray(String[]::new);
        Row row = tx.query(COUNT, importId, without, actor).iterator().next();
        List<ImportSummary.OfSeries> found = new ArrayList<>();
        for (Row each : tx.query(SERIES, importId, without, actor, series)) {
            found.add(
                    new ImportSummary.OfSeries(
                            each.getString(0),
                            each.getString(1),
                            each.getLong(2),
                            each.getOffsetDateTime(3).toInstant(),
                            each.getOffsetDateTime(4).toInstant()));
        }
        return new ImportSummary(
                instant(row.getOffsetDateTime(2)),
                instant(row.getOffsetDateTime(3)),
                List.of(row.getArrayOfStrings(4)),
                row.getLong(0),
                row.getLong(1),
                row.getLong(5),
                row.getLong(6),
                found);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
