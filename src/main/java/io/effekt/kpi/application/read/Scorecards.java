package io.effekt.kpi.application.read;

import io.effekt.database.Database;
import io.effekt.database.RowSecurity;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.asof.TimeTravel;
import io.effekt.kpi.application.query.StatusQuery;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import io.effekt.organization.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All KPIs against some scopes, as one grid. */
@ApplicationScoped
public class Scorecards {
    /** Past any organisation; a grid is never cut off. */
    private static final int ALL = 10_000_000;

    private final Database database;
    private final Statuses statuses;
    private final TimeTravel travel;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public Scorecards(
            Database database,
            Statuses statuses,
            TimeTravel travel,
            DefinitionsView definitions,
            InstantSource clock) {
        this.database = database;
        this.statuses = statuses;
        this.travel = travel;
        this.definitions = definitions;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param valueStream its teams; null for the organisation and its streams
     * @param period of KPIs whose periods are as long; null for headlines
     */
    public record Query(
            @Nullable String valueStream,
            @Nullable Period period,
            @Nullable Instant at,
            @Nullable Instant asOf,
            Visibility visibility) {}

    /**
     * The grid.
     *
     * @param columns in their order
     * @param cells by KPI and scope as written, {@code enps|org}; where there is none, nothing was
     *     ever said
     */
    public record Grid(
            Definitions known, List<Scope> columns, List<Kpi> rows, Map<String, StatusRow> cells) {
        public @Nullable StatusRow cell(Kpi kpi, Scope scope) {
            return cells.get(kpi.key() + "|" + scope);
        }
    }

    /** Blocks. */
    public Grid grid(Query query) {
        boolean travels = query.at() != null || query.asOf() != null;
        Definitions known =
                travels
                        ? database.onOneSnapshot(
                                tx -> travel.to(tx, query.at(), query.asOf()).definitions())
                        : definitions.current();
        Map<String, StatusRow> cells = new HashMap<>();
        for (StatusRow row : rows(query, travels)) {
            cells.put(row.status().kpi() + "|" + row.status().scope(), row);
        }
        List<Kpi> kpis =
                known.kpis().values().stream()
                        .filter(k -> !k.retired() && query.visibility().seesKpi(k.key()))
                        .filter(k -> query.period() == null || query.period().unit() == k.period())
                        .sorted(Comparator.comparing(Kpi::key))
                        .toList();
        return new Grid(known, columns(query, known, cells), kpis, cells);
    }

    private List<StatusRow> rows(Query query, boolean travels) {
        if (query.valueStream() != null
                || travels
                || query.period() != null
                || !query.visibility().seen().equals(RowSecurity.NONE)) {
            return ask(query, null);
        }
        List<StatusRow> rows = new ArrayList<>(ask(query, Scope.Level.ORG));
        rows.addAll(ask(query, Scope.Level.STREAM));
        return rows;
    }

    private List<StatusRow> ask(Query query, Scope.@Nullable Level level) {
        return statuses.page(
                        new StatusQuery(
                                null,
                                null,
                                null,
                                level,
                                query.valueStream(),
                                null,
                                query.period(),
                                query.at(),
                                query.asOf(),
                                ALL,
                                null,
                                query.visibility()))
                .rows();
    }

    private List<Scope> columns(Query query, Definitions known, Map<String, StatusRow> cells) {
        List<Scope> columns = new ArrayList<>();
        String stream = query.valueStream();
        if (stream == null && !query.visibility().seen().equals(RowSecurity.NONE)) {
            cells.values().stream()
                    .map(row -> row.status().scope())
                    .collect(Collectors.toCollection(TreeSet::new))
                    .forEach(columns::add);
            return columns;
        }
        if (stream == null) {
            columns.add(Scope.ORG);
            known.organisation().streams().values().stream()
                    .filter(s -> !s.retired())
                    .map(ValueStream::key)
                    .sorted()
                    .forEach(key -> columns.add(new Scope.Stream(key)));
            return columns;
        }
        columns.add(new Scope.Stream(stream));
        Set<Scope> teams = new TreeSet<>();
        LocalDate day = day(query);
        for (Team team : known.organisation().teams().values()) {
            if (!team.isRetiredOn(day) && stream.equals(team.streamOn(day))) {
                teams.add(new Scope.Team(team.key()));
            }
        }
        cells.values().stream()
                .map(row -> row.status().scope())
                .filter(scope -> scope.level() == Scope.Level.TEAM)
                .forEach(teams::add);
        columns.addAll(teams);
        return columns;
    }

    /** The day whose memberships count. */
    private LocalDate day(Query query) {
        if (query.period() != null) {
            return query.period().lastDay();
        }
        Instant at = query.at() == null ? query.asOf() : query.at();
        return LocalDate.ofInstant(
                at == null ? clock.instant() : at,
                io.effekt.kpi.domain.definition.KpiRules.DEFAULT_TIME_ZONE);
    }
}
