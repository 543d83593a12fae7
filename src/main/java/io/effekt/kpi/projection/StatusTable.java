package io.effekt.kpi.projection;

import io.effekt.access.Limits;
import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.organization.Team;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Headlines and history of status: written by the evaluator, read by everybody. */
@ApplicationScoped
public class StatusTable {
    /** When the row came to its status, and what it said before. */
    private static final String TURNED =
            """
            , status_since = case when was.status = excluded.status then was.status_since
                else excluded.evaluated_at end,
            previous_status = case when was.status = excluded.status then was.previous_status
                else was.status end
            """;

    private static final String PUT_HISTORY =
            "insert into kpi_status_history as was ("
                    + StatusColumns.NAMES
                    + ", status_since) select r.*, r.evaluated_at from ("
                    + StatusColumns.ROWS
                    + ") r on conflict (kpi, scope, dimension, period_start) do update set "
                    + StatusColumns.UPDATES
                    + TURNED;
    private static final String PUT_HEADLINES =
            "insert into kpi_status as was ("
                    + StatusColumns.HEADLINE_NAMES
                    + ", status_since, listed) select r.*, r.evaluated_at, $37::text::boolean from ("
                    + StatusColumns.HEADLINE_ROWS
                    + ") r on conflict (kpi, scope, dimension) do update set "
                    + "period_start = excluded.period_start, listed = excluded.listed, "
                    + StatusColumns.HEADLINE_UPDATES
                    + TURNED;

    /** As {@code KpiStatus.hasData} has it. */
    private static final String HAS_DATA = " (n is null or n > 0 or rolled_up is not null) ";

    private static final String LATEST =
            "select h.* from unnest($2::text[], $3::text[]) as w(scope, dimension)"
                    + " cross join lateral (select "
                    + StatusColumns.NAMES
                    + """
                    from kpi_status_history
                    where kpi = $1 and scope = w.scope and dimension = w.dimension and
                    """
                    + HAS_DATA
                    + "order by period_start desc limit $4) h";

    /** A place in one period. */
    public record PlacePeriod(RowKey place, LocalDate periodStart) {}

