package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.definition.TargetRules;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Membership;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small organisations with everything that the contract knows, drawn from a seed. */
public final class RandomWorld {
    public static final LocalDate FIRST = LocalDate.of(2025, 10, 1);
    static final int DAYS = 200;

    private final SplittableRandom random;
    private final List<String> scopes = new ArrayList<>();
    private final TestWorld world;

    public RandomWorld(SplittableRandom random) {
        this.random = random;
        world = new TestWorld(kpi());
        teams();
        scopes.add("stream:s0");
        scopes.add("stream:s1");
        scopes.add("org");
        targets();
        baselines();
        measurements();
    }

    public TestWorld world() {
        return world;
    }

    public List<Scope> scopes() {
        return scopes.stream().map(Scope::parse).toList();
    }

    public Instant moment() {
        return FIRST.atStartOfDay(world.kpi().timeZone())
                .toInstant()
                .plus(random.nextLong((DAYS + 60L) * 86_400), ChronoUnit.SECONDS);
    }

    public Period period() {
        return Period.of(world.kpi().period(), FIRST.plusDays(random.nextInt(DAYS)));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private Kpi kpi() {
        Shape shape = any(List.of(Shape.values()));
        Aggregation aggregation = any(List.copyOf(KpiRules.aggregations(shape)));
        KpiDraft draft =
                KpiDraft.number(aggregation, any(List.copyOf(KpiRules.rollUps(shape, aggregation))))
                        .shape(shape)
                        .minGroupSize(KpiRules.defaultMinGroupSize(shape))
                        .direction(any(List.of(Direction.values())))
                        .period(
                                any(
                                        List.of(
                                                PeriodUnit.DAY,
                                                PeriodUnit.WEEK,
                                                PeriodUnit.MONTH,
                                                PeriodUnit.MONTH,
                                                PeriodUnit.QUARTER)))
                        .timeZone(any(List.of("Europe/Oslo", "UTC", "America/St_Johns")))
                        .graceDays(random.nextInt(8))
                        .dimensions("zone")
                        .favourableFrom(random.nextInt(5, 10))
                        .unit(any(List.of("%", "count")));
        if (shape == Shape.RATIO && chance(0.5)) {
            draft.trials().minGroupSize(chance(0.5) ? null : Integer.valueOf(10));
        }
        return draft.kpi();
    }

    private void teams() {
        int teams = random.nextInt(1, 6);
        for (int i = 0; i < teams; i++) {
            String key = "t" + i;
            scopes.add("team:" + key);
            String day = FIRST.plusDays(random.nextInt(DAYS)).toString();
            switch (random.nextInt(6)) {
                case 0 -> world.team(key, null);
                case 1 -> world.teamThatMoves(key, "s0", day, "s1");
                case 2 ->
                        world.teamWith(
                                key,
                                List.of(
                                        new Membership(
                                                "s1", new DateSpan(LocalDate.parse(day), null))));
                default -> world.team(key, "s" + random.nextInt(2));
            }
        }
    }

    private BigDecimal number() {
        return BigDecimal.valueOf(random.nextLong(-30, 60), random.nextInt(3));
    }

    private void targets() {
        List<Comparator> comparators =
                List.copyOf(TargetRules.comparators(world.kpi().direction()));
        for (String scope : scopes) {
            if (!comparators.isEmpty() && chance(scope.equals("org") ? 0.9 : 0.3)) {
                LocalDate change = FIRST.plusDays(random.nextInt(DAYS));
                Comparator comparator = any(comparators);
                world.target(scope, target(comparator, TestWorld.FOUNDED, change));
                if (chance(0.8)) {
                    world.target(scope, target(comparator, change, null));
                }
            }
        }
    }

    private Target target(Comparator comparator, LocalDate from, @Nullable LocalDate to) {
        BigDecimal goal = number();
        BigDecimal more = number().abs();
        Boundary boundary = Boundary.of(goal);
        Boundary warning =
                switch (comparator) {
                    case GTE, GT -> Boundary.of(goal.subtract(more));
                    case LTE, LT -> Boundary.of(goal.add(more));
                    case BETWEEN -> {
                        BigDecimal upper = goal.add(number().abs());
                        boundary = Boundary.between(goal, upper);
                        yield Boundary.between(goal.subtract(more), upper.add(more));
                    }
                };
        Basis basis = any(List.of(Basis.ABSOLUTE, Basis.CHANGE, Basis.PERCENT_CHANGE));
        return new Target(
                new DateSpan(from, to), comparator, basis, boundary, chance(0.7) ? warning : null);
    }

    private void baselines() {
        PeriodUnit unit = world.kpi().period();
        for (String scope : scopes) {
            if (chance(0.4)) {
                LocalDate from = unit.startOf(FIRST.plusDays(random.nextInt(DAYS / 2)));
                LocalDate to = unit.plus(from, random.nextInt(1, 4));
                world.baselineOver(scope, from.toString(), to.toString());
            } else if (chance(0.4)) {
                world.baseline(scope, number().toPlainString());
            }
        }
    }

    private void measurements() {
        int count = random.nextInt(60);
        List<Integer> open = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String scope = any(scopes);
            String replaces = null;
            if (!open.isEmpty() && chance(0.15)) {
                int original = open.remove(/* index */ random.nextInt(open.size()));
                replaces = "m" + original;
                scope = world.measurements().get(original - 1).series().scope().toString();
            }
            boolean retracts = replaces != null && chance(0.4);
            world.add(scope, timing(), retracts ? null : content(), replaces, new TreeMap<>());
            if (!retracts) {
                open.add(i);
            }
        }
    }

    private Timing timing() {
        LocalDate day = FIRST.plusDays(random.nextInt(DAYS));
        if (chance(0.15)) {
            List<PeriodUnit> units =
                    List.of(PeriodUnit.values()).stream()
                            .filter(unit -> unit.compareTo(world.kpi().period()) <= 0)
                            .toList();
            return new Timing.Whole(Period.of(any(units), day));
        }
        Instant midnight = day.atStartOfDay(world.kpi().timeZone()).toInstant();
        // Often at the very edge of a day, and often at the same moment as another.
        return new Timing.Moment(
                chance(0.3)
                        ? midnight.minus(random.nextInt(2), ChronoUnit.MICROS)
                        : midnight.plusSeconds(random.nextInt(24) * 3_600L));
    }

    private Content content() {
        return switch (world.kpi().shape()) {
            case NUMBER ->
                    new Content.Number(
                            number(),
                            BigDecimal.valueOf(random.nextLong(1, 40), random.nextInt(2)));
            case RATIO -> {
                long trials = random.nextLong(1, 9);
                yield new Content.Ratio(
                        world.kpi().trials()
                                ? BigDecimal.valueOf(random.nextLong(trials + 1))
                                : number(),
                        BigDecimal.valueOf(trials));
            }
            case SCORES -> {
                StringBuilder answers = new StringBuilder("8:1");
                for (int i = random.nextInt(3); i > 0; i--) {
                    answers.append(" ").append(i * 3).append(":").append(random.nextInt(4));
                }
                yield TestWorld.answers(answers.toString());
            }
        };
    }
}
