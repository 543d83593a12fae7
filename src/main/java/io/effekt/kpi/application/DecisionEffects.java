package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Definitions.KpiScope;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.StatusOverride;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.DirtyMarks.KpiPeriod;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What follows from a decision for the projections of measurements, in its own transaction. */
@ApplicationScoped
public class DecisionEffects {
    private final DirtyMarks marks;

    public DecisionEffects(DirtyMarks marks) {
        this.marks = marks;
    }

    /**
     * Marks what has to be evaluated or counted anew.
     *
     * @param subjects of the events, for instance {@code kpi:enps} or {@code targets:enps|org}
     * @param seq of the last event
     */
    public void apply(
            Tx tx, Definitions before, Definitions after, Collection<String> subjects, long seq) {
        Set<String> kpis = new TreeSet<>();
        for (String subject : subjects) {
            int colon = subject.indexOf(':');
            String rest = subject.substring(colon + 1);
            switch (subject.substring(0, colon)) {
                case "kpi", "targets", "baseline", "held" -> {
                    int bar = rest.indexOf('|');
                    kpis.add(bar < 0 ? rest : rest.substring(0, bar));
                }
                case "team" -> {
                    kpis.addAll(after.kpis().keySet());
                    // Of a team that is new nothing has been counted yet.
                    if (before.organisation().teams().containsKey(rest)
                            && !memberships(before.organisation(), rest)
                                    .equals(memberships(after.organisation(), rest))) {
                        order(tx, "team:" + rest, seq);
                    }
                }
                case "override" -> overridden(tx, after, rest);
                default -> {
                    // a value stream changes no number
                }
            }
        }
        marks.addWhole(tx, kpis);
    }

    /** No status changes; rows for BI tools carry what people say. */
    private void overridden(Tx tx, Definitions after, String place) {
        int bar = place.indexOf('|');
        Kpi kpi = after.kpis().get(place.substring(0, bar));
        KpiScope at = new KpiScope(place.substring(0, bar), Scope.parse(place.substring(bar + 1)));
        List<StatusOverride> said = after.overrides().getOrDefault(at, List.of());
        if (kpi != null && !said.isEmpty()) {
            LocalDate day = LocalDate.ofInstant(said.getLast().recording().at(), kpi.timeZone());
            marks.add(tx, List.of(new KpiPeriod(kpi.key(), kpi.period().startOf(day))));
        }
    }

    private static List<Membership> memberships(Organisation organisation, String key) {
        Team team = organisation.teams().get(key);
        return team == null ? List.of() : team.memberships();
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
