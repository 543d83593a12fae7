package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scopes, keys, spans, positions and the length of numbers. */
class WordsTest {
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

    @ParameterizedTest
    @ValueSource(strings = {"team:a", "team:platform-2", "stream:0", "org"})
    void aScopeIsReadAsItIsWritten(String text) {
        assertEquals(text, Scope.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "team:", "team:A", "team:-a", "Team:a", "stream:a b", "org:", "group:a"})
    void whatIsNoScopeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Scope.parse(text));
    }

    @Test
    void scopesSortAsTheyAreWritten() {
        List<String> sorted =
                Stream.of("team:b", "org", "stream:z", "team:a-1", "team:a")
                        .map(Scope::parse)
                        .sorted()
                        .map(Scope::toString)
                        .toList();

        assertEquals(List.of("org", "stream:z", "team:a", "team:a-1", "team:b"), sorted);
    }

    @Test
    void aKeyHasSixtyThreeCharactersAtMost() {
        assertTrue(Slug.isValid("a".repeat(63)));
        assertFalse(Slug.isValid("a".repeat(64)));
        assertFalse(Slug.isValid("a\n"));
    }

    @Test
    void aSpanHoldsItsFirstDayAndNotItsLast() {
        DateSpan march = new DateSpan(MARCH, MARCH.plusMonths(1));

        assertTrue(march.contains(MARCH));
        assertFalse(march.contains(MARCH.plusMonths(1)));
        assertFalse(march.contains(MARCH.minusDays(1)));
    }

    @Test
    void spansThatMeetDoNotOverlap() {
        DateSpan march = new DateSpan(MARCH, MARCH.plusMonths(1));
        DateSpan after = new DateSpan(MARCH.plusMonths(1), null);

        assertFalse(march.overlaps(after));
        assertFalse(after.overlaps(march));
        assertTrue(after.overlaps(new DateSpan(MARCH.plusYears(9), null)));
        assertTrue(march.overlaps(new DateSpan(MARCH.plusDays(30), null)));
    }

    @Test
    void aSpanWithoutDaysIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new DateSpan(MARCH, MARCH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.123456789012",
                "123456789012345678.123456789012",
                "999999999999999999999999999999",
                "1E+29"
            })
    void aNumberOfThirtyDigitsFits(String number) {
        assertTrue(Digits.fit(new BigDecimal(number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1234567890123",
                "1.0000000000000",
                "1234567890123456789.123456789012",
                "1000000000000000000000000000000",
                "1E+30",
                "1E-13",
                "0E+2147483647",
                "1E-2147483647"
            })
    void aLongerNumberDoesNotFit(String number) {
        assertFalse(Digits.fit(new BigDecimal(number)));
    }

    @Test
    void aPositionIsReadAsItWasWritten() {
        long seed = 77;
        System.out.println("WordsTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            long[] sequences = new long[13];
            Arrays.setAll(sequences, p -> random.nextLong() >>> random.nextInt(1, 64));

            Position position = new Position(sequences);

            assertEquals(position, Position.parse(position.text()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%", "gA", "____________________"})
    void whatIsNoPositionIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Position.parse(text));
    }
}
