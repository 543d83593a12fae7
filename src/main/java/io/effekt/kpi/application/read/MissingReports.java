package io.effekt.kpi.application.read;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LastReports;
import io.effekt.eventstore.postgres.LastReports.LastReport;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.Expectations;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Team;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who has not reported yet. */
@ApplicationScoped
public class MissingReports {
    private final Database database;
    private final CallerVisibility callerVisibility;
    private final BucketTable buckets;
    private final StatusTable statuses;
    private final LastReports lastReports;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public MissingReports(
            Database database,
            CallerVisibility callerVisibility,
            BucketTable buckets,
            StatusTable statuses,
            LastReports lastReports,
            LogPositions positions,
            DefinitionsView definitions,
            InstantSource clock) {
        this.database = database;
        this.callerVisibility = callerVisibility;
        this.buckets = buckets;
        this.statuses = statuses;
        this.lastReports = lastReports;
        this.positions = positions;
        this.definitions = definitions;
        this.clock = clock;
    }

    /**
     * What is asked for; null restricts nothing.
     *
     * @param period of KPIs whose periods are as long; null for the one of each KPI that ended last
     * @param after KPI and team at the end of the page before
     */
    public record Query(
            @Nullable String kpi,
            @Nullable String valueStream,
            @Nullable Period period,
            int limit,
            @Nullable After after,
            Visibility visibility) {}

    public record After(String kpi, String team) {}

    /**
     * A team that has not reported a KPI.
     *
     * @param due last day on which it is in time
     * @param last null when it was never measured there, and where answers are protected
     */
    public record Missing(
            Kpi kpi,
            Team team,
            @Nullable String valueStream,
            Period period,
            LocalDate due,
            boolean overdue,
            boolean reportedBefore,
            @Nullable LastReport last) {}

    /** In order of KPI and team; one more than asked for where there are more. */
    public List<Missing> list(Query query) {
        return database.onOneSnapshot(tx -> list(tx, query));
    }

    private List<Missing> list(Tx tx, Query query) {
        Definitions known = definitions.upTo(tx, positions.now(tx).decisions());
        Instant now = clock.instant();
        List<Missing> found = new ArrayList<>();
        for (Kpi kpi : asked(known, query)) {
            Period period =
                    query.period() == null
                            ? Period.of(kpi.period(), now, kpi.timeZone()).previous()
                            : query.period();
            if (period.unit() == kpi.period() && found.size() <= query.limit()) {
                found.addAll(ofKpi(tx, query, known, kpi, period, now, found.size()));
            }
        }
        return withLast(
                tx,
                callerVisibility.only(
                        tx,
                        query.visibility(),
                        found,
                        m ->
                                new CallerVisibility.Counted(
                                        m.kpi().key(), scope(m), m.valueStream())));
    }

    private static List<Kpi> asked(Definitions known, Query query) {
        return known.kpis().values().stream()
                .filter(k -> !k.retired() && query.visibility().seesKpi(k.key()))
                .filter(k -> query.kpi() == null || query.kpi().equals(k.key()))
                .filter(k -> query.after() == null || k.key().compareTo(query.after().kpi()) >= 0)
                .sorted(Comparator.comparing(Kpi::key))
                .toList();
    }

    private List<Missing> ofKpi(
            Tx tx,
            Query query,
            Definitions known,
            Kpi kpi,
            Period period,
            Instant now,
            int before) {
        Expectations expected =
                new Expectations(known, kpi, period, statuses.firstReports(tx, kpi.key()));
        return expected
                .missing(query.valueStream(), buckets.teamsWithData(tx, kpi.key(), period.start()))
                .stream()
                .filter(team -> comesAfter(query.after(), kpi, team))
                .filter(team ->
                        query.visibility()
                                .sees(
                                        kpi.key(),
                                        new Scope.Team(team.key()),
                                        streamOf(team, period)))
                .limit(query.limit() + 1L - before)
                .map(team ->
                        new Missing(
                                kpi,
                                team,
                                streamOf(team, period),
                                period,
                                expected.due(),
                                expected.isOverdue(now),
                                expected.hasReportedBefore(team),
                                null))
                .toList();
    }

    private static boolean comesAfter(@Nullable After after, Kpi kpi, Team team) {
        return after == null
                || !after.kpi().equals(kpi.key())
                || team.key().compareTo(after.team()) > 0;
    }

    /** The last stream that the team belongs to in the period. */
    private static @Nullable String streamOf(Team team, Period period) {
        for (LocalDate day = period.lastDay(); period.contains(day); day = day.minusDays(1)) {
            String stream = team.streamOn(day);
            if (stream != null) {
                return stream;
            }
        }
        return null;
    }

    private List<Missing> withLast(Tx tx, List<Missing> found) {
        Map<String, List<String>> scopes =
                found.stream()
                        // When somebody of a small group answered last is nobody's business.
                        .filter(m -> m.kpi().minGroupSize() == null)
                        .collect(
                                Collectors.groupingBy(
                                        m -> m.kpi().key(),
                                        Collectors.mapping(
                                                MissingReports::scope, Collectors.toList())));
        Map<String, Map<String, LastReport>> last = new HashMap<>();
        scopes.forEach((kpi, some) -> last.put(kpi, lastReports.of(tx, kpi, some)));
        return found.stream()
                .map(m ->
                        new Missing(
                                m.kpi,
                                m.team,
                                m.valueStream,
                                m.period,
                                m.due,
                                m.overdue,
                                m.reportedBefore,
                                last.getOrDefault(m.kpi.key(), Map.of()).get(scope(m))))
                .toList();
    }

    private static String scope(Missing missing) {
        return new Scope.Team(missing.team.key()).toString();
    }
}
