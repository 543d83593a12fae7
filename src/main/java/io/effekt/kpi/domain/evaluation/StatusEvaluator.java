package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.definition.Targets;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.disclosure.DisclosureControl;
import io.effekt.kpi.domain.disclosure.ProtectedFigures;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Figures;
import io.effekt.kpi.domain.measurement.Rounding;
import io.effekt.kpi.domain.measurement.RowKey;
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
 * The only place that decides a status: for one KPI, period and moment, the row of any scope, and
 * of any value of a dimension there. Leaves are grouped once for all scopes. For one thread.
 */
public final class StatusEvaluator {
    private final PeriodInputs inputs;
    private final Kpi kpi;
    private final PeriodClock clock;
    private final LocalDate lastDay;
    private final ProtectedFigures current;
    private final ProtectedFigures previous;
    private final DimensionFigures figures;
    private final Baselines baselines;
    private final Map<String, Coverages> coverages = new HashMap<>();
    private final Map<RowKey, KpiStatus> known = new HashMap<>();

    public StatusEvaluator(PeriodInputs inputs) {
        this.inputs = inputs;
        kpi = inputs.kpi();
        clock = new PeriodClock(kpi, inputs.period(), inputs.at(), inputs.disclosure().known());
        lastDay = inputs.period().lastDay();
        DisclosureContext disclosure = inputs.disclosure();
        Period before = inputs.period().previous();
        current = DisclosureControl.protect(kpi, inputs.leaves(), disclosure.past(inputs.period()));
        previous = DisclosureControl.protect(kpi, inputs.previous(), disclosure.past(before));
        figures = current.figures();
        baselines =
                new Baselines(kpi, inputs.definitions(), inputs.spans(), disclosure, inputs.at());
    }

