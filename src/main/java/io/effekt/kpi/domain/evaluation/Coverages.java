package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts, in one pass over the teams, how much every stream and the organisation has heard. */
public final class Coverages {
    private static final Coverage NONE = new Coverage(0, 0, 0);

    private final Map<String, Coverage> streams = new HashMap<>();
    private Coverage organisation = NONE;

    /**
     * Only how many teams there are.
     *
     * @param unexpected teams that have data though they are not expected
     */
    public Coverages(Organisation organisation, Period period, Set<String> unexpected) {
        this(organisation, period, unexpected, Map.of());
    }

    Coverages(
            Organisation organisation,
            Period period,
            Set<String> withData,
            Map<String, LocalDate> firstReports) {
        DateSpan days = new DateSpan(period.start(), period.endExclusive());
        for (Team team : organisation.teams().values()) {
            boolean hasData = withData.contains(team.key());
            LocalDate first = firstReports.get(team.key());
            boolean reported = hasData || (first != null && !first.isAfter(period.start()));
            Coverage one = new Coverage(1, hasData ? 1 : 0, reported ? 1 : 0);
            // A team that never belonged to a stream is in the organisation all the same.
            if (team.isExpected(days) || hasData) {
                memberOf(team, days).forEach(stream -> streams.merge(stream, one, Coverages::sum));
                this.organisation = sum(this.organisation, one);
            }
        }
    }

    /** Null for teams, which nothing is rolled up to. */
    public @Nullable Coverage of(Scope scope) {
        return switch (scope) {
            case Scope.Team team -> null;
            case Scope.Stream(String key) -> streams.getOrDefault(key, NONE);
            case Scope.Org org -> organisation;
        };
    }

    private static Set<String> memberOf(Team team, DateSpan days) {
        if (team.memberships().size() == 1) {
            Membership only = team.memberships().getFirst();
            return only.span().overlaps(days) ? Set.of(only.valueStream()) : Set.of();
        }
        Set<String> streams = new HashSet<>();
        for (Membership membership : team.memberships()) {
            if (membership.span().overlaps(days)) {
                streams.add(membership.valueStream());
            }
        }
        return streams;
    }

    private static Coverage sum(Coverage a, Coverage b) {
        return new Coverage(
                a.teams() + b.teams(),
                a.withData() + b.withData(),
                a.reportedBefore() + b.reportedBefore());
    }
}
