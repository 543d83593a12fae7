package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The second set of projection tables, in a schema beside the running one. */
@ApplicationScoped
public class RebuildTables {
    private static final List<String> TABLES =
            List.of("period_bucket", "kpi_status_history", "kpi_status");

    /** When a row was found, and at which position, is not what it says. */
    private static final Map<String, String> SAYS =
            Map.of(
                    "period_bucket", "to_jsonb(t)",
                    "kpi_status_history", "to_jsonb(t) - 'evaluated_at' - 'position'",
                    "kpi_status", "to_jsonb(t) - 'evaluated_at' - 'position'");

    /** Makes the tables, empty. */
    public void begin(Tx tx) {
        tx.query("select begin_rebuild()");
    }

    /** From now on to the end of the transaction the new tables are read and written. */
    public void use(Tx tx) {
        tx.query("set local search_path = effekt_rebuild, effekt");
    }

    /** Back to the running ones. */
    public void leave(Tx tx) {
        tx.query("set local search_path = effekt");
    }

    /** How many rows each new table has. */
    public Map<String, Long> rows(Tx tx) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : TABLES) {
            rows.put(table, count(tx, "select count(*) from effekt_rebuild." + table));
        }
        return rows;
    }

    /** How many rows of each table are in one set and not in the other. */
    public Map<String, Long> different(Tx tx) {
        Map<String, Long> different = new LinkedHashMap<>();
        for (String table : TABLES) {
            String running = "select " + SAYS.get(table) + " from effekt." + table + " t";
            String anew = "select " + SAYS.get(table) + " from effekt_rebuild." + table + " t";
            different.put(
                    table,
                    count(
                            tx,
                            "select count(*) from (("
                                    + running
                                    + " except all "
                                    + anew
                                    + ") union all ("
                                    + anew
                                    + " except all "
                                    + running
                                    + ")) d"));
        }
        return different;
    }

    /** Puts the new tables in the place of the old; headlines that differ leave as changes. */
    public void swap(Tx tx, Instant now) {
        tx.query(
                """
                insert into status_change (kpi, scope, number, period, from_status, to_status,
                    value, changed_at, position)
                select n.kpi, n.scope, coalesce((select max(c.number) from status_change c
                    where c.kpi = n.kpi and c.scope = n.scope), 0) + 1, n.period, o.status,
                    n.status, n.value, $1, n.position
                from effekt_rebuild.kpi_status n join effekt.kpi_status o
                    on o.kpi = n.kpi and o.scope = n.scope and o.dimension = n.dimension
                where n.dimension = '' and n.status <> o.status
                """,
                Columns.time(now));
        tx.query("select swap_rebuild()");
    }

    private static long count(Tx tx, String sql) {
        return tx.query(sql).iterator().next().getLong(0);
    }
}
