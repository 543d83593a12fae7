package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.StoredMeasurement;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.Past;
import io.effekt.kpi.domain.RollUp;
import io.effekt.kpi.domain.Standing;
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
import org.jspecify.annotations.Nullable;

/**
 * What is known of closed periods of a KPI with a smallest group because they were shown otherwise:
 * whoever read a row then and reads it now knows the difference. Content changes by a release, and
 * by a reorganisation that is told afterwards; which rows there are, and which of them are hidden,
 * by another definition. What a steward sends changes content too; for that the steward answers.
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
     * What is known of each of these periods. Those that have always been shown as they are, are
     * left out, and cost next to nothing.
     *
     * @param at the moment that the question is about
     * @param known when all was recorded that counts
     * @param asOf the same where the question is about what was recorded; null for all that is
     */
    Map<Period, Past> past(
            Tx tx,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Instant known,
            @Nullable Instant asOf,
            Collection<Period> periods) {
        List<Period> closed = periods.stream().filter(p -> kpi.closes(p, known)).toList();
        if (kpi.minGroupSize() == null || closed.isEmpty()) {
            return Map.of();
        }
        // What is recorded already counts, though this instance's clock may be slow.
        Instant until = asOf == null ? known.plus(1, ChronoUnit.DAYS) : asOf;
        Map<Period, SortedSet<Instant>> changes = new HashMap<>();
        releases(definitions, kpi, closed, changes);
        if (kpi.version() > 1) {
            redefinitions(tx, kpi, until, closed, changes);
        }
        if (kpi.rollUp() != RollUp.NONE) {
            reorganisations(tx, kpi, until, closed, changes);
        }
        if (changes.isEmpty()) {
            return Map.of();
        }
        Chains chains = new Chains(log.corrections(tx, kpi.key()));
        Map<Period, Past> past = new HashMap<>();
        changes.forEach((period, moments) -> {
            List<Past.Shown> shown = new ArrayList<>(moments.size());
            for (Instant moment : moments) {
                Instant before = moment.minus(1, ChronoUnit.MICROS);
                Definitions then = view.upTo(tx, decisions.seqAt(tx, before));
                Kpi defined = then.kpis().get(kpi.key());
                if (defined != null && isShown(defined, period, before)) {
                    shown.add(
                            new Past.Shown(
                                    defined, held(tx, chains, then, kpi, at, period, before)));
                }
            }
            if (!shown.isEmpty()) {
                past.put(
                        period,
                        new Past(shown, held(tx, chains, definitions, kpi, at, period, asOf)));
            }
        });
        return past;
    }

    /** Without a smallest group everything was shown at once. */
    private static boolean isShown(Kpi defined, Period period, Instant then) {
        return defined.minGroupSize() == null || defined.closes(period, then);
    }

    /** Definitions with other rows, or another smallest group, that were replaced. */
    private void redefinitions(
            Tx tx,
            Kpi kpi,
            Instant until,
            Collection<Period> closed,
            Map<Period, SortedSet<Instant>> changes) {
        Kpi before = null;
        for (DecisionLog.Redecided anew :
                decisions.redecided(tx, kpi.subject(), Instant.EPOCH, until)) {
            before = defined(kpi, anew.before(), anew.was(), before);
            Kpi after = defined(kpi, anew.type(), anew.data(), before);
            if (before != null && after != null && !after.showsAs(before)) {
                for (Period period : closed) {
                    changes.computeIfAbsent(period, any -> new TreeSet<>()).add(anew.recordedAt());
                }
            }
        }
    }

    /** The KPI as that event defined it; a retirement, and another KPI's, leave it as it was. */
    private @Nullable Kpi defined(Kpi kpi, String type, String data, @Nullable Kpi otherwise) {
        return types.read(type, data) instanceof KpiDefined(Kpi defined)
                        && defined.key().equals(kpi.key())
                ? defined
                : otherwise;
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
            Instant until,
            Collection<Period> closed,
            Map<Period, SortedSet<Instant>> changes) {
        Instant first =
                closed.stream().map(kpi::closing).min(Comparator.naturalOrder()).orElseThrow();
        for (DecisionLog.Redecided anew : decisions.redecided(tx, "team:", first, until)) {
            if (types.read(anew.type(), anew.data()) instanceof TeamDefined(Team now)
                    && types.read(anew.before(), anew.was()) instanceof TeamDefined(Team was)
                    && !now.memberships().equals(was.memberships())) {
                for (Period period : closed) {
                    if (isElsewhere(was, now, period)) {
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

    /**
     * What the period held, in the organisation that was known then.
     *
     * @param asOf null for all that is recorded
     */
    private List<Standing> held(
            Tx tx,
            Chains chains,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Period period,
            @Nullable Instant asOf) {
        Instant from = period.startInstant(kpi.timeZone());
        Instant to = period.endInstant(kpi.timeZone());
        List<StoredMeasurement> standing =
                asOf == null
                        ? log.ofKpi(tx, kpi.key(), from, to)
                        : log.ofKpi(tx, kpi.key(), from, to, asOf);
        List<Standing> held = new ArrayList<>(standing.size());
        for (StoredMeasurement stored : standing) {
            Standing.of(
                            chains.of(stored.place()),
                            definitions.organisation(),
                            kpi.timeZone(),
                            at,
                            Scope.parse(stored.scope()),
                            Stored.labels(stored),
                            Stored.timing(stored),
                            Stored.content(stored),
                            Stored.observed(stored))
                    .ifPresent(held::add);
        }
        return held;
    }

    /** Names a chain of corrections by its first link. */
    private record Chains(Map<EntryId, EntryId> corrections) {
        String of(EntryId link) {
            EntryId first = link;
            for (EntryId before = corrections.get(first);
                    before != null;
                    before = corrections.get(first)) {
                first = before;
            }
            return first.part() + "/" + first.seq();
        }
    }
}
