package io.effekt.kpi.domain;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions.KpiScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The contract once more, written down sentence by sentence with exact fractions and without a
 * thought for speed: what the evaluator is held against.
 */
final class NaiveStatus {
    /** A fraction in lowest terms with a positive denominator. */
    record Fraction(BigInteger above, BigInteger below) {
        static final Fraction ZERO = of(BigDecimal.ZERO);

        static Fraction of(BigDecimal number) {
            return number.scale() <= 0
                    ? of(number.toBigIntegerExact(), BigInteger.ONE)
                    : of(number.unscaledValue(), BigInteger.TEN.pow(number.scale()));
        }

        static Fraction of(long number) {
            return of(BigDecimal.valueOf(number));
        }

        static Fraction of(BigInteger above, BigInteger below) {
            BigInteger divisor = above.gcd(below).multiply(BigInteger.valueOf(below.signum()));
            return new Fraction(above.divide(divisor), below.divide(divisor));
        }

        Fraction plus(Fraction other) {
            return of(
                    above.multiply(other.below).add(other.above.multiply(below)),
                    below.multiply(other.below));
        }

        Fraction times(Fraction other) {
            return of(above.multiply(other.above), below.multiply(other.below));
        }

        Fraction over(Fraction other) {
            return of(above.multiply(other.below), below.multiply(other.above));
        }

        Fraction abs() {
            return new Fraction(above.abs(), below);
        }

        BigDecimal rounded() {
            return new BigDecimal(above).divide(new BigDecimal(below), 9, RoundingMode.HALF_EVEN);
        }

        BigDecimal digits() {
            return new BigDecimal(above).divide(new BigDecimal(below), MathContext.DECIMAL64);
        }
    }

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
    private final List<Measurement> counted = new ArrayList<>();

    NaiveStatus(Kpi kpi, Definitions definitions, List<Measurement> entries, Instant at) {
        this.kpi = kpi;
        this.definitions = definitions;
        this.at = at;
        for (Measurement entry : entries) {
            boolean replaced =
                    entries.stream().anyMatch(other -> entry.id().equals(other.replaces()));
            if (!replaced && entry.content() != null && !from(entry).isAfter(at)) {
                counted.add(entry);
            }
        }
    }

    private Instant from(Measurement m) {
        return switch (m.timing()) {
            case Timing.Moment moment -> moment.at();
            case Timing.Whole whole -> whole.period().startInstant(kpi.timeZone());
        };
    }

    private LocalDate day(Measurement m) {
        return switch (m.timing()) {
            case Timing.Moment moment -> LocalDate.ofInstant(moment.at(), kpi.timeZone());
            case Timing.Whole whole -> whole.period().lastDay();
        };
    }

    private Instant moment(Measurement m) {
        return switch (m.timing()) {
            case Timing.Moment moment -> moment.at();
            case Timing.Whole whole -> whole.period().endInstant(kpi.timeZone()).minusNanos(1_000);
        };
    }

    private @Nullable String streamThatDay(Measurement m) {
        return definitions.organisation().streamOf(m.series().scope(), day(m));
    }

    private List<Measurement> within(DateSpan days) {
        return select(counted, m -> days.contains(day(m)));
    }

    private static List<Measurement> select(List<Measurement> from, Predicate<Measurement> wanted) {
        return from.stream().filter(wanted).toList();
    }

    private static DateSpan days(Period period) {
        return new DateSpan(period.start(), period.endExclusive());
    }

    private static boolean isTeam(Measurement m) {
        return m.series().scope() instanceof Scope.Team;
    }

    /** All that counts at the scope. */
    private List<Measurement> held(Scope scope, List<Measurement> all) {
        return switch (scope) {
            case Scope.Team team -> select(all, m -> m.series().scope().equals(team));
            case Scope.Stream stream -> select(all, m -> stream.key().equals(streamThatDay(m)));
            case Scope.Org org -> all;
        };
    }

    /** One list for every child, what was measured at the scope itself among them. */
    private List<List<Measurement>> children(Scope scope, List<Measurement> all) {
        List<List<Measurement>> children = new ArrayList<>();
        Set<Scope> seen = new HashSet<>();
        for (Measurement m : held(scope, all)) {
            if (seen.add(m.series().scope())) {
                children.add(
                        select(
                                held(scope, all),
                                other -> other.series().scope().equals(m.series().scope())));
            }
        }
        return children;
    }

