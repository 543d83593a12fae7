package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    @ParameterizedTest
    @CsvSource({
        "2026-03-31, DAY, 2026-03-31, 2026-04-01",
        "2026-W14, WEEK, 2026-03-30, 2026-04-06",
        "2026-W01, WEEK, 2025-12-29, 2026-01-05",
        "2026-W53, WEEK, 2026-12-28, 2027-01-04",
        "2026-02, MONTH, 2026-02-01, 2026-03-01",
        "2024-02, MONTH, 2024-02-01, 2024-03-01",
        "2026-Q1, QUARTER, 2026-01-01, 2026-04-01",
        "2026-Q4, QUARTER, 2026-10-01, 2027-01-01",
        "2026-H1, HALF_YEAR, 2026-01-01, 2026-07-01",
        "2026-H2, HALF_YEAR, 2026-07-01, 2027-01-01",
        "2026, YEAR, 2026-01-01, 2027-01-01"
    })
    void theFormTellsTheLength(String text, PeriodUnit unit, LocalDate start, LocalDate end) {
        Period period = Period.parse(text);

        assertEquals(unit, period.unit());
        assertEquals(start, period.start());
        assertEquals(end, period.endExclusive());
        assertEquals(text, period.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "26",
                "2026-",
                "2026-13",
                "2026-00",
                "2026-1",
                "2026-Q0",
                "2026-Q5",
                "2026-H3",
                "2026-W00",
                "2027-W53",
                "2026-W54",
                "2026-02-29",
                "2026-04-31",
                "2026-3-1",
                "2026-q1",
                "02026",
                " 2026",
                "2026-03-31T00:00",
                "٢٠٢٦"
            })
    void whatIsNoPeriodIsRefusedWithTheForms(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Period.parse(text));

        assertTrue(String.valueOf(refusal.getMessage()).contains("2026-W14"));
    }

    @Test
    void everyDayBelongsToExactlyThePeriodThatItsTextNames() {
        long seed = 20260331;
        System.out.println("PeriodTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            LocalDate day = LocalDate.ofEpochDay(random.nextLong(-20_000, 60_000));
            for (PeriodUnit unit : PeriodUnit.values()) {
                Period period = Period.of(unit, day);

                assertEquals(period, Period.parse(period.toString()));
                assertTrue(period.contains(day));
                assertFalse(period.next().contains(day));
                assertFalse(period.previous().contains(day));
                assertEquals(period, period.next().previous());
                assertEquals(period.endExclusive(), period.next().start());
            }
        }
    }

    @Test
    void aPeriodBeginsAndEndsAtMidnightOfItsZone() {
        Period march = Period.parse("2026-03");

        assertEquals(Instant.parse("2026-02-28T23:00:00Z"), march.startInstant(OSLO));
        // Summer time has begun by then.
        assertEquals(Instant.parse("2026-03-31T22:00:00Z"), march.endInstant(OSLO));
        assertEquals(31, march.days());
    }

    @Test
    void anInstantFallsIntoThePeriodOfItsDayInTheZone() {
        Instant lateEvening = Instant.parse("2026-03-31T21:59:59Z");

        assertEquals("2026-03", Period.of(PeriodUnit.MONTH, lateEvening, OSLO).toString());
        assertEquals(
                "2026-04",
                Period.of(PeriodUnit.MONTH, lateEvening.plusSeconds(1), OSLO).toString());
    }

    @Test
    void aPeriodCannotBeginAmidAnother() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Period(PeriodUnit.QUARTER, LocalDate.of(2026, 2, 1)));
    }
}
