package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.BaselineFreezer;
import io.effekt.kpi.domain.definition.DecisionFacts;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.evaluation.Baselines;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Tally;
import io.effekt.kpi.domain.measurement.Timing;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Computes what a locked baseline keeps, from the log, in the transaction that decides it. */
@ApplicationScoped
public class LockedBaselines implements BaselineFreezer {
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final InstantSource clock;

    public LockedBaselines(
            StandingMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            InstantSource clock) {
        this.log = log;
        this.closed = closed;
        this.positions = positions;
        this.clock = clock;
    }

    @Override
    public DecisionFacts.Frozen freeze(Tx tx, Definitions definitions, KpiScope at, DateSpan span) {
        Kpi kpi = Objects.requireNonNull(definitions.kpis().get(at.kpi()));
        LocalDate to = Objects.requireNonNull(span.to());
        Instant now = clock.instant();
        List<Leaf> leaves = new ArrayList<>();
        Map<Period, List<Leaf>> ofPeriods = new HashMap<>();
        Tally all = Tally.EMPTY;
        for (StoredMeasurement stored :
                log.ofKpi(
                        tx,
                        kpi.key(),
                        span.from().atStartOfDay(kpi.timeZone()).toInstant(),
                        to.atStartOfDay(kpi.timeZone()).toInstant())) {
            Timing timing = MeasurementMapper.timing(stored);
            if (timing.countsFrom(kpi.timeZone()).isAfter(now)) {
                continue;
            }
            Period period = Period.of(kpi.period(), timing.day(kpi.timeZone()));
            Scope scope = Scope.parse(stored.scope());
            String stream = definitions.organisation().streamOf(scope, timing.day(kpi.timeZone()));
            Tally tally =
                    Tally.of(MeasurementMapper.content(stored), MeasurementMapper.observed(stored));
            Leaf leaf = new Leaf(scope, stream, MeasurementMapper.labels(stored), tally);
            leaves.add(leaf);
            ofPeriods.computeIfAbsent(period, any -> new ArrayList<>()).add(leaf);
            if (holds(at.scope(), scope, stream)) {
                all = all.plus(tally);
            }
        }
        DisclosureContext disclosure =
                new DisclosureContext(
                        now,
                        ofPeriods,
                        closed.past(tx, definitions, kpi, now, now, null, ofPeriods.keySet()));
        BigDecimal value = Baselines.freeze(kpi, at.scope(), span, leaves, disclosure, now);
        // The sums of a group that is too small to have a value would tell it all the same.
        boolean mayBeTold = value != null || kpi.minGroupSize() == null;
        return new DecisionFacts.Frozen(
                value, inputs(mayBeTold ? all : Tally.EMPTY, positions.now(tx).text()));
    }

    /** Whether what is measured there goes into the scope. */
    private static boolean holds(Scope scope, Scope measuredAt, @Nullable String stream) {
        return switch (scope) {
            case Scope.Team team -> team.equals(measuredAt);
            case Scope.Stream(String key) -> key.equals(stream);
            case Scope.Org org -> true;
        };
    }

    private static DefinitionEvent.Inputs inputs(Tally all, String position) {
        TreeMap<String, BigDecimal> sums = new TreeMap<>();
        sums.put("value", all.sumValue());
        sums.put("weight", all.sumWeight());
        sums.put("weighted", all.sumWeighted());
        sums.put("numerator", all.numerator());
        sums.put("denominator", all.denominator());
        sums.put("answers", BigDecimal.valueOf(all.scoreAnswers()));
        sums.values().removeIf(sum -> sum.signum() == 0);
        return new DefinitionEvent.Inputs(all.n(), sums, position);
    }
}
