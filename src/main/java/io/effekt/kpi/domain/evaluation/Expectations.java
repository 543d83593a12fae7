package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which teams are expected to report a KPI in a period: those that are members on any day of it,
 * once any team has reported the KPI; and those that have a target of their own.
 *
 * @param firstReports for every team that has reported the KPI, the first day of the first period
 */
public record Expectations(
        Definitions definitions, Kpi kpi, Period period, Map<String, LocalDate> firstReports) {

    /** The teams that are expected and are not among those that have reported, in order. */
    public List<Team> missing(@Nullable String stream, Set<String> reported) {
        return new TreeMap<>(definitions.organisation().teams())
                .values().stream()
                        .filter(team -> !reported.contains(team.key()))
                        .filter(team -> isMember(team, stream) && isExpected(team))
                        .toList();
    }

    private boolean isMember(Team team, @Nullable String stream) {
        DateSpan days = new DateSpan(period.start(), period.endExclusive());
        return team.isExpected(days) && (stream == null || team.belongsTo(stream, days));
    }

    private boolean isExpected(Team team) {
        return firstReports.values().stream().anyMatch(first -> !first.isAfter(period.start()))
                || hasOwnTarget(team);
    }

    private boolean hasOwnTarget(Team team) {
        LocalDate day = period.lastDay();
        return definitions
                .targets()
                .getOrDefault(new KpiScope(kpi.key(), new Scope.Team(team.key())), List.of())
                .stream()
                .anyMatch(target -> target.span().contains(day));
    }

    /** Whether the team itself has reported the KPI, in this period or before. */
    public boolean hasReportedBefore(Team team) {
        LocalDate first = firstReports.get(team.key());
        return first != null && !first.isAfter(period.start());
    }

    /** The last day on which the period's numbers are in time. */
    public LocalDate due() {
        return period.lastDay().plusDays(kpi.graceDays());
    }

    public boolean isOverdue(Instant at) {
        return !at.isBefore(due().plusDays(1).atStartOfDay(kpi.timeZone()).toInstant());
    }
}
