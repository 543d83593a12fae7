package io.effekt.kpi.application.status;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.Coverage;
import io.effekt.kpi.domain.evaluation.Coverages;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.projection.StatusTable.PlacePeriod;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many teams the rows of one KPI rest on, counted without what was measured: only teams with
 * data that are not expected have to be known. For one thread.
 */
final class TeamCounts {
    private final Kpi kpi;
    private final Organisation organisation;
    private final Map<Slice, Set<String>> unexpected = new HashMap<>();
    private final Map<Slice, Coverages> counted = new HashMap<>();

    /** One period, of everything or of one value of a dimension. */
    private record Slice(LocalDate periodStart, @Nullable String dimension) {}

    TeamCounts(Kpi kpi, Organisation organisation) {
        this.kpi = kpi;
        this.organisation = organisation;
    }

    /** Teams that are not expected in some period of these rows. */
    Set<String> suspects(List<StoredStatus> rows) {
        Set<DateSpan> periods = new HashSet<>();
        rows.forEach(row -> {
            Period period = Objects.requireNonNull(row.status().period());
            periods.add(new DateSpan(period.start(), period.endExclusive()));
        });
        Set<String> found = new HashSet<>();
        for (Team team : organisation.teams().values()) {
            if (!periods.stream().allMatch(team::isExpected)) {
                found.add(team.key());
            }
        }
        return found;
    }

    /** These rows of teams have data, be they expected or not. */
    void unexpected(Collection<PlacePeriod> withData) {
        for (PlacePeriod row : withData) {
            if (row.place().scope() instanceof Scope.Team(String key)) {
                unexpected
                        .computeIfAbsent(
                                new Slice(row.periodStart(), row.place().dimension()),
                                any -> new HashSet<>())
                        .add(key);
            }
        }
    }

    /** The row with the number of teams as it is now. */
    KpiStatus in(KpiStatus row) {
        LocalDate start = Objects.requireNonNull(row.period()).start();
        Coverage now =
                counted.computeIfAbsent(
                                new Slice(start, row.dimension()),
                                slice ->
                                        new Coverages(
                                                organisation,
                                                new Period(kpi.period(), start),
                                                unexpected.getOrDefault(slice, Set.of())))
                        .of(row.scope());
        Coverage was = row.coverage();
        return now == null || was == null ? row : row.with(was.of(now.teams()));
    }
}