    /** History of a KPI in these periods, of everything and by dimension. */
    public Map<PlacePeriod, StoredStatus> history(
            Tx tx, String kpi, Collection<LocalDate> periodStarts) {
        Map<PlacePeriod, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status_history where kpi = $1"
                                + " and period_start = any($2::text[]::date[])",
                        kpi,
                        periodStarts.stream().map(LocalDate::toString).toArray(String[]::new))) {
            StoredStatus status = StatusColumns.read(row);
            found.put(new PlacePeriod(status.status().place(), row.getLocalDate(3)), status);
        }
        return found;
    }

    /** The period of the headline; empty for none. */
    public Optional<Period> headlinePeriod(Tx tx, String kpi, RowKey place) {
        for (Row row :
                tx.query(
                        "select period from kpi_status"
                                + " where kpi = $1 and scope = $2 and dimension = $3",
                        kpi,
                        place.scope().toString(),
                        StatusColumns.dimension(place.dimension()))) {
            return Optional.ofNullable(row.getString(0)).map(Period::parse);
        }
        return Optional.empty();
    }

    /** First day of the first period in which the KPI has data there; null for none. */
    public @Nullable LocalDate firstPeriod(Tx tx, String kpi, RowKey place) {
        return tx.query(
                        "select min(period_start) from kpi_status_history"
                                + " where kpi = $1 and scope = $2 and dimension = $3 and"
                                + HAS_DATA,
                        kpi,
                        place.scope().toString(),
                        StatusColumns.dimension(place.dimension()))
                .iterator()
                .next()
                .getLocalDate(0);
    }

    /** History of a KPI at a place in these periods, by their first day. */
    public Map<LocalDate, StoredStatus> series(
            Tx tx, String kpi, RowKey place, Collection<LocalDate> periodStarts) {
        Map<LocalDate, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status_history where kpi = $1 and scope = $2"
                                + " and dimension = $3"
                                + " and period_start = any($4::text[]::date[])",
                        kpi,
                        place.scope().toString(),
                        StatusColumns.dimension(place.dimension()),
                        periodStarts.stream().map(LocalDate::toString).toArray(String[]::new))) {
            found.put(row.getLocalDate(3), StatusColumns.read(row));
        }
        return found;
    }

    /** History of streams and the organisation from a day on, of everything and by dimension. */
    public List<StoredStatus> rolledUp(Tx tx, String kpi, LocalDate from) {
        List<StoredStatus> found = new ArrayList<>();
        tx.query(
                        "select "
                                + StatusColumns.NAMES
                                + " from kpi_status_history where kpi = $1"
                                + " and period_start >= $2::text::date and level <> 'team'",
                        kpi,
                        from.toString())
                .forEach(row -> found.add(StatusColumns.read(row)));
        return found;
    }

    /** Headlines rest on as many teams as the rows that they are. */
    public void countInHeadlines(Tx tx, String kpi) {
        tx.send(
                """
                update kpi_status s set coverage_teams = h.coverage_teams,
                    evaluated_at = h.evaluated_at, position = h.position
                from kpi_status_history h
                where s.kpi = $1 and s.level <> 'team' and h.kpi = s.kpi and h.scope = s.scope
                    and h.dimension = s.dimension and h.period_start = s.period_start
                    and s.coverage_teams is distinct from h.coverage_teams
                """,
                kpi);
    }

    /** Rows with data of these teams from a day on. */
    public List<PlacePeriod> withData(Tx tx, String kpi, Collection<String> teams, LocalDate from) {
        List<PlacePeriod> found = new ArrayList<>();
        if (!teams.isEmpty()) {
            tx.query(
                            "select scope, dimension, period_start from kpi_status_history"
                                    + " where kpi = $1 and scope = any($2::text[])"
                                    + " and period_start >= $3::text::date and"
                                    + HAS_DATA,
                            kpi,
                            teams.stream().map(Team::subject).toArray(String[]::new),
                            from.toString())
                    .forEach(row ->
                            found.add(
                                    new PlacePeriod(
                                            PlaceTable.place(row.getString(0), row.getString(1)),
                                            row.getLocalDate(2))));
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

    /** First day of the newest period that the KPI has rows for; null for none. */
    public @Nullable LocalDate newestPeriod(Tx tx, String kpi) {
        return tx.query("select max(period_start) from kpi_status_history where kpi = $1", kpi)
                .iterator()
                .next()
                .getLocalDate(0);
    }

    public void putHistory(Tx tx, List<StoredStatus> rows) {
        if (!rows.isEmpty()) {
            tx.send(PUT_HISTORY, StatusColumns.arrays(rows));
        }
    }

    /** Takes away rows of periods that have not begun. */
    public void removeHistory(Tx tx, String kpi, Collection<PlacePeriod> gone) {
        if (!gone.isEmpty()) {
            List<PlacePeriod> rows = List.copyOf(gone);
            tx.send(
                    """
                    delete from kpi_status_history h
                    using unnest($2::text[], $3::text[], $4::text[])
                        as w(scope, dimension, period_start)
                    where h.kpi = $1 and h.scope = w.scope and h.dimension = w.dimension
                        and h.period_start = w.period_start::date
                    """,
                    kpi,
                    Columns.texts(rows, r -> r.place().scope().toString()),
                    Columns.texts(rows, r -> StatusColumns.dimension(r.place().dimension())),
                    Columns.texts(rows, r -> r.periodStart().toString()));
        }
    }

    /** The latest rows with data of each of these places, latest first. */
    public Map<RowKey, List<StoredStatus>> latest(
            Tx tx, String kpi, Collection<RowKey> places, int limit) {
        Map<RowKey, List<StoredStatus>> found = new HashMap<>();
        List<RowKey> rows = List.copyOf(places);
        for (Row row :
                tx.query(
                        LATEST,
                        kpi,
                        Columns.texts(rows, r -> r.scope().toString()),
                        Columns.texts(rows, r -> StatusColumns.dimension(r.dimension())),
                        limit)) {
            StoredStatus status = StatusColumns.read(row);
            found.computeIfAbsent(status.status().place(), any -> new ArrayList<>()).add(status);
        }
        return found;
    }

    /** Headlines that the filter lets through, in order of KPI and scope. */
    public List<StoredStatus> page(Tx tx, StatusFilter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("select ")
                        .append(StatusColumns.HEADLINE_NAMES)
                        .append(" from kpi_status where listed and dimension = $1");
        List<Object> parameters = new ArrayList<>();
        parameters.add(StatusColumns.dimension(filter.dimension()));
        and(sql, parameters, "kpi = ", filter.kpi());
        and(sql, parameters, "scope = ", filter.scope());
        and(sql, parameters, "level = ", filter.level());
        and(sql, parameters, "value_stream = ", filter.valueStream());
        and(sql, parameters, "status = ", filter.status());
        limit(sql, parameters, filter.limits());
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

    private static void limit(StringBuilder sql, List<Object> parameters, Limits limits) {
        if (!limits.kpis().isEmpty()) {
            parameters.add(limits.kpis().toArray(String[]::new));
            sql.append(" and kpi = any($").append(parameters.size()).append(')');
        }
        if (!limits.everywhere()) {
            List<String> scopes = new ArrayList<>();
            limits.teams().forEach(team -> scopes.add("team:" + team));
            parameters.add(scopes.toArray(String[]::new));
            sql.append(" and (scope = any($").append(parameters.size()).append(')');
            parameters.add(limits.streams().toArray(String[]::new));
            sql.append(" or value_stream = any($").append(parameters.size()).append("))");
        }
    }

    private static void and(
            StringBuilder sql, List<Object> parameters, String test, @Nullable String value) {
        if (value != null) {
            parameters.add(value);
            sql.append(" and ").append(test).append('$').append(parameters.size());
        }
    }

    /** Headlines of all KPIs at a place. */
    public List<StoredStatus> headlinesOf(Tx tx, RowKey place) {
        return page(
                tx,
                new StatusFilter(
                        null,
                        place.scope().toString(),
                        place.dimension(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Limits.NONE),
                Integer.MAX_VALUE);
    }

    /** Headlines of a KPI, of everything and by dimension. */
    public Map<RowKey, StoredStatus> headlines(Tx tx, String kpi) {
        Map<RowKey, StoredStatus> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select "
                                + StatusColumns.HEADLINE_NAMES
                                + " from kpi_status where kpi = $1",
                        kpi)) {
            StoredStatus status = StatusColumns.read(row);
            found.put(status.status().place(), status);
        }
        return found;
    }

    /** Places whose headline only says that there is neither data nor a target any more. */
    public Set<RowKey> unlisted(Tx tx, String kpi) {
        Set<RowKey> found = new HashSet<>();
        for (Row row :
                tx.query(
                        "select scope, dimension from kpi_status where kpi = $1 and not listed",
                        kpi)) {
            found.add(PlaceTable.place(row.getString(0), row.getString(1)));
        }
        return found;
    }

    /**
     * @param listed whether lists show them: there is data, or a target
     */
    public void putHeadlines(Tx tx, List<StoredStatus> rows, boolean listed) {
        if (!rows.isEmpty()) {
            List<Object> arrays = new ArrayList<>(List.of(StatusColumns.headlineArrays(rows)));
            arrays.add(Boolean.toString(listed));
            tx.send(PUT_HEADLINES, arrays.toArray());
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

    /** Keeps, for those who read tables, since when any team has reported the KPI. */
    public void firstReport(Tx tx, String kpi, Collection<LocalDate> firstReports) {
        Optional<LocalDate> first = firstReports.stream().min(LocalDate::compareTo);
        tx.send(
                """
                update bi_name set first_report = $2::text::date where kind = 'kpi' and key = $1
                    and first_report is distinct from $2::text::date
                """,
                kpi,
                first.map(LocalDate::toString).orElse(null));
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

    /** KPIs that something is said of at these scopes. */
    public Set<String> kpisAt(Tx tx, Collection<String> scopes) {
        Set<String> kpis = new HashSet<>();
        if (!scopes.isEmpty()) {
            tx.query(
                            "select distinct kpi from kpi_status where scope = any($1::text[])",
                            (Object) scopes.toArray(new String[0]))
                    .forEach(row -> kpis.add(row.getString(0)));
        }
        return kpis;
    }
}
