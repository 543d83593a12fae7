package io.effekt.example.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.example.domain.Pledges;
import io.effekt.resource.ProjectedTable;
import io.effekt.resource.ResourceProjection;
import io.effekt.resource.Snapshot;
import io.effekt.resource.store.ResourceRow;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row for each pledge, as it reads today. */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeTable implements ResourceProjection {
    private static final String PUT =
            """
            insert into pledge (key, kpi, scope, title, status, seq, recorded_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
                $6::bigint[], $7::timestamptz[])
            on conflict (key) do update set title = excluded.title, status = excluded.status,
                seq = excluded.seq, recorded_at = excluded.recorded_at, open_beside = null
            """;
    private static final String COUNT =
            """
            update pledge p set open_beside = c.open
            from (select kpi, scope, count(*) filter (where status = 'active')::integer as open
                from pledge where (kpi, scope) in
                    (select kpi, scope from pledge where open_beside is null)
                group by kpi, scope) c
            where p.kpi = c.kpi and p.scope = c.scope and p.open_beside is distinct from c.open
            """;
    private static final String OPEN =
            "select exists (select from pledge where key = any($1) and open_beside is null)";

    @Override
    public List<ProjectedTable> tables() {
        return List.of(new ProjectedTable("pledge", List.of("key"), List.of("open_beside")));
    }

    @Override
    public void write(Tx tx, List<ResourceRow> changed, Snapshot after) {
        Map<String, ResourceRow> newest = new LinkedHashMap<>();
        changed.stream()
                .filter(row -> row.kind().equals(Pledge.KIND))
                .forEach(row -> newest.put(row.key(), row));
        if (newest.isEmpty()) {
            return;
        }
        List<ResourceRow> rows = List.copyOf(newest.values());
        Pledges pledges = after.of(Pledges.class);
        List<Pledge> read = rows.stream().map(row -> pledges.required(row.key())).toList();
        tx.send(
                PUT,
                Columns.texts(read, Pledge::key),
                Columns.texts(read, Pledge::kpi),
                Columns.texts(read, pledge -> pledge.place().scope().toString()),
                Columns.texts(read, Pledge::title),
                Columns.texts(rows, ResourceRow::status),
                Columns.longs(rows, ResourceRow::seq),
                Columns.times(rows, ResourceRow::recordedAt));
    }

    /** Counts where a pledge has changed since. */
    public void count(Tx tx) {
        tx.send(COUNT);
    }

    public boolean areCounted(Tx tx, List<String> keys) {
        String[] asked = keys.toArray(String[]::new);
        return !tx.query(OPEN, (Object) asked).iterator().next().getBoolean(0);
    }
}
