package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Targets;
import io.effekt.kpi.domain.evaluation.Explanation.Child;
import io.effekt.kpi.domain.evaluation.Explanation.Distance;
import io.effekt.kpi.domain.evaluation.Explanation.Why;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Figures;
import io.effekt.kpi.domain.measurement.Rounding;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Tally;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says why a row says what it says. The row itself comes from the evaluator. For one thread. */
public final class Explainer {
    /** More children than anybody reads in one answer. */
    private static final int CHILDREN = 1_000;

    private final PeriodInputs inputs;
    private final Kpi kpi;
    private final RowKey place;
    private final StatusEvaluator evaluator;
    private final Figures figures;
    private final Baselines baselines;
    private final PeriodClock clock;

    public Explainer(PeriodInputs inputs, RowKey place) {
        this.inputs = inputs;
        this.place = place;
        kpi = inputs.kpi();
        evaluator = new StatusEvaluator(inputs);
        figures = evaluator.byDimension().figures(place.dimension());
        baselines =
                new Baselines(
                        kpi,
                        inputs.definitions(),
                        inputs.spans(),
                        inputs.disclosure(),
                        inputs.at());
        clock = new PeriodClock(kpi, inputs.period(), inputs.at(), inputs.disclosure().known());
    }

    /**
     * @param isHeadline whether the row stands for the scope, and so may be too old for that
     */
    public Explanation explain(boolean isHeadline) {
        KpiStatus row = evaluator.status(place);
        if (isHeadline) {
            row = Headline.aged(kpi, row, inputs.at());
        }
        boolean isShown = row.value() != null;
        boolean isHidden = !isShown && row.n() == null;
        Why why = why(row, isHidden);
        Judgement judgement = why == Why.COMPARED ? judgement() : null;
        List<Child> children = isHidden ? List.of() : children(row);
        return new Explanation(
                row,
                why,
                target(),
                judgement == null ? null : judgement.shown(),
                isHidden ? null : baseline(),
                isShown ? evaluator.figure(place) : null,
                children.subList(0, Math.min(CHILDREN, children.size())),
                children.size(),
                judgement == null || row.value() == null ? null : distance(row, judgement),
                reportedBy(kpi, inputs.period().lastDay()));
    }

    /** Of what never had data. */
    public static Explanation neverReported(
            KpiStatus row, Definitions definitions, Kpi kpi, LocalDate day) {
        Targets.InForce target =
                kpi.direction() == Direction.NEUTRAL
                        ? null
                        : Targets.inForce(definitions, kpi.key(), row.scope(), day);
        return new Explanation(
                row, Why.NEVER_REPORTED, target, null, null, null, List.of(), 0, null, null);
    }

    private static LocalDate reportedBy(Kpi kpi, LocalDate lastDay) {
        return lastDay.plusDays(kpi.graceDays());
    }

    private Why why(KpiStatus row, boolean isHidden) {
        return switch (row.status()) {
            case STALE -> Why.STALE;
            case NO_DATA -> Why.NO_DATA;
            case SUPPRESSED -> Why.SUPPRESSED;
            case NONE -> Why.NEUTRAL;
            case NO_TARGET -> Why.NO_TARGET;
            case NO_BASELINE -> Why.NO_BASELINE;
            case PENDING -> {
                if (isHidden) {
                    yield Why.KEPT_BACK;
                }
                yield row.value() == null ? Why.AWAITED : Why.FIRST_DAY;
            }
            case ON_TRACK, AT_RISK, OFF_TRACK ->
                    row.rolledUp() == null ? Why.COMPARED : Why.WORST_OF_TEAMS;
        };
    }

    private Targets.@Nullable InForce target() {
        boolean partOfSum = place.dimension() != null && kpi.aggregation() == Aggregation.SUM;
        return kpi.direction() == Direction.NEUTRAL || partOfSum
                ? null
                : Targets.inForce(
                        inputs.definitions(), kpi.key(), place.scope(), inputs.period().lastDay());
    }

    private @Nullable Judgement judgement() {
        Targets.InForce target = target();
        ResolvedTarget resolved =
                target == null ? null : ResolvedTarget.of(target.target(), baselines.value(place));
        return resolved == null
                ? null
                : new Judgement(
                        resolved, clock.paced() ? clock.daysOver() : clock.days(), clock.days());
    }

    private Explanation.@Nullable Basis baseline() {
        Baseline baseline =
                inputs.definitions().baselines().get(new KpiScope(kpi.key(), place.scope()));
        if (baseline == null) {
            return null;
        }
        BigDecimal value = baselines.value(place);
        return new Explanation.Basis(
                baseline,
                value == null ? null : Rounding.published(value),
                value == null ? null : baselines.figure(place));
    }

    private @Nullable Distance distance(KpiStatus row, Judgement judgement) {
        Figure figure = evaluator.figure(place);
        return figure == null ? null : judgement.distance(row.status(), figure.value());
    }

    private List<Child> children(KpiStatus row) {
        if (kpi.rollUp() == RollUp.NONE && row.rolledUp() == null) {
            return List.of();
        }
        return switch (place.scope()) {
            case Scope.Team team -> List.of();
            case Scope.Stream(String key) -> {
                List<Child> children = new ArrayList<>(direct(List.of(place.scope())));
                children.addAll(teams(figures.teamsOfStream(key)));
                yield children;
            }
            case Scope.Org org -> {
                List<Scope> above = new ArrayList<>(List.of(Scope.ORG));
                figures.streams().forEach(key -> above.add(new Scope.Stream(key)));
                List<Child> children = new ArrayList<>(direct(above));
                children.addAll(teams(figures.teams()));
                yield children;
            }
        };
    }

    private List<Child> teams(Map<String, Tally> parts) {
        List<Child> children = new ArrayList<>();
        new TreeMap<>(parts)
                .forEach((key, part) -> {
                    KpiStatus row =
                            evaluator.status(new RowKey(new Scope.Team(key), place.dimension()));
                    boolean isShown = row.value() != null;
                    Tally all = figures.teams().get(key);
                    children.add(
                            new Child(
                                    row.scope(),
                                    row,
                                    row.value(),
                                    (isShown && all != null) ? (all.n() == part.n()) : null));
                });
        return children;
    }

    /** What was measured at those scopes themselves; of small groups that is told nowhere. */
    private List<Child> direct(Collection<Scope> scopes) {
        List<Child> children = new ArrayList<>();
        for (Scope scope : new TreeSet<>(scopes)) {
            Tally tally = figures.measuredAt(scope);
            if (tally.n() > 0 && kpi.minGroupSize() == null && kpi.rollUp() != RollUp.NONE) {
                children.add(new Child(scope, null, Figure.of(kpi, tally).published(), true));
            }
        }
        return children;
    }
}
