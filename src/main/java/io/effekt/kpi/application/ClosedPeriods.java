package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredMeasurement;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Journal;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.Leaf;
import io.effekt.kpi.domain.RollUp;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.Team;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What closed periods of a KPI with a smallest group held each time before their content changed:
 * whoever read a row then and reads it now knows the difference. Content changes by a release, and
 * by a reorganisation that is told afterwards. What a steward sends changes it too; for that the
 * steward answers.
 */
@ApplicationScoped
public class ClosedPeriods {
    private final StandingMeasurements log;
    private final DecisionLog decisions;
    private final EventTypes types;
    private final DefinitionsView view;

    public ClosedPeriods(
            StandingMeasurements log,
            DecisionLog decisions,
            EventTypes types,
            DefinitionsView view) {
        this.log = log;
        this.decisions = decisions;
        this.types = types;
        this.view = view;
    }

    /**
     * The leaves of each of these periods before every change that was recorded after it had been
     * shown; oldest first. Periods without one are left out, and cost next to nothing.
     *
     * @param at the moment that the question is about
     * @param known when all was recorded that counts
     */
    Map<Period, List<List<Leaf>>> before(
            Tx tx,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Instant known,
            Collection<Period> periods) {
        Map<Period, SortedSet<Instant>> changes = new HashMap<>();
        if (kpi.minGroupSize() != null) {
            releases(definitions, kpi, periods, changes);
            if (kpi.rollUp() != RollUp.NONE) {
                reorganisations(tx, kpi, known, periods, changes);
            }
        }
        Map<Period, List<List<Leaf>>> before = new HashMap<>();
        changes.forEach((period, moments) -> {
            List<List<Leaf>> states = new ArrayList<>(moments.size());
            for (Instant moment : moments) {
                states.add(leaves(tx, kpi, at, period, moment.minus(1, ChronoUnit.MICROS)));
            }
            before.put(period, states);
        });
        return before;
    }

    private static void releases(
            Definitions definitions,
            Kpi kpi,
            Collection<Period> periods,
            Map<Period, SortedSet<Instant>> changes) {
        for (Definitions.Release release : definitions.releases(kpi.key())) {
            if (periods.contains(release.period())) {
                changes.computeIfAbsent(release.period(), any -> new TreeSet<>()).add(release.at());
            }
        }
    }

    /** Teams that turn out to have belonged elsewhere on a day of a closed period. */
    private void reorganisations(
            Tx tx,
            Kpi kpi,
            Instant known,
            Collection<Period> periods,
            Map<Period, SortedSet<Instant>> changes) {
        List<Period> closed = periods.stream().filter(p -> kpi.closes(p, known)).toList();
        if (closed.isEmpty()) {
            return;
        }
        Instant first =
                closed.stream().map(kpi::closing).min(Comparator.naturalOrder()).orElseThrow();
        for (DecisionLog.Redecided anew : decisions.redecided(tx, "team:", first, known)) {
            if (types.read(anew.type(), anew.data()) instanceof TeamDefined(Team now)
                    && types.read(anew.before(), anew.was()) instanceof TeamDefined(Team was)
                    && !now.memberships().equals(was.memberships())) {
                for (Period period : closed) {
                    if (kpi.closes(period, anew.recordedAt()) && isElsewhere(was, now, period)) {
                        changes.computeIfAbsent(period, any -> new TreeSet<>())
                                .add(anew.recordedAt());
                    }
                }
            }
        }
    }

    private static boolean isElsewhere(Team was, Team now, Period period) {
        for (LocalDate day = period.start();
                day.isBefore(period.endExclusive());
                day = day.plusDays(1)) {
            if (!Objects.equals(was.streamOn(day), now.streamOn(day))) {
                return true;
            }
        }
        return false;
    }

    /** What the period held as of a moment, in the organisation that was known by then. */
    private List<Leaf> leaves(Tx tx, Kpi kpi, Instant at, Period period, Instant asOf) {
        Definitions known = view.upTo(tx, decisions.seqAt(tx, asOf));
        Journal journal = new Journal(known, kpi, at);
        for (StoredMeasurement stored :
                log.ofKpi(
                        tx,
                        kpi.key(),
                        period.startInstant(kpi.timeZone()),
                        period.endInstant(kpi.timeZone()),
                        asOf)) {
            journal.add(
                    Scope.parse(stored.scope()),
                    Stored.labels(stored),
                    Stored.timing(stored),
                    Stored.content(stored),
                    Stored.observed(stored));
        }
        return journal.leaves(period);
    }
}