    private @Nullable Fraction value(Scope scope, List<Measurement> all) {
        List<Measurement> held = held(scope, all);
        if (kpi.rollUp() == RollUp.NONE) {
            held = select(held, m -> m.series().scope().equals(scope));
        }
        if (held.isEmpty()) {
            return null;
        }
        if (scope instanceof Scope.Team
                || kpi.rollUp() == RollUp.NONE
                || kpi.rollUp() == RollUp.POOLED) {
            return aggregate(held);
        }
        List<List<Measurement>> children = children(scope, all);
        List<Fraction> values = children.stream().map(this::aggregate).toList();
        Fraction sum = values.stream().reduce(Fraction.ZERO, Fraction::plus);
        return switch (kpi.rollUp()) {
            case SUM -> sum;
            case AVERAGE -> sum.over(Fraction.of(values.size()));
            case MEAN ->
                    kpi.aggregation() == Aggregation.LAST
                            ? weightedMean(children.stream().map(this::last).toList())
                            : weightedMean(held);
            case MIN -> extreme(values, -1);
            case MAX -> extreme(values, 1);
            case POOLED, NONE -> throw new IllegalStateException();
        };
    }

    private static Fraction extreme(List<Fraction> values, int sign) {
        Fraction found = values.getFirst();
        for (Fraction value : values) {
            BigInteger difference =
                    value.above()
                            .multiply(found.below())
                            .subtract(found.above().multiply(value.below()));
            found = difference.signum() == sign ? value : found;
        }
        return found;
    }

    private Measurement last(List<Measurement> measured) {
        Measurement last = measured.getFirst();
        for (Measurement m : measured) {
            int order = moment(m).compareTo(moment(last));
            boolean later = order > 0 || (order == 0 && m.seq() > last.seq());
            last = later ? m : last;
        }
        return last;
    }

    private static Content.Number number(Measurement m) {
        if (m.content() instanceof Content.Number number) {
            return number;
        }
        throw new IllegalStateException();
    }

    private static Fraction weightedMean(List<Measurement> measured) {
        Fraction above = Fraction.ZERO;
        Fraction below = Fraction.ZERO;
        for (Measurement m : measured) {
            Fraction weight = Fraction.of(number(m).weight());
            above = above.plus(weight.times(Fraction.of(number(m).value())));
            below = below.plus(weight);
        }
        return above.over(below);
    }

    private Fraction aggregate(List<Measurement> measured) {
        return switch (kpi.shape()) {
            case NUMBER -> {
                List<Fraction> values =
                        measured.stream().map(m -> Fraction.of(number(m).value())).toList();
                yield switch (kpi.aggregation()) {
                    case SUM -> values.stream().reduce(Fraction.ZERO, Fraction::plus);
                    case MEAN -> weightedMean(measured);
                    case LAST -> Fraction.of(number(last(measured)).value());
                    case MIN -> extreme(values, -1);
                    case MAX -> extreme(values, 1);
                    case POOLED, ENPS, FAVOURABLE -> throw new IllegalStateException();
                };
            }
            case RATIO -> {
                Fraction above = Fraction.ZERO;
                Fraction below = Fraction.ZERO;
                for (Measurement m : measured) {
                    if (m.content() instanceof Content.Ratio ratio) {
                        above = above.plus(Fraction.of(ratio.numerator()));
                        below = below.plus(Fraction.of(ratio.denominator()));
                    }
                }
                yield above.times(Fraction.of(kpi.unit().equals("%") ? 100 : 1)).over(below);
            }
            case SCORES -> {
                Fraction answers = Fraction.of(answers(measured));
                Fraction hundred = Fraction.of(100);
                yield switch (kpi.aggregation()) {
                    case ENPS ->
                            hundred.times(
                                            Fraction.of(
                                                    scored(measured, 9, 10)
                                                            - scored(measured, 0, 6)))
                                    .over(answers);
                    case FAVOURABLE ->
                            hundred.times(Fraction.of(scored(measured, kpi.favourableFrom(), 10)))
                                    .over(answers);
                    default -> {
                        long sum = 0;
                        for (int score = 0; score <= 10; score++) {
                            sum += score * scored(measured, score, score);
                        }
                        yield Fraction.of(sum).over(answers);
                    }
                };
            }
        };
    }

    private static long scored(List<Measurement> measured, int from, int to) {
        long found = 0;
        for (Measurement m : measured) {
            if (m.content() instanceof Content.Scores scores) {
                for (int score = from; score <= to; score++) {
                    found += scores.counts().get(score);
                }
            }
        }
        return found;
    }

    private long answers(List<Measurement> measured) {
        if (kpi.shape() == Shape.SCORES) {
            return scored(measured, 0, 10);
        }
        long trials = 0;
        for (Measurement m : measured) {
            if (kpi.trials() && m.content() instanceof Content.Ratio ratio) {
                trials += ratio.denominator().longValueExact();
            }
        }
        return trials;
    }

