package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Headlines and history of status: written by the evaluator, read by everybody. */
@ApplicationScoped
public class StatusTable {
    private static final String PUT_HISTORY =
            "insert into kpi_status_history ("
                    + StatusColumns.NAMES
                    + ") "
                    + StatusColumns.ROWS
                    + " on conflict (kpi, scope, dimension, period_start) do update set "
                    + StatusColumns.UPDATES;
    private static final String PUT_HEADLINES =
            "insert into kpi_status ("
                    + StatusColumns.NAMES
                    + ") "
                    + StatusColumns.ROWS
                    + " on conflict (kpi, scope, dimension) do update set "
                    + "period_start = excluded.period_start, "
                    + StatusColumns.UPDATES;
    private static final String LATEST =
            "select h.* from unnest($2::text[]) as w(scope) cross join lateral (select "
                    + StatusColumns.NAMES
                    + """
                    from kpi_status_history
                    where kpi = $1 and scope = w.scope and dimension = ''
                    order by period_start desc limit $3) h
                    """;

    /** A scope in one period. */
    public record ScopePeriod(Scope scope, LocalDate periodStart) {}

    /** History of a KPI in these periods. */
    public Map<ScopePeriod, StoredStatus> history(
            Tx tx, String kpi, Collection<LocalDate> periodStarts) {
        Map<ScopePeriod, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status_history where kpi = $1 and dimension = ''"
                                + " and period_start = any($2::text[]::date[])",
                        kpi,
                        periodStarts.stream().map(LocalDate::toString).toArray(String[]::new))) {
            StoredStatus status = StatusColumns.read(row);
            found.put(new ScopePeriod(status.status().scope(), row.getLocalDate(3)), status);
        }
        return found;
    }

    /** The period of the headline; empty for none. */
    public Optional<Period> headlinePeriod(Tx tx, String kpi, Scope scope) {
        for (Row row :
                tx.query(
                        "select period from kpi_status"
                                + " where kpi = $1 and scope = $2 and dimension = ''",
                        kpi,
                        scope.toString())) {
            return Optional.ofNullable(row.getString(0)).map(Period::parse);
        }
        return Optional.empty();
    }

    /** First day of the first period with a row of the KPI at the scope; null for none. */
    public @Nullable LocalDate firstPeriod(Tx tx, String kpi, Scope scope) {
        return tx.query(
                        "select min(period_start) from kpi_status_history"
                                + " where kpi = $1 and scope = $2 and dimension = ''",
                        kpi,
                        scope.toString())
                .iterator()
                .next()
                .getLocalDate(0);
    }

    /** History of a KPI at a scope in these periods, by their first day. */
    public Map<LocalDate, StoredStatus> series(
            Tx tx, String kpi, Scope scope, Collection<LocalDate> periodStarts) {
        Map<LocalDate, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status_history where kpi = $1 and scope = $2"
                                + " and dimension = ''"
                                + " and period_start = any($3::text[]::date[])",
                        kpi,
                        scope.toString(),
                        periodStarts.stream().map(LocalDate::toString).toArray(String[]::new))) {
            found.put(row.getLocalDate(3), StatusColumns.read(row));
        }
        return found;
    }

    /** First days of the periods that a KPI has rows for. */
    public List<LocalDate> periods(Tx tx, String kpi) {
        List<LocalDate> starts = new ArrayList<>();
        for (Row row :
                tx.query(
                        "select distinct period_start from kpi_status_history where kpi = $1",
                        kpi)) {
            starts.add(row.getLocalDate(0));
        }
        return starts;
    }

    public void putHistory(Tx tx, List<StoredStatus> rows) {
        if (!rows.isEmpty()) {
            tx.send(PUT_HISTORY, StatusColumns.arrays(rows));
        }
    }

    /** Takes away rows of periods that have no data any more. */
    public void removeHistory(Tx tx, String kpi, Collection<ScopePeriod> gone) {
        if (!gone.isEmpty()) {
            List<ScopePeriod> rows = List.copyOf(gone);
            tx.send(
                    """
                    delete from kpi_status_history h
                    using unnest($2::text[], $3::text[]) as w(scope, period_start)
                    where h.kpi = $1 and h.dimension = '' and h.scope = w.scope
                        and h.period_start = w.period_start::date
                    """,
                    kpi,
                    Columns.texts(rows, r -> r.scope().toString()),
                    Columns.texts(rows, r -> r.periodStart().toString()));
        }
    }

    /** The latest rows of each of these scopes, latest first. */
    public Map<Scope, List<StoredStatus>> latest(
            Tx tx, String kpi, Collection<Scope> scopes, int limit) {
        Map<Scope, List<StoredStatus>> found = new HashMap<>();
        for (Row row : tx.query(LATEST, kpi, texts(scopes), limit)) {
            StoredStatus status = StatusColumns.read(row);
            found.computeIfAbsent(status.status().scope(), any -> new ArrayList<>()).add(status);
        }
        return found;
    }

    /** Headlines that the filter lets through, in order of KPI and scope. */
    public List<StoredStatus> page(Tx tx, StatusFilter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("select ")
                        .append(StatusColumns.NAMES)
                        .append(" from kpi_status where dimension = ''");
        List<Object> parameters = new ArrayList<>();
        and(sql, parameters, "kpi = ", filter.kpi());
        and(sql, parameters, "scope = ", filter.scope());
        and(sql, parameters, "level = ", filter.level());
        and(sql, parameters, "value_stream = ", filter.valueStream());
        and(sql, parameters, "status = ", filter.status());
        if (filter.afterKpi() != null && filter.afterScope() != null) {
            parameters.add(filter.afterKpi());
            parameters.add(filter.afterScope());
            sql.append(" and (kpi, scope) > ($")
                    .append(parameters.size() - 1)
                    .append(", $")
                    .append(parameters.size())
                    .append(')');
        }
        sql.append(" order by kpi, scope limit ").append(limit);
        List<StoredStatus> rows = new ArrayList<>();
        for (Row row : tx.query(sql.toString(), parameters.toArray())) {
            rows.add(StatusColumns.read(row));
        }
        return rows;
    }

    private static void and(
            StringBuilder sql, List<Object> parameters, String test, @Nullable String value) {
        if (value != null) {
            parameters.add(value);
            sql.append(" and ").append(test).append('$').append(parameters.size());
        }
    }

    /** Headlines of all KPIs at a scope. */
    public List<StoredStatus> headlinesOf(Tx tx, Scope scope) {
        return page(
                tx,
                new StatusFilter(null, scope.toString(), null, null, null, null, null),
                Integer.MAX_VALUE);
    }

    /** Headlines of a KPI. */
    public Map<Scope, StoredStatus> headlines(Tx tx, String kpi) {
        Map<Scope, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status where kpi = $1 and dimension = ''",
                        kpi)) {
            StoredStatus status = StatusColumns.read(row);
            found.put(status.status().scope(), status);
        }
        return found;
    }

    public void putHeadlines(Tx tx, List<StoredStatus> rows) {
        if (!rows.isEmpty()) {
            tx.send(PUT_HEADLINES, StatusColumns.arrays(rows));
        }
    }

    /** For every team that has reported the KPI, the first day of the first such period. */
    public Map<String, LocalDate> firstReports(Tx tx, String kpi) {
        Map<String, LocalDate> first = new HashMap<>();
        for (Row row :
                tx.query(
                        """
                        select scope, min(period_start) from period_bucket
                        where kpi = $1 and scope like 'team:%' group by scope
                        """,
                        kpi)) {
            first.put(row.getString(0).substring("team:".length()), row.getLocalDate(1));
        }
        return first;
    }

    /** Marks what the clock alone has changed by now. */
    public int markDue(Tx tx, Instant now) {
        return tx.query(
                        """
                        insert into dirty_mark (kpi, period_start)
                        select kpi, period_start from kpi_status_history where changes_at <= $1
                        union
                        select kpi, coalesce(period_start, $1::timestamptz::date) from kpi_status
                        where changes_at <= $1
                        """,
                        Columns.time(now))
                .rowCount();
    }

    private static String[] texts(Collection<Scope> scopes) {
        return scopes.stream().map(Scope::toString).toArray(String[]::new);
    }
}
