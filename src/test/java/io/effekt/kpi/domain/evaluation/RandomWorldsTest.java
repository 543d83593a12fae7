package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.disclosure.Fraction;
import io.effekt.kpi.domain.measurement.Corrections;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Measurement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds in every small organisation, whatever is in it. */
class RandomWorldsTest {
    private static final long SEED = 20_260_417;

    /** More of them by the system property {@code random.worlds}. */
    private static final int WORLDS = Integer.getInteger("random.worlds", 300);

    private static SplittableRandom random(String test, long salt) {
        System.out.println("RandomWorldsTest." + test + " seed " + (SEED + salt));
        return new SplittableRandom(SEED + salt);
    }

    @Test
    void theEvaluatorSaysWhatTheContractSays() {
        SplittableRandom random = random("theEvaluatorSaysWhatTheContractSays", 0);
        Map<Status, Integer> met = new EnumMap<>(Status.class);
        for (int i = 0; i < WORLDS; i++) {
            RandomWorld drawn = new RandomWorld(random.split());
            TestWorld world = drawn.world();
            for (int look = 0; look < 4; look++) {
                Instant at = drawn.moment();
                Period period = drawn.period();
                NaiveStatus naive =
                        new NaiveStatus(world.kpi(), world.definitions(), world.measurements(), at);
                StatusEvaluator evaluator = evaluator(world, period, at);
                for (Scope scope : drawn.scopes()) {
                    KpiStatus got = evaluator.status(scope);
                    met.merge(got.status(), 1, Integer::sum);
                    String where = "world " + i + ", " + scope + " " + period + " at " + at;
                    assertAgrees(naive.row(scope, period), got, where);
                }
            }
        }
        // The drawing reaches every status that a row of one period can have.
        assertEquals(Status.values().length - 1, met.size(), met.toString());
    }

    private static StatusEvaluator evaluator(TestWorld world, Period period, Instant at) {
        return new StatusEvaluator(
                Journal.of(world.definitions(), world.kpi(), at, world.measurements())
                        .inputs(period));
    }

    private static void assertAgrees(NaiveStatus.Row expected, KpiStatus got, String where) {
        String both = where + "\nexpected " + expected + "\nbut was " + got;
        assertEquals(expected.status(), got.status(), both);
        assertEquals(expected.complete(), got.complete(), both);
        assertEquals(expected.n(), got.n(), both);
        assertEquals(expected.answers(), got.answers(), both);
        assertEquals(expected.targetFrom(), text(got.targetFrom()), both);
        assertEquals(expected.rolledUp(), got.rolledUp(), both);
        assertNumber(expected.value(), got.value(), both);
        assertNumber(expected.changeFromPrevious(), got.changeFromPrevious(), both);
        assertNumber(expected.changeFromBaseline(), got.changeFromBaseline(), both);
    }

    private static @Nullable String text(@Nullable Object of) {
        return of == null ? null : of.toString();
    }

    private static void assertNumber(
            @Nullable Fraction expected, @Nullable BigDecimal got, String both) {
        if (expected == null) {
            assertNull(got, both);
        } else {
            assertNotNull(got, both);
            assertEquals(0, expected.digits().compareTo(got), both);
        }
    }

    @Test
    void nothingChangesBeforeTheRowSaysItMay() {
        SplittableRandom random = random("nothingChangesBeforeTheRowSaysItMay", 1);
        int later = 0;
        for (int i = 0; i < WORLDS; i++) {
            RandomWorld drawn = new RandomWorld(random.split());
            TestWorld world = drawn.world();
            Instant at = drawn.moment();
            Period period = drawn.period();
            StatusEvaluator evaluator = evaluator(world, period, at);
            for (Scope scope : drawn.scopes()) {
                KpiStatus row = evaluator.status(scope);
                Instant then = before(row.changesAt(), at, random);
                KpiStatus same = evaluator(world, period, then).status(scope);

                assertEquals(row, same, "world " + i + ", at " + at + " and at " + then);
                assertTrue(row.changesAt() == null || row.changesAt().isAfter(at));
                later += row.changesAt() == null ? 0 : 1;
            }
        }
        assertTrue(later > WORLDS, "only " + later);
    }

