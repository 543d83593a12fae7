package io.effekt.kpi.application;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.SetAside;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What follows from a decision for the projections of measurements, in its own transaction. */
@ApplicationScoped
public class DecisionEffects {
    private final DirtyMarks marks;
    private final SetAside setAside;

    public DecisionEffects(DirtyMarks marks, SetAside setAside) {
        this.marks = marks;
        this.setAside = setAside;
    }

    /**
     * Marks what has to be evaluated or counted anew.
     *
     * @param subjects of the events, for instance {@code kpi:enps} or {@code targets:enps|org}
     * @param seq of the last event
     * @return what a reader has to wait for
     */
    Following apply(
            Tx tx, Definitions before, Definitions after, Collection<String> subjects, long seq) {
        Set<String> kpis = new TreeSet<>();
        Set<String> scopes = new TreeSet<>();
        for (String subject : subjects) {
            String key = rest(subject);
            boolean isAsBefore =
                    subject.equals(Team.subject(key))
                            && countsAlike(team(before, key), team(after, key));
            if (!isAsBefore) {
                add(after, subject, kpis, scopes);
            }
            Team known = team(before, key);
            // Of a team that is new nothing has been counted yet.
            if (subject.equals(Team.subject(key)) && known != null && !isAsBefore) {
                order(tx, subject, seq);
            }
        }
        marks.addWhole(tx, kpis);
        kpis.addAll(setAside.kpisWaitingFor(tx, scopes));
        return new Following(kpis, scopes);
    }

    /** What would follow if these subjects had changed: all that they may be waited for. */
    Following following(Definitions known, Collection<String> subjects) {
        Set<String> kpis = new TreeSet<>();
        Set<String> scopes = new TreeSet<>();
        subjects.forEach(subject -> add(known, subject, kpis, scopes));
        return new Following(kpis, scopes);
    }

    private static void add(
            Definitions known, String subject, Set<String> kpis, Set<String> scopes) {
        String rest = rest(subject);
        int bar = rest.indexOf('|');
        switch (subject.substring(0, subject.indexOf(':'))) {
            case "kpi", "targets", "baseline" -> kpis.add(bar < 0 ? rest : rest.substring(0, bar));
            case "held" -> {
                kpis.add(rest.substring(0, bar));
                // A correction may lie elsewhere than the original: its scope is counted anew.
                scopes.add(rest.substring(bar + 1));
            }
            case "team" -> {
                kpis.addAll(known.kpis().keySet());
                scopes.add(subject);
            }
            // It changes no number but those that were held until it was defined.
            case "value-stream" -> scopes.add("stream:" + rest);
            default -> {
                // an override is put beside the status when it is read
            }
        }
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
                && one.retired() == other.retired();
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
