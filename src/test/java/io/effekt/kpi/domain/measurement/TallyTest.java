package io.effekt.kpi.domain.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TallyTest {
    private record Entry(Content content, Observed observed) {
        Tally tally() {
            return Tally.of(content, observed);
        }
    }

    private static Observed observed(long second, long seq) {
        return new Observed(
                Instant.ofEpochSecond(second), Instant.ofEpochSecond(1_000_000 + seq), 0, seq);
    }

    private static Content number(String value, String weight) {
        return new Content.Number(new BigDecimal(value), new BigDecimal(weight));
    }

    @Test
    void aTallyHoldsAllThatEveryAggregationNeeds() {
        Tally tally =
                Tally.of(number("2.50", "3"), observed(10, 1))
                        .plus(Tally.of(number("-1", "0.5"), observed(20, 2)))
                        .plus(Tally.of(number("7", "1"), observed(15, 3)));

        assertEquals(3, tally.n());
        assertEquals(new BigDecimal("8.50"), tally.sumValue());
        assertEquals(new BigDecimal("4.5"), tally.sumWeight());
        assertEquals(new BigDecimal("14.00"), tally.sumWeighted());
        assertEquals(new BigDecimal("-1"), tally.min());
        assertEquals(new BigDecimal("7"), tally.max());
        assertEquals(
                new Tally.Last(observed(20, 2), new BigDecimal("-1"), new BigDecimal("0.5")),
                tally.last());
    }

    @Test
    void measurementRecordedLaterIsLastOfTwoObservedAtOnce() {
        Tally earlier = Tally.of(number("1", "1"), observed(10, 1));
        Tally later = Tally.of(number("2", "1"), observed(10, 2));

        assertEquals(later.last(), earlier.plus(later).last());
        assertEquals(later.last(), later.plus(earlier).last());
    }

    @Test
    void aLateArrivalDoesNotBecomeLast() {
        Tally observedFirst = Tally.of(number("1", "1"), observed(10, 9));
        Tally observedLast = Tally.of(number("2", "1"), observed(11, 1));

        assertEquals(observedLast.last(), observedLast.plus(observedFirst).last());
    }

    @Test
    void shorterOfEqualExtremesIsKeptWhateverTheOrder() {
        Tally longer = Tally.of(number("1.00", "1"), observed(1, 1));
        Tally shorter = Tally.of(number("1.0", "1"), observed(2, 2));

        for (Tally both : List.of(longer.plus(shorter), shorter.plus(longer))) {
            assertEquals(new BigDecimal("1.0"), both.min());
            // "Shorter" is a matter of order only: of the largest it is the longer one.
            assertEquals(new BigDecimal("1.00"), both.max());
        }
    }

    @Test
    void scoresAddUpScoreByScore() {
        Tally tally =
                Tally.of(TestWorld.answers("0:1 10:2"), observed(1, 1))
                        .plus(Tally.of(TestWorld.answers("9:4 10:1"), observed(2, 2)));

        assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 4L, 3L), tally.scores());
        assertEquals(8, tally.scoreAnswers());
        assertEquals(2, tally.n());
    }

    @Test
    void nothingAddedToATallyLeavesIt() {
        Tally one = Tally.of(number("1.0", "1"), observed(1, 1));

        assertEquals(one, one.plus(Tally.EMPTY));
        assertEquals(one, Tally.EMPTY.plus(one));
        assertEquals(Tally.EMPTY, Tally.EMPTY.plus(Tally.EMPTY));
    }

    @Test
    void moreAnswersThanANumberHoldsAreAFaultAndNotASmallNumber() {
        Content many = TestWorld.answers("5:" + Long.MAX_VALUE);
        Tally tally = Tally.of(many, observed(1, 1));

        assertThrows(ArithmeticException.class, () -> tally.plus(tally));
    }

    @Test
    void anyOrderAndAnyGroupingGiveTheSameTally() {
        long seed = 4711;
        System.out.println("TallyTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            List<Entry> entries = entries(random);
            Tally oneByOne = entries.stream().map(Entry::tally).reduce(Tally.EMPTY, Tally::plus);
            for (int order = 0; order < 10; order++) {
                Collections.shuffle(entries, new Random(random.nextLong()));

                assertEquals(oneByOne, merged(entries, random));
            }
        }
    }

    /** Numbers and their equals at other lengths, so that ties and extremes meet. */
    private static List<Entry> entries(SplittableRandom random) {
        Shape shape = List.of(Shape.values()).get(random.nextInt(3));
        List<Entry> entries = new ArrayList<>();
        int count = random.nextInt(1, 20);
        for (int seq = 0; seq < count; seq++) {
            BigDecimal a = BigDecimal.valueOf(random.nextLong(-30, 30), random.nextInt(3));
            BigDecimal b = BigDecimal.valueOf(random.nextLong(1, 30), random.nextInt(3));
            Content content =
                    switch (shape) {
                        case NUMBER -> new Content.Number(a, b);
                        case RATIO -> new Content.Ratio(a, b);
                        case SCORES ->
                                TestWorld.answers(random.nextInt(11) + ":" + random.nextInt(1, 9));
                    };
            entries.add(new Entry(content, observed(random.nextInt(5), seq)));
        }
        return entries;
    }

    /** Cuts the entries anywhere, again and again, and merges the halves. */
    private static Tally merged(List<Entry> entries, SplittableRandom random) {
        if (entries.size() < 4) {
            TallyBuilder builder = new TallyBuilder();
            entries.forEach(entry -> builder.add(entry.content(), entry.observed()));
            return builder.build();
        }
        int cut = random.nextInt(1, entries.size());
        Tally left = merged(entries.subList(0, cut), random);
        return left.plus(merged(entries.subList(cut, entries.size()), random));
    }
}