    @Test
    void noHeadlineChangesBeforeItSaysItMay() {
        SplittableRandom random = random("noHeadlineChangesBeforeItSaysItMay", 2);
        for (int i = 0; i < WORLDS / 4; i++) {
            RandomWorld drawn = new RandomWorld(random.split());
            TestWorld world = drawn.world();
            Instant at = drawn.moment();
            for (Scope scope : drawn.scopes()) {
                KpiStatus row = headline(world, scope, at);
                Instant then = before(row.changesAt(), at, random);

                assertEquals(
                        row,
                        headline(world, scope, then),
                        "world " + i + ", at " + at + " and at " + then);
            }
        }
    }

    private static KpiStatus headline(TestWorld world, Scope scope, Instant at) {
        Journal journal = Journal.of(world.definitions(), world.kpi(), at, world.measurements());
        return world.headline(scope, journal, at);
    }

    /** A moment before the row changes: the last one of all, or any. */
    private static Instant before(
            @Nullable Instant changesAt, Instant at, SplittableRandom random) {
        Instant end = changesAt == null ? at.plus(Duration.ofDays(400)) : changesAt;
        Instant last = end.minusNanos(1_000);
        return random.nextBoolean()
                ? last
                : at.plusSeconds(random.nextLong(1 + Duration.between(at, last).toSeconds()));
    }

    @Test
    void aThousandOrdersOfArrivalGiveOneResult() {
        SplittableRandom random = random("aThousandOrdersOfArrivalGiveOneResult", 3);
        for (int i = 0; i < 50; i++) {
            RandomWorld drawn = new RandomWorld(random.split());
            TestWorld world = drawn.world();
            Instant at = drawn.moment();
            Period period = drawn.period();
            List<KpiStatus> rows = evaluator(world, period, at).statuses(drawn.scopes());
            List<Measurement> arriving = new ArrayList<>(world.measurements());
            for (int order = 0; order < 20; order++) {
                Collections.shuffle(arriving, new Random(random.nextLong()));
                PeriodInputs inputs =
                        Journal.of(world.definitions(), world.kpi(), at, arriving).inputs(period);

                assertEquals(rows, new StatusEvaluator(inputs).statuses(drawn.scopes()));
                PeriodInputs parted = parted(inputs, world, arriving, random);
                assertEquals(rows, new StatusEvaluator(parted).statuses(drawn.scopes()));
            }
        }
    }

    /** The same inputs as the buckets of three partitions would give them. */
    private static PeriodInputs parted(
            PeriodInputs inputs,
            TestWorld world,
            List<Measurement> arriving,
            SplittableRandom random) {
        List<Journal> journals = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            journals.add(new Journal(world.definitions(), world.kpi(), inputs.at()));
        }
        for (Measurement measurement : Corrections.effective(arriving)) {
            journals.get(random.nextInt(3)).add(measurement);
        }
        List<Leaf> leaves = new ArrayList<>();
        journals.forEach(journal -> leaves.addAll(journal.leaves(inputs.period())));
        return new PeriodInputs(
                inputs.kpi(),
                inputs.definitions(),
                inputs.period(),
                inputs.at(),
                leaves,
                inputs.previous(),
                inputs.spans(),
                inputs.firstReports(),
                inputs.moreAt(),
                inputs.disclosure());
    }

    @Test
    void hiddenRowShowsNothing() {
        SplittableRandom random = random("hiddenRowShowsNothing", 4);
        int hidden = 0;
        for (int i = 0; i < WORLDS; i++) {
            RandomWorld drawn = new RandomWorld(random.split());
            Period period = drawn.period();
            for (KpiStatus row :
                    evaluator(drawn.world(), period, drawn.moment()).statuses(drawn.scopes())) {
                if (row.status() == Status.SUPPRESSED || row.n() == null) {
                    hidden++;
                    assertNull(row.value());
                    assertNull(row.n());
                    assertNull(row.answers());
                    assertNull(row.interval());
                    assertNull(row.confident());
                    assertNull(row.changeFromPrevious());
                    assertNull(row.changeFromBaseline());
                    assertNotNull(row.minGroupSize());
                }
            }
        }
        assertTrue(hidden > WORLDS / 10, "only " + hidden);
    }
}
