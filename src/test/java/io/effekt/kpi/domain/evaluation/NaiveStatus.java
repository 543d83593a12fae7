package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.disclosure.Fraction;
import io.effekt.kpi.domain.disclosure.NaiveGroups;
import io.effekt.kpi.domain.measurement.Measurement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contract once more, written down sentence by sentence with exact fractions and without a
 * thought for speed: what the evaluator is held against.
 */
final class NaiveStatus {
    /** What both sides must agree on. */
    record Row(
            Status status,
            boolean complete,
            @Nullable Fraction value,
            @Nullable Long n,
            @Nullable Long answers,
            @Nullable String targetFrom,
            @Nullable String rolledUp,
            @Nullable Fraction changeFromPrevious,
            @Nullable Fraction changeFromBaseline) {}

    private final Kpi kpi;
    private final Definitions definitions;
    private final Instant at;
    private final NaiveValues values;
    private final NaiveGroups groups;

    NaiveStatus(Kpi kpi, Definitions definitions, List<Measurement> entries, Instant at) {
        this.kpi = kpi;
        this.definitions = definitions;
        this.at = at;
        values = new NaiveValues(kpi, definitions, entries, at);
        groups = new NaiveGroups(kpi, values);
    }

    Row row(Scope scope, Period period) {
        List<Measurement> all = values.within(NaiveValues.days(period));
        boolean complete = !at.isBefore(period.endInstant(kpi.timeZone()));
        LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
        boolean settled = !today.isBefore(period.endExclusive().plusDays(kpi.graceDays()));
        Fraction value = values.value(scope, all);
        if (value == null) {
            Status worst = kpi.rollUp() == RollUp.NONE ? worst(scope, period, all) : null;
            Long none = kpi.shape() == Shape.SCORES ? 0L : null;
            if (worst != null) {
                return new Row(worst, complete, null, 0L, none, null, "status", null, null);
            }
            Status status = settled ? Status.NO_DATA : Status.PENDING;
            return new Row(status, complete, null, 0L, none, from(scope, period), null, null, null);
        }
        String from = from(scope, period);
        if (kpi.minGroupSize() != null && !settled) {
            return new Row(Status.PENDING, complete, null, null, null, from, null, null, null);
        }
        if (groups.suppressed(all).contains(scope)) {
            return new Row(Status.SUPPRESSED, complete, null, null, null, from, null, null, null);
        }
        List<Measurement> before = values.within(NaiveValues.days(period.previous()));
        Fraction previous =
                groups.suppressed(before).contains(scope) ? null : values.value(scope, before);
        Fraction baseline = baseline(scope);
        List<Measurement> held = values.held(scope, all);
        if (kpi.rollUp() == RollUp.NONE) {
            held = NaiveValues.select(held, m -> m.series().scope().equals(scope));
        }
        return new Row(
                judged(scope, period, value, baseline, complete, today),
                complete,
                value,
                (long) held.size(),
                kpi.shape() == Shape.SCORES ? values.answers(held) : null,
                from,
                null,
                previous == null ? null : value.plus(previous.times(Fraction.of(-1))),
                baseline == null ? null : value.plus(baseline.times(Fraction.of(-1))));
    }

    private @Nullable Status worst(Scope scope, Period period, List<Measurement> all) {
        Status worst = null;
        for (Measurement m : values.held(scope, all)) {
            if (NaiveValues.isTeam(m)) {
                Status status = row(m.series().scope(), period).status();
                if (status == Status.OFF_TRACK
                        || (status == Status.AT_RISK && worst != Status.OFF_TRACK)
                        || (status == Status.ON_TRACK && worst == null)) {
                    worst = status;
                }
            }
        }
        return scope instanceof Scope.Team ? null : worst;
    }

    private @Nullable String from(Scope scope, Period period) {
        Scope found = targetScope(scope, period);
        return found == null ? null : found.toString();
    }

    private @Nullable Scope targetScope(Scope scope, Period period) {
        LocalDate lastDay = period.lastDay();
        List<Scope> scopes = new ArrayList<>(List.of(scope));
        String stream = definitions.organisation().streamOf(scope, lastDay);
        if (stream != null) {
            scopes.add(new Scope.Stream(stream));
        }
        scopes.add(Scope.ORG);
        for (Scope each : scopes) {
            if (target(each, lastDay) != null) {
                return each;
            }
        }
        return null;
    }

