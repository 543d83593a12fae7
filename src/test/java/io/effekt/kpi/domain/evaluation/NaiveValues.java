package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.disclosure.Fraction;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.Tally;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which measurements count where, and what they come to. */
public final class NaiveValues {
    private final Kpi kpi;
    private final Definitions definitions;
    private final List<Measurement> counted = new ArrayList<>();

    NaiveValues(Kpi kpi, Definitions definitions, List<Measurement> entries, Instant at) {
        this.kpi = kpi;
        this.definitions = definitions;
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

    /** The same as the evaluator takes it. */
    public List<Leaf> leaves(List<Measurement> all) {
        return all.stream()
                .map(m ->
                        new Leaf(
                                m.series().scope(),
                                streamThatDay(m),
                                Tally.of(
                                        java.util.Objects.requireNonNull(m.content()),
                                        m.observed(kpi.timeZone()))))
                .toList();
    }

    public @Nullable String streamThatDay(Measurement m) {
        return definitions.organisation().streamOf(m.series().scope(), day(m));
    }

    List<Measurement> within(DateSpan days) {
        return select(counted, m -> days.contains(day(m)));
    }

    public static List<Measurement> select(List<Measurement> from, Predicate<Measurement> wanted) {
        return from.stream().filter(wanted).toList();
    }

    static DateSpan days(Period period) {
        return new DateSpan(period.start(), period.endExclusive());
    }

    static boolean isTeam(Measurement m) {
        return m.series().scope() instanceof Scope.Team;
    }

    /** All that counts at the scope. */
    public List<Measurement> held(Scope scope, List<Measurement> all) {
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

    public @Nullable Fraction value(Scope scope, List<Measurement> all) {
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

    public long answers(List<Measurement> measured) {
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
}
