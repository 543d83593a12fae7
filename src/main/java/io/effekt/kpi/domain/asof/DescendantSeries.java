package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.asof.MeasurementHistory.Line;
import io.effekt.kpi.domain.asof.MeasurementHistory.Stretch;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.organization.Membership;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lies at and beneath a scope: the series of one KPI that can go into its rows, and when. */
final class DescendantSeries {
    private final Kpi kpi;
    private final Map<Scope, List<Line>> lines = new HashMap<>();
    private final Map<String, List<Team>> members = new HashMap<>();

    /**
     * @param asked the scopes that will be asked about; null for any
     */
    DescendantSeries(
            Kpi kpi,
            Definitions definitions,
            MeasurementHistory log,
            @Nullable Collection<Scope> asked) {
        this.kpi = kpi;
        for (Team team : definitions.organisation().teams().values()) {
            for (Membership membership : team.memberships()) {
                List<Team> its =
                        members.computeIfAbsent(membership.valueStream(), any -> new ArrayList<>());
                // Once, however often it came back.
                if (its.isEmpty() || !its.getLast().equals(team)) {
                    its.add(team);
                }
            }
        }
        for (Line line : log.lines(asked == null ? null : of(asked))) {
            lines.computeIfAbsent(line.scope(), any -> new ArrayList<>(1)).add(line);
        }
    }

    /**
     * The scopes whose measurements go into the rows of these; null for all of them. Whether a
     * small group is hidden depends on every other.
     */
    @Nullable Set<Scope> of(Collection<Scope> scopes) {
        if (kpi.minGroupSize() != null || scopes.contains(Scope.ORG)) {
            return null;
        }
        Set<Scope> beneath = new HashSet<>(scopes);
        for (Scope scope : scopes) {
            if (scope instanceof Scope.Stream(String key)) {
                members.getOrDefault(key, List.of())
                        .forEach(team -> beneath.add(new Scope.Team(team.key())));
            }
        }
        return beneath;
    }

    /** The scopes that have a series, and the streams that their teams have belonged to. */
    Set<Scope> scopes(@Nullable String dimension) {
        Set<Scope> scopes = new HashSet<>();
        lines.forEach((scope, ofScope) -> {
            if (ofScope.stream().anyMatch(line -> isLabelled(line, dimension))) {
                scopes.add(scope);
                scopes.add(Scope.ORG);
            }
        });
        members.forEach((stream, teams) -> {
            if (teams.stream().anyMatch(team -> scopes.contains(new Scope.Team(team.key())))) {
                scopes.add(new Scope.Stream(stream));
            }
        });
        return scopes;
    }

    /** The series at those scopes; of all for null. */
    List<Line> lines(@Nullable Collection<Scope> scopes) {
        List<Line> found = new ArrayList<>();
        if (scopes == null) {
            lines.values().forEach(found::addAll);
        } else {
            scopes.forEach(scope -> found.addAll(lines.getOrDefault(scope, List.of())));
        }
        return found;
    }

    /**
     * Where the place's measurements lie in time, teams' while they belonged to it.
     *
     * @param alone only what is measured at the scope itself
     */
    List<Stretch> stretches(RowKey place, boolean alone, Instant from, Instant to) {
        List<Stretch> found = new ArrayList<>();
        Scope scope = place.scope();
        if (scope.equals(Scope.ORG) && !alone) {
            lines.values().forEach(some -> add(found, some, place.dimension(), from, to));
            return found;
        }
        add(found, lines.getOrDefault(scope, List.of()), place.dimension(), from, to);
        if (scope instanceof Scope.Stream(String key) && !alone) {
            for (Team team : members.getOrDefault(key, List.of())) {
                List<Line> ofTeam = lines.getOrDefault(new Scope.Team(team.key()), List.of());
                for (Membership membership : team.memberships()) {
                    if (membership.valueStream().equals(key)) {
                        LocalDate last = membership.span().to();
                        add(
                                found,
                                ofTeam,
                                place.dimension(),
                                later(from, begin(membership.span().from())),
                                last == null ? to : earlier(to, begin(last)));
                    }
                }
            }
        }
        return found;
    }

    private static void add(
            List<Stretch> to,
            List<Line> lines,
            @Nullable String dimension,
            Instant from,
            Instant end) {
        if (from.isBefore(end)) {
            for (Line line : lines) {
                if (isLabelled(line, dimension)) {
                    to.add(new Stretch(line, from, end));
                }
            }
        }
    }

    private Instant begin(LocalDate day) {
        ZoneId zone = kpi.timeZone();
        return day.atStartOfDay(zone).toInstant();
    }

    private static boolean isLabelled(Line line, @Nullable String dimension) {
        return dimension == null || line.labels().contains(dimension);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