    /** The rows of all those scopes, in their order. */
    public List<KpiStatus> statuses(Collection<? extends Scope> scopes) {
        List<KpiStatus> rows = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            rows.add(status(scope));
        }
        return rows;
    }

    /**
     * The rows of all places that have data in the period: of everything in order of their scope,
     * then of each value of a dimension.
     */
    public List<KpiStatus> statusesWithData() {
        List<KpiStatus> rows = new ArrayList<>(withData(null));
        figures.dimensions().forEach(dimension -> rows.addAll(withData(dimension)));
        return rows;
    }

    private List<KpiStatus> withData(@Nullable String dimension) {
        return figures.figures(dimension).scopes().stream()
                .map(scope -> status(new RowKey(scope, dimension)))
                .filter(KpiStatus::hasData)
                .toList();
    }

    /** The scope's row of everything, whether it has data or not. */
    public KpiStatus status(Scope scope) {
        return status(RowKey.of(scope));
    }

    /** The row of the place, whether it has data or not. */
    public KpiStatus status(RowKey place) {
        KpiStatus row = known.get(place);
        if (row == null) {
            row = evaluate(place);
            known.put(place, row);
        }
        return row;
    }

    /** All figures of the period before anything is judged or hidden. */
    public DimensionFigures byDimension() {
        return figures;
    }

    /** The KPI it is about. */
    public Kpi kpi() {
        return kpi;
    }

    /** The place's figure before anything is judged or hidden: what an explanation starts from. */
    @Nullable Figure figure(RowKey place) {
        return figures.figure(place);
    }

    /** The scope's figure before anything is judged or hidden. */
    public @Nullable Figure figure(Scope scope) {
        return figures.figure(RowKey.of(scope));
    }

    /** The value that the scope's changes are counted from, unrounded; null for none. */
    public @Nullable BigDecimal baseline(Scope scope) {
        return baselines.value(RowKey.of(scope));
    }

    /**
     * The headline of a scope that has never had data: no period, and the target of today's.
     *
     * @param at the moment that the question is about
     */
    public static KpiStatus neverReported(
            Kpi kpi, Definitions definitions, RowKey place, Instant at) {
        KpiStatusBuilder row = new KpiStatusBuilder(kpi, place, null).empty();
        Period today = Period.of(kpi.period(), at, kpi.timeZone());
        Targets.InForce inForce = inForce(definitions, kpi, place, today.lastDay());
        if (inForce != null) {
            BigDecimal stated = Baselines.stated(definitions, kpi.key(), place);
            row.target(ResolvedTarget.of(inForce.target(), stated), inForce.from());
        }
        // Another target may be in force on the last day of the next period.
        row.changesAt(today.endInstant(kpi.timeZone()));
        return row.build(Status.NO_DATA);
    }

    private KpiStatus evaluate(RowKey place) {
        KpiStatusBuilder row =
                new KpiStatusBuilder(kpi, place, inputs.period())
                        .complete(clock.complete())
                        .coverage(coverage(place))
                        .changesAt(inputs.moreAt())
                        .changesAt(baselines.changesAt(place.scope()));
        if (!clock.complete()) {
            row.changesAt(clock.end());
        }
        Figure figure = figures.figure(place);
        if (figure != null) {
            return withData(place, figure, row);
        }
        Status rolledUp = kpi.rollUp() == RollUp.NONE ? worstOfTeams(place, row) : null;
        if (rolledUp != null) {
            return row.empty().statusRolledUp().build(rolledUp);
        }
        row.empty();
        judgement(place, row);
        return row.build(untilSettled(row) ? Status.PENDING : Status.NO_DATA);
    }

    private @Nullable Coverage coverage(RowKey place) {
        if (place.scope() instanceof Scope.Team) {
            return null;
        }
        String dimension = place.dimension();
        return coverages
                .computeIfAbsent(
                        dimension == null ? "" : dimension,
                        any ->
                                new Coverages(
                                        inputs.definitions().organisation(),
                                        inputs.period(),
                                        figures.figures(dimension).teams().keySet(),
                                        inputs.firstReports()))
                .of(place.scope());
    }

    private KpiStatus withData(RowKey place, Figure figure, KpiStatusBuilder row) {
        Judgement judgement = judgement(place, row);
        if (kpi.minGroupSize() != null && untilSettled(row)) {
            return row.build(Status.PENDING);
        }
        if (current.isHidden(place)) {
            return row.build(Status.SUPPRESSED);
        }
        row.figure(figure);
        row.changes(
                change(figure.value(), valueBefore(place)),
                change(figure.value(), baselines.value(place)));
        if (kpi.direction() == Direction.NEUTRAL) {
            return row.build(Status.NONE);
        }
        if (judgement == null) {
            boolean inForce = inForce(place) != null;
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
    private @Nullable Judgement judgement(RowKey place, KpiStatusBuilder row) {
        Targets.InForce inForce = inForce(place);
        if (inForce == null) {
            return null;
        }
        Target target = inForce.target();
        ResolvedTarget resolved = ResolvedTarget.of(target, baselines.value(place));
        if (resolved == null) {
            row.target(null, inForce.from());
            return null;
        }
        boolean asWritten = target.basis() == Basis.ABSOLUTE;
        row.target(asWritten ? resolved : resolved.published(), inForce.from());
        return new Judgement(
                resolved, clock.paced() ? clock.daysOver() : clock.days(), clock.days());
    }

    private Targets.@Nullable InForce inForce(RowKey place) {
        return kpi.direction() == Direction.NEUTRAL
                ? null
                : inForce(inputs.definitions(), kpi, place, lastDay);
    }

    /** A target of a sum is one of the whole: no part of it is held against it. */
    private static Targets.@Nullable InForce inForce(
            Definitions definitions, Kpi kpi, RowKey place, LocalDate day) {
        boolean partOfSum = place.dimension() != null && kpi.aggregation() == Aggregation.SUM;
        return partOfSum ? null : Targets.inForce(definitions, kpi.key(), place.scope(), day);
    }

    /**
     * The worst status of the scope's teams with data; null where none of them has a ranked one.
     */
    private @Nullable Status worstOfTeams(RowKey place, KpiStatusBuilder row) {
        Figures slice = figures.figures(place.dimension());
        Set<String> teams =
                switch (place.scope()) {
                    case Scope.Team team -> Set.of();
                    case Scope.Stream(String key) -> slice.teamsOfStream(key).keySet();
                    case Scope.Org org -> slice.teams().keySet();
                };
        Status worst = null;
        for (String team : teams) {
            KpiStatus ofTeam = status(new RowKey(new Scope.Team(team), place.dimension()));
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

    private @Nullable BigDecimal valueBefore(RowKey place) {
        Figure before = previous.isHidden(place) ? null : previous.figures().figure(place);
        return before == null ? null : before.value();
    }

    private static @Nullable BigDecimal change(BigDecimal value, @Nullable BigDecimal from) {
        return from == null ? null : Rounding.published(value.subtract(from));
    }
}
