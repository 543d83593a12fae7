package io.effekt.kpi.domain;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what colour a KPI has: for one KPI, period and moment, the row of any
 * scope. Leaves are grouped once for all scopes. For one thread.
 */
public final class StatusEvaluator {
    private final PeriodInputs inputs;
    private final Kpi kpi;
    private final PeriodClock clock;
    private final LocalDate lastDay;
    private final Figures figures;
    private final Figures previous;
    private final Set<Scope> hidden;
    private final Set<Scope> hiddenBefore;
    private final Baselines baselines;
    private final Coverages coverages;
    private final Map<Scope, KpiStatus> known = new HashMap<>();

    public StatusEvaluator(PeriodInputs inputs) {
        this.inputs = inputs;
        kpi = inputs.kpi();
        clock = new PeriodClock(kpi, inputs.period(), inputs.at());
        lastDay = inputs.period().lastDay();
        figures = Figures.of(kpi, inputs.leaves());
        previous = Figures.of(kpi, inputs.previous());
        hidden = SmallGroups.suppressed(kpi, figures);
        hiddenBefore = SmallGroups.suppressed(kpi, previous);
        baselines = new Baselines(kpi, inputs.definitions(), inputs.spans(), inputs.at());
        coverages =
                new Coverages(
                        inputs.definitions().organisation(),
                        inputs.period(),
                        figures.teams().keySet(),
                        inputs.firstReports());
    }