    Row row(Scope scope, Period period) {
        List<Measurement> all = within(days(period));
        boolean complete = !at.isBefore(period.endInstant(kpi.timeZone()));
        LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
        boolean settled = !today.isBefore(period.endExclusive().plusDays(kpi.graceDays()));
        Fraction value = value(scope, all);
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
        if (suppressed(all).contains(scope)) {
            return new Row(Status.SUPPRESSED, complete, null, null, null, from, null, null, null);
        }
        List<Measurement> before = within(days(period.previous()));
        Fraction previous = suppressed(before).contains(scope) ? null : value(scope, before);
        Fraction baseline = baseline(scope);
        List<Measurement> held = held(scope, all);
        if (kpi.rollUp() == RollUp.NONE) {
            held = select(held, m -> m.series().scope().equals(scope));
        }
        return new Row(
                judged(scope, period, value, baseline, complete, today),
                complete,
                value,
                (long) held.size(),
                kpi.shape() == Shape.SCORES ? answers(held) : null,
                from,
                null,
                previous == null ? null : value.plus(previous.times(Fraction.of(-1))),
                baseline == null ? null : value.plus(baseline.times(Fraction.of(-1))));
    }

    private @Nullable Status worst(Scope scope, Period period, List<Measurement> all) {
        Status worst = null;
        for (Measurement m : held(scope, all)) {
            if (isTeam(m)) {
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
                List<Measurement> all = within(span.span());
                Fraction value = suppressed(all).contains(scope) ? null : value(scope, all);
                LocalDate end = span.span().to();
                if (value == null || end == null) {
                    yield null;
                }
                LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
                if (kpi.minGroupSize() != null && today.isBefore(end.plusDays(kpi.graceDays()))) {
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

    /** Section 8, over named parts: team and stream of the day. */
    private Set<Scope> suppressed(List<Measurement> all) {
        Set<Scope> hidden = new HashSet<>();
        Integer limit = kpi.minGroupSize();
        if (limit == null) {
            return hidden;
        }
        Set<Scope> streams = new TreeSet<>();
        Set<Scope> scopes = new TreeSet<>(Set.of(Scope.ORG));
        for (Measurement m : all) {
            scopes.add(m.series().scope());
            String stream = streamThatDay(m);
            if (stream != null) {
                streams.add(new Scope.Stream(stream));
            }
        }
        scopes.addAll(streams);
        for (Scope scope : scopes) {
            if (value(scope, all) != null && answers(own(scope, all)) < limit) {
                hidden.add(scope);
            }
        }
        if (kpi.rollUp() != RollUp.NONE) {
            for (Scope stream : streams) {
                complement(stream, all, hidden, limit);
            }
            complement(Scope.ORG, all, hidden, limit);
        }
        return hidden;
    }

    private List<Measurement> own(Scope scope, List<Measurement> all) {
        return kpi.rollUp() == RollUp.NONE
                ? select(all, m -> m.series().scope().equals(scope))
                : held(scope, all);
    }

    private void complement(Scope parent, List<Measurement> all, Set<Scope> hidden, int limit) {
        while (!hidden.contains(parent)) {
            List<Measurement> remainder = new ArrayList<>(held(parent, all));
            Set<Scope> shown = new TreeSet<>();
            for (Measurement m : held(parent, all)) {
                Scope child = m.series().scope();
                String stream = streamThatDay(m);
                Scope ofStream = stream == null ? null : new Scope.Stream(stream);
                if (parent.equals(Scope.ORG) && ofStream != null && !hidden.contains(ofStream)) {
                    shown.add(ofStream);
                } else if (child instanceof Scope.Team && !hidden.contains(child)) {
                    shown.add(child);
                }
            }
            // A shown team takes its answers out only where all of them lie in this remainder.
            List<Scope> children = new ArrayList<>();
            for (Scope child : shown) {
                List<Measurement> whole = held(child, all);
                boolean coveredByStream =
                        parent.equals(Scope.ORG)
                                && child instanceof Scope.Team
                                && whole.stream()
                                        .map(this::streamThatDay)
                                        .anyMatch(s ->
                                                s != null && !hidden.contains(new Scope.Stream(s)));
                if (!coveredByStream && held(parent, all).containsAll(whole)) {
                    children.add(child);
                    remainder.removeAll(whole);
                }
            }
            Set<Scope> left = new HashSet<>();
            remainder.forEach(m -> left.add(m.series().scope()));
            long answers = answers(remainder);
            boolean oneHiddenTeam =
                    left.size() == 1
                            && left.iterator().next() instanceof Scope.Team team
                            && hidden.contains(team)
                            && remainder.containsAll(held(team, all));
            if (remainder.isEmpty() || (answers >= limit && !oneHiddenTeam)) {
                return;
            }
            Scope smallest = parent;
            long fewest = Long.MAX_VALUE;
            for (Scope child : children) {
                long ofChild = answers(held(child, all));
                if (ofChild < fewest) {
                    fewest = ofChild;
                    smallest = child;
                }
            }
            hidden.add(smallest);
        }
    }
}
