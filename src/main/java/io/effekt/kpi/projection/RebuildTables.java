package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.resource.ProjectedTable;
import io.effekt.resource.ResourceProjections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The second set of projection tables, in a schema beside the running one. */
@ApplicationScoped
public class RebuildTables {
    /** What a log does not tell: when a row was found, and what it said before. */
    private static final String SAID_BEFORE =
            " - 'evaluated_at' - 'position' - 'written' - 'status_since' - 'previous_status'"
                    + " - 'overridden_at'";

    private static final List<Projection> PROJECTIONS =
            List.of(
                    new Projection("definition", List.of("subject"), " - 'written'"),
                    new Projection("definition_version", List.of("subject", "version"), ""),
                    new Projection(
                            "period_bucket",
                            List.of("series_id", "period_start", "stream", "part"),
                            ""),
                    new Projection(
                            "kpi_status_history",
                            List.of("kpi", "scope", "dimension", "period_start"),
                            SAID_BEFORE),
                    new Projection("kpi_status", List.of("kpi", "scope", "dimension"), SAID_BEFORE),
                    // What people call a key can be erased, with another number of its last change.
                    new Projection("api_key", List.of("id"), " - 'name' - 'seq'"),
                    new Projection("bi_name", List.of("subject"), ""));

    /** As the trigger on definitions keeps them. */
    private static final String NAMES =
            """
            insert into effekt_rebuild.bi_name (subject, kind, key, scope, name, unit, time_zone,
                guarded, kpi_order, direction, owner, first_report)
            select subject, kind, key, effekt.scope_of(kind, key),
                case kind when 'kpi' then effekt.shown_name(json -> 'name', key)
                    else json ->> 'name' end,
                json ->> 'unit', json ->> 'timeZone', effekt.is_guarded(json),
                (select coalesce(min(v.seq), d.seq) from effekt_rebuild.definition_version v
                    where v.subject = d.subject),
                json ->> 'direction', json ->> 'owner',
                case kind when 'kpi' then (select min(b.period_start)
                    from effekt_rebuild.period_bucket b
                    where b.kpi = d.key and b.scope like 'team:%') end
            from (select subject, kind, key, seq, body::jsonb as json
                from effekt_rebuild.definition where kind in ('kpi', 'team', 'value-stream')) d
            """;

    /**
     * A table that is made from the log.
     *
     * @param key its primary key
     * @param without takes away what is no part of what a row says: when it was found, at which
     *     position, by which transaction
     */
    private record Projection(String name, List<String> key, String without) {
        String running() {
            return "effekt." + name;
        }

        String rebuilt() {
            return "effekt_rebuild." + name;
        }

        String rows(String table) {
            return "select to_jsonb(said)" + without + " from " + table + " said";
        }

        String sameKey() {
            return key.stream()
                    .map(column -> "rebuilt." + column + " = running." + column)
                    .collect(Collectors.joining(" and "));
        }

        String saysTheSame() {
            return "to_jsonb(rebuilt)" + without + " = to_jsonb(running)" + without;
        }
    }

    private final List<Projection> projections;
    private final String[] ofSlices;

    public RebuildTables(ResourceProjections resources) {
        List<ProjectedTable> tables = resources.tables();
        projections =
                Stream.concat(PROJECTIONS.stream(), tables.stream().map(RebuildTables::projection))
                        .toList();
        ofSlices = tables.stream().map(ProjectedTable::name).toArray(String[]::new);
    }

    private static Projection projection(ProjectedTable table) {
        return new Projection(
                table.name(),
                table.key(),
                Stream.concat(Stream.of("written"), table.others().stream())
                        .map(column -> " - '" + column + "'")
                        .collect(Collectors.joining()));
    }

    /** Makes the tables, empty. */
    public void begin(Tx tx) {
        tx.query("select begin_rebuild($1)", (Object) ofSlices);
    }

    /** From now on to the end of the transaction the new tables are read and written. */
    public void use(Tx tx) {
        tx.query("set local search_path = effekt_rebuild, effekt");
    }

    /** Back to the running ones. */
    public void leave(Tx tx) {
        tx.query("set local search_path = effekt");
    }

    /** Makes what follows from the new definitions alone. */
    public void derive(Tx tx) {
        tx.query(NAMES);
    }

    /** How many rows each new table has. */
    public Map<String, Long> rows(Tx tx) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Projection projection : projections) {
            rows.put(projection.name(), count(tx, "select count(*) from " + projection.rebuilt()));
        }
        return rows;
    }

    /** How many rows of each table are in one set and not in the other. */
    public Map<String, Long> different(Tx tx) {
        Map<String, Long> different = new LinkedHashMap<>();
        for (Projection projection : projections) {
            String running = projection.rows(projection.running());
            String rebuilt = projection.rows(projection.rebuilt());
            different.put(
                    projection.name(),
                    count(
                            tx,
                            """
                            select count(*) from ((%1$s except all %2$s)
                                union all (%2$s except all %1$s)) d
                            """
                                    .formatted(running, rebuilt)));
        }
        return different;
    }

    /**
     * Brings the running tables to what the new ones say, in one transaction: readers see the old
     * or the new. Headlines that differ leave as changes.
     */
    public void swap(Tx tx, Instant now) {
        tx.query(
                """
                insert into status_change (kpi, scope, number, period, from_status, to_status,
                    value, changed_at, position, value_stream, reason)
                select n.kpi, n.scope, coalesce((select max(c.number) from status_change c
                    where c.kpi = n.kpi and c.scope = n.scope), 0) + 1, n.period, o.status,
                    n.status, n.value, $1, n.position, n.value_stream, 'rebuild'
                from effekt_rebuild.kpi_status n join effekt.kpi_status o
                    on o.kpi = n.kpi and o.scope = n.scope and o.dimension = n.dimension
                where n.dimension = '' and n.status <> o.status
                """,
                Columns.time(now));
        for (Projection projection : projections) {
            if (projection.without().equals(SAID_BEFORE)) {
                turn(tx, projection, now);
            }
            tx.query(
                    """
                    delete from %s running where not exists
                        (select from %s rebuilt where %s and %s)
                    """
                            .formatted(
                                    projection.running(),
                                    projection.rebuilt(),
                                    projection.sameKey(),
                                    projection.saysTheSame()));
            tx.query(
                    """
                    insert into %s select rebuilt.* from %s rebuilt
                    where not exists (select from %s running where %s)
                    """
                            .formatted(
                                    projection.running(),
                                    projection.rebuilt(),
                                    projection.running(),
                                    projection.sameKey()));
        }
    }

    /** What a row said until now it said before. */
    private static void turn(Tx tx, Projection projection, Instant now) {
        tx.query(
                """
                update %s rebuilt set
                    status_since = case when rebuilt.status = running.status
                        then running.status_since else $1 end,
                    previous_status = case when rebuilt.status = running.status
                        then running.previous_status else running.status end
                from %s running where %s and not (%s)
                """
                        .formatted(
                                projection.rebuilt(),
                                projection.running(),
                                projection.sameKey(),
                                projection.saysTheSame()),
                Columns.time(now));
    }

    private static long count(Tx tx, String sql) {
        return tx.query(sql).iterator().next().getLong(0);
    }
}