    /** The rows of all those scopes, in their order. */
    public List<KpiStatus> statuses(Collection<? extends Scope> scopes) {
        List<KpiStatus> rows = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            rows.add(status(scope));
        }
        return rows;
    }

    /** The rows of all scopes that have data in the period, in order of their scope. */
    public List<KpiStatus> statusesWithData() {
        return statuses(figures.scopes()).stream().filter(KpiStatus::hasData).toList();
    }

    /** The row of the scope, whether it has data or not. */
    public KpiStatus status(Scope scope) {
        KpiStatus row = known.get(scope);
        if (row == null) {
            row = evaluate(scope);
            known.put(scope, row);
        }
        return row;
    }

    /** The scope's figure before anything is judged or hidden: what an explanation starts from. */
    public @Nullable Figure figure(Scope scope) {
        return figures.figure(scope);
    }

    /** The value that the scope's changes are counted from, unrounded; null for none. */
    public @Nullable BigDecimal baseline(Scope scope) {
        return baselines.value(scope);
    }

    /**
     * The headline of a scope that has never had data: no period, and the target of today's.
     *
     * @param at the moment that the question is about
     */
    public static KpiStatus neverReported(
            Kpi kpi, Definitions definitions, Scope scope, Instant at) {
        KpiStatusBuilder row = new KpiStatusBuilder(kpi, scope, null, null).empty();
        Period today = Period.of(kpi.period(), at, kpi.timeZone());
        Targets.InForce inForce = Targets.inForce(definitions, kpi.key(), scope, today.lastDay());
        if (inForce != null) {
            BigDecimal stated = Baselines.stated(definitions, kpi.key(), scope);
            row.target(ResolvedTarget.of(inForce.target(), stated), inForce.from());
        }
        // Another target may be in force on the last day of the next period.
        row.changesAt(today.endInstant(kpi.timeZone()));
        return row.build(Status.NO_DATA);
    }

    private KpiStatus evaluate(Scope scope) {
        KpiStatusBuilder row =
                new KpiStatusBuilder(kpi, scope, inputs.dimension(), inputs.period())
                        .complete(clock.complete())
                        .coverage(coverages.of(scope))
                        .changesAt(inputs.moreAt())
                        .changesAt(baselines.changesAt(scope));
        if (!clock.complete()) {
            row.changesAt(clock.end());
        }
        Figure figure = figures.figure(scope);
        if (figure != null) {
            return withData(scope, figure, row);
        }
        Status rolledUp = kpi.rollUp() == RollUp.NONE ? worstOfTeams(scope, row) : null;
        if (rolledUp != null) {
            return row.empty().statusRolledUp().build(rolledUp);
        }
        row.empty();
        judgement(scope, row);
        return row.build(untilSettled(row) ? Status.PENDING : Status.NO_DATA);
    }

    private KpiStatus withData(Scope scope, Figure figure, KpiStatusBuilder row) {
        Judgement judgement = judgement(scope, row);
        if (kpi.minGroupSize() != null && untilSettled(row)) {
            return row.build(Status.PENDING);
        }
        if (hidden.contains(scope)) {
            return row.build(Status.SUPPRESSED);
        }
        row.figure(figure);
        row.changes(
                change(figure.value(), valueBefore(scope)),
                change(figure.value(), baselines.value(scope)));
        if (kpi.direction() == Direction.NEUTRAL) {
            return row.build(Status.NONE);
        }
        if (judgement == null) {
            boolean inForce = inForce(scope) != null;
            return row.build(inForce ? Status.NO_BASELINE : Status.NO_TARGET);
        }
        if (clock.paced()) {
            row.changesAt(clock.nextDay());
            if (clock.daysOver() < 1) {
                return row.build(Status.PENDING);
            }
        }
        row.confident(judgement.confident(figure.interval(kpi)));
        return row.build(judgement.of(figure.value()));
    }

    /** Whether the row still waits for what arrives late; if so, its clock is set. */
    private boolean untilSettled(KpiStatusBuilder row) {
        if (clock.settled()) {
            return false;
        }
        row.changesAt(clock.settledFrom());
        return true;
    }

    /** Shows the target in force and gives what the value is held against; null for nothing. */
    private @Nullable Judgement judgement(Scope scope, KpiStatusBuilder row) {
        Targets.InForce inForce = inForce(scope);
        if (inForce == null) {
            return null;
        }
        Target target = inForce.target();
        ResolvedTarget resolved = ResolvedTarget.of(target, baselines.value(scope));
        if (resolved == null) {
            row.target(null, inForce.from());
            return null;
        }
        boolean asWritten = target.basis() == Basis.ABSOLUTE;
        row.target(asWritten ? resolved : resolved.published(), inForce.from());
        return new Judgement(
                resolved, clock.paced() ? clock.daysOver() : clock.days(), clock.days());
    }

    private Targets.@Nullable InForce inForce(Scope scope) {
        return kpi.direction() == Direction.NEUTRAL
                ? null
                : Targets.inForce(inputs.definitions(), kpi.key(), scope, lastDay);
    }

    /**
     * The worst status of the scope's teams with data; null where none of them has a ranked one.
     */
    private @Nullable Status worstOfTeams(Scope scope, KpiStatusBuilder row) {
        Set<String> teams =
                switch (scope) {
                    case Scope.Team team -> Set.of();
                    case Scope.Stream(String key) -> figures.teamsOfStream(key).keySet();
                    case Scope.Org org -> figures.teams().keySet();
                };
        Status worst = null;
        for (String team : teams) {
            KpiStatus ofTeam = status(new Scope.Team(team));
            row.changesAt(ofTeam.changesAt());
            if (rank(ofTeam.status()) > (worst == null ? 0 : rank(worst))) {
                worst = ofTeam.status();
            }
        }
        return worst;
    }

    private static int rank(Status status) {
        return switch (status) {
            case OFF_TRACK -> 3;
            case AT_RISK -> 2;
            case ON_TRACK -> 1;
            case NONE, PENDING, STALE, NO_DATA, NO_TARGET, NO_BASELINE, SUPPRESSED -> 0;
        };
    }

    private @Nullable BigDecimal valueBefore(Scope scope) {
        Figure before = hiddenBefore.contains(scope) ? null : previous.figure(scope);
        return before == null ? null : before.value();
    }

    private static @Nullable BigDecimal change(BigDecimal value, @Nullable BigDecimal from) {
        return from == null ? null : Rounding.published(value.subtract(from));
    }
}
