package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.PersistentMap;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How two states of the definitions differ in what the rows of small groups hold, or in which rows
 * there are. It looks at the states alone: by which events one became the other does not matter.
 *
 * @param teams that belong elsewhere on some day
 * @param kpis with other rows, or with another smallest group
 * @param released periods whose content changed by a release, by KPI
 * @param releasedAt before which nothing that was released counted; null without a release
 */
record Shift(
        List<Moved> teams,
        Set<String> kpis,
        Map<String, Set<Period>> released,
        @Nullable Instant releasedAt) {
    Shift {
        teams = List.copyOf(teams);
        kpis = Set.copyOf(kpis);
        released = Map.copyOf(released);
    }

    /** A team, before and after. */
    record Moved(Team was, Team is) {
        boolean isElsewhereIn(Period period) {
            DateSpan days = new DateSpan(period.start(), period.endExclusive());
            boolean touched =
                    was.memberships().stream().anyMatch(m -> m.span().overlaps(days))
                            || is.memberships().stream().anyMatch(m -> m.span().overlaps(days));
            return touched
                    && period.start()
                            .datesUntil(period.endExclusive())
                            .anyMatch(this::isElsewhereOn);
        }

        private boolean isElsewhereOn(LocalDate day) {
            return !Objects.equals(was.streamOn(day), is.streamOn(day));
        }
    }

    /** What was never defined before is left out: nothing had been counted there. */
    static Shift between(Definitions before, Definitions after) {
        List<Moved> teams = new ArrayList<>();
        Map<String, Team> teamsBefore = before.organisation().teams();
        Map<String, Team> teamsAfter = after.organisation().teams();
        for (String key : differences(teamsBefore, teamsAfter)) {
            Team was = teamsBefore.get(key);
            Team is = teamsAfter.get(key);
            if (was != null && is != null && !was.memberships().equals(is.memberships())) {
                teams.add(new Moved(was, is));
            }
        }
        Set<String> kpis = new HashSet<>();
        for (String key : differences(before.kpis(), after.kpis())) {
            Kpi was = before.kpis().get(key);
            Kpi is = after.kpis().get(key);
            if (was != null && is != null && !is.showsAs(was)) {
                kpis.add(key);
            }
        }
        Map<String, Set<Period>> released = new HashMap<>();
        Instant releasedAt = null;
        for (String key : differences(before.releases(), after.releases())) {
            List<Definitions.Release> all = after.releases(key);
            for (Definitions.Release release :
                    all.subList(before.releases(key).size(), all.size())) {
                released.computeIfAbsent(key, any -> new HashSet<>()).add(release.period());
                releasedAt = release.at();
            }
        }
        return new Shift(teams, kpis, released, releasedAt);
    }

    private static <V> Set<String> differences(Map<String, V> before, Map<String, V> after) {
        return PersistentMap.of(before).differences(PersistentMap.of(after));
    }

    boolean isNone() {
        return teams.isEmpty() && kpis.isEmpty() && released.isEmpty();
    }

    /**
     * Whether rows of the period may hold something else afterwards, or be others.
     *
     * @param before the KPI as it was defined before
     */
    boolean concerns(Kpi before, Period period) {
        return kpis.contains(before.key())
                || released.getOrDefault(before.key(), Set.of()).contains(period)
                // Without a roll-up it does not matter where a team belongs.
                || (before.rollUp() != RollUp.NONE
                        && teams.stream().anyMatch(moved -> moved.isElsewhereIn(period)));
    }
}
