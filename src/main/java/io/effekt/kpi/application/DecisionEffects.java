package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.DirtyMarks.KpiPeriod;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.resource.ResourceEffects;
import io.effekt.resource.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What follows from a decision for the projections of measurements, in its own transaction. */
@ApplicationScoped
public class DecisionEffects implements ResourceEffects {
    private final DirtyMarks marks;
    private final HeldAndRejected setAside;
    private final StatusTable statuses;

    public DecisionEffects(DirtyMarks marks, HeldAndRejected setAside, StatusTable statuses) {
        this.statuses = statuses;
        this.marks = marks;
        this.setAside = setAside;
    }

    /**
     * Marks what has to be evaluated or counted again.
     *
     * @param subjects of the events, for instance {@code kpi:enps} or {@code targets:enps|org}
     * @param seq of the last event
     * @return what a reader has to wait for
     */
    @Override
    public List<String> apply(
            Tx tx, Snapshot from, Snapshot to, Collection<String> subjects, long seq) {
        Definitions before = from.of(Definitions.class);
        Definitions after = to.of(Definitions.class);
        Set<String> marked = new TreeSet<>();
        Set<String> changed = new TreeSet<>();
        for (String subject : subjects) {
            String key = rest(subject);
            Team was = team(before, key);
            if (kind(subject).equals("override")) {
                overridden(tx, after, key);
                changed.add(subject);
            } else if (!subject.equals(Team.subject(key))) {
                marked.addAll(kpis(subject));
                changed.add(subject);
            } else if (!countsAlike(was, team(after, key))) {
                Set<String> judged = judgedBy(tx, key, before, after);
                marked.addAll(judged);
                // How many teams there are shows in every other KPI.
                Set<String> others = new TreeSet<>(after.kpis().keySet());
                others.removeAll(judged);
                marks.addCoverage(tx, others, Team.firstChange(was, team(after, key)));
                changed.add(subject);
                // A new team has no buckets to recompute.
                if (was != null) {
                    order(tx, subject, seq);
                }
            }
        }
        marks.addWhole(tx, marked);
        return following(tx, List.of(before, after), changed).words();
    }

    /**
     * KPIs in which more than a number of teams may hang on where this one belongs: it has reported
     * them, or has a target of its own.
     */
    private Set<String> judgedBy(Tx tx, String team, Definitions before, Definitions after) {
        Set<String> kpis = new TreeSet<>(statuses.kpisAt(tx, Set.of(Team.subject(team))));
        kpis.addAll(withTarget(before, new Scope.Team(team)));
        kpis.addAll(withTarget(after, new Scope.Team(team)));
        kpis.retainAll(after.kpis().keySet());
        return kpis;
    }

    /** No status changes; rows for BI tools carry what people say. */
    private void overridden(Tx tx, Definitions after, String place) {
        int bar = place.indexOf('|');
        Kpi kpi = after.kpis().get(place.substring(0, bar));
        KpiScope at = new KpiScope(place.substring(0, bar), Scope.parse(place.substring(bar + 1)));
        List<StatusOverride> said = after.overrides(at);
        if (kpi != null && !said.isEmpty()) {
            LocalDate day = LocalDate.ofInstant(said.getLast().recording().at(), kpi.timeZone());
            marks.add(tx, List.of(new KpiPeriod(kpi.key(), kpi.period().startOf(day))));
        }
    }

    /** What would follow if these subjects had changed: an earlier change may not be done. */
    @Override
    public List<String> following(Tx tx, Snapshot known, Collection<String> subjects) {
        return following(tx, List.of(known.of(Definitions.class)), subjects).words();
    }

    /**
     * A request that changed a team waits for the KPIs of the team and its streams; of the others
     * only the number of teams changes, and who reads statuses looks for such marks.
     */
    private Following following(Tx tx, List<Definitions> states, Collection<String> subjects) {
        Set<String> kpis = new TreeSet<>();
        Set<String> scopes = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        for (String subject : subjects) {
            String rest = rest(subject);
            kpis.addAll(kpis(subject));
            switch (kind(subject)) {
                // A correction may lie elsewhere than the original: its scope is counted again.
                case "held" -> scopes.add(rest.substring(rest.indexOf('|') + 1));
                case "team" -> {
                    scopes.add(subject);
                    places.add(subject);
                    states.forEach(known -> places.addAll(streams(team(known, rest))));
                    kpis.addAll(withTarget(states.getLast(), new Scope.Team(rest)));
                }
                // It changes no number but those that were held until it was defined.
                case "value-stream" -> scopes.add("stream:" + rest);
                default -> {
                    // its KPI is all
                }
            }
        }
        kpis.addAll(statuses.kpisAt(tx, places));
        kpis.addAll(setAside.kpisWaitingFor(tx, scopes));
        return new Following(kpis, scopes);
    }

    private static Set<String> kpis(String subject) {
        return switch (kind(subject)) {
            case "kpi", "targets", "baseline", "held", "override" -> {
                String rest = rest(subject);
                int bar = rest.indexOf('|');
                yield Set.of(bar < 0 ? rest : rest.substring(0, bar));
            }
            default -> Set.of();
        };
    }

    private static List<String> streams(@Nullable Team team) {
        return team == null
                ? List.of()
                : team.memberships().stream().map(m -> "stream:" + m.valueStream()).toList();
    }

    private static List<String> withTarget(Definitions known, Scope scope) {
        return known.targets().keySet().stream()
                .filter(at -> at.scope().equals(scope))
                .map(KpiScope::kpi)
                .toList();
    }

    private static String kind(String subject) {
        return subject.substring(0, subject.indexOf(':'));
    }

    private static String rest(String subject) {
        return subject.substring(subject.indexOf(':') + 1);
    }

    private static @Nullable Team team(Definitions known, String key) {
        Organisation organisation = known.organisation();
        return organisation.teams().get(key);
    }

    /** Whether no number can tell one from the other: a name is none. */
    private static boolean countsAlike(@Nullable Team one, @Nullable Team other) {
        return one != null
                && other != null
                && one.memberships().equals(other.memberships())
                && one.retired() == other.retired()
                && Objects.equals(one.retiredFrom(), other.retiredFrom());
    }

    private static void order(Tx tx, String scope, long seq) {
        tx.send(
                """
                insert into rebucket_order (part, scope, decided_at)
                select part, $1, $2 from generate_series(0, $3::int - 1) as part
                on conflict do nothing
                """,
                scope,
                seq,
                LogHead.PARTITIONS);
    }
}