    private @Nullable Target target(Scope scope, LocalDate day) {
        return definitions
                .targets()
                .getOrDefault(new KpiScope(kpi.key(), scope), List.of())
                .stream()
                .filter(target -> target.span().contains(day))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Fraction baseline(Scope scope) {
        return switch (definitions.baselines().get(new KpiScope(kpi.key(), scope))) {
            case null -> null;
            case Baseline.Fixed fixed -> Fraction.of(fixed.value());
            case Baseline.Span span -> {
                List<Measurement> all = values.within(span.span());
                Fraction value = values.value(scope, all);
                LocalDate end = span.span().to();
                if (value == null || end == null) {
                    yield null;
                }
                LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
                if (kpi.minGroupSize() != null && today.isBefore(end.plusDays(kpi.graceDays()))) {
                    yield null;
                }
                for (Period part = Period.of(kpi.period(), span.span().from());
                        part.start().isBefore(end);
                        part = part.next()) {
                    List<Measurement> some = values.within(NaiveValues.days(part));
                    if (groups.suppressed(some).contains(scope)) {
                        value = null;
                    }
                }
                if (value == null) {
                    yield null;
                }
                if (kpi.aggregation() != Aggregation.SUM) {
                    yield value;
                }
                long periods = 0;
                Period period = Period.of(kpi.period(), span.span().from());
                while (period.start().isBefore(end)) {
                    periods++;
                    period = period.next();
                }
                yield value.over(Fraction.of(periods));
            }
        };
    }

    private Status judged(
            Scope scope,
            Period period,
            Fraction value,
            @Nullable Fraction baseline,
            boolean complete,
            LocalDate today) {
        if (kpi.direction() == Direction.NEUTRAL) {
            return Status.NONE;
        }
        Scope from = targetScope(scope, period);
        Target target = from == null ? null : target(from, period.lastDay());
        if (target == null) {
            return Status.NO_TARGET;
        }
        if (target.basis() != Basis.ABSOLUTE && baseline == null) {
            return Status.NO_BASELINE;
        }
        Fraction share = Fraction.of(1);
        if (!complete && kpi.aggregation() == Aggregation.SUM) {
            if (!today.isAfter(period.start())) {
                return Status.PENDING;
            }
            long over = today.toEpochDay() - period.start().toEpochDay();
            share = Fraction.of(over).over(Fraction.of(period.days()));
        }
        BigDecimal v = value.rounded();
        if (reaches(v, target.comparator(), target.goal(), target.basis(), baseline, share)) {
            return Status.ON_TRACK;
        }
        Comparator loose =
                switch (target.comparator()) {
                    case GTE, GT -> Comparator.GTE;
                    case LTE, LT -> Comparator.LTE;
                    case BETWEEN -> Comparator.BETWEEN;
                };
        Boundary warning = target.warning();
        return warning != null && reaches(v, loose, warning, target.basis(), baseline, share)
                ? Status.AT_RISK
                : Status.OFF_TRACK;
    }

    private static boolean reaches(
            BigDecimal v,
            Comparator comparator,
            Boundary boundary,
            Basis basis,
            @Nullable Fraction baseline,
            Fraction share) {
        return switch (comparator) {
            case GTE -> v.compareTo(unit(boundary.value(), basis, baseline, share)) >= 0;
            case GT -> v.compareTo(unit(boundary.value(), basis, baseline, share)) > 0;
            case LTE -> v.compareTo(unit(boundary.value(), basis, baseline, Fraction.of(1))) <= 0;
            case LT -> v.compareTo(unit(boundary.value(), basis, baseline, Fraction.of(1))) < 0;
            case BETWEEN ->
                    v.compareTo(unit(boundary.lower(), basis, baseline, share)) >= 0
                            && v.compareTo(unit(boundary.upper(), basis, baseline, Fraction.of(1)))
                                    <= 0;
        };
    }

    private static BigDecimal unit(
            @Nullable BigDecimal number, Basis basis, @Nullable Fraction baseline, Fraction share) {
        if (number == null) {
            throw new IllegalStateException();
        }
        Fraction base = baseline == null ? Fraction.ZERO : baseline;
        Fraction given = Fraction.of(number);
        Fraction inUnit =
                switch (basis) {
                    case ABSOLUTE -> given;
                    case CHANGE -> base.plus(given);
                    case PERCENT_CHANGE ->
                            base.plus(base.abs().times(given).over(Fraction.of(100)));
                };
        return inUnit.times(share).rounded();
    }
}
