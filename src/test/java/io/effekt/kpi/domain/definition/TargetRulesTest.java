package io.effekt.kpi.domain.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What targets and baselines may say. */
class TargetRulesTest {
    private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);

    private static void assertRefused(List<Refusal> refusals, String code, String pointer) {
        assertEquals(1, refusals.size(), refusals.toString());
        Refusal refusal = refusals.getFirst();
        assertEquals(code, refusal.code());
        assertEquals(pointer, refusal.pointer());
        assertTrue(refusal.detail().endsWith("."), refusal.detail());
    }

    private static KpiDraft draft() {
        return KpiDraft.number(Aggregation.SUM, RollUp.SUM);
    }

    private static Target target(Comparator comparator, String goal, @Nullable String warning) {
        return target(NEW_YEAR, null, comparator, goal, warning);
    }

    private static Target target(
            LocalDate from,
            @Nullable LocalDate to,
            Comparator comparator,
            String goal,
            @Nullable String warning) {
        return new Target(
                new DateSpan(from, to),
                comparator,
                Basis.ABSOLUTE,
                TestWorld.boundary(goal),
                warning == null ? null : TestWorld.boundary(warning));
    }

    @ParameterizedTest
    @CsvSource({
        "UP, 'GTE GT'",
        "DOWN, 'LTE LT'",
        "BAND, 'BETWEEN'",
        "NEUTRAL, ''",
    })
    void comparatorsAgreeWithTheDirection(Direction direction, String agreeing) {
        Kpi kpi = draft().direction(direction).kpi();
        for (Comparator comparator : Comparator.values()) {
            String goal = comparator == Comparator.BETWEEN ? "1..2" : "1";
            List<Refusal> refusals =
                    TargetRules.check(kpi, List.of(target(comparator, goal, null)));
            if (List.of(agreeing.split(" ", -1)).contains(comparator.name())) {
                assertEquals(List.of(), refusals);
            } else if (direction == Direction.NEUTRAL) {
                assertRefused(refusals, "neutral-takes-no-target", "/targets/0");
            } else {
                assertRefused(refusals, "comparator-against-direction", "/targets/0/comparator");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GTE, 5, 5, true",
        "GTE, 5, 4, true",
        "GTE, 5, 5.1, false",
        "GT, 5, 6, false",
        "LTE, 5, 5, true",
        "LTE, 5, 4.9, false",
        "LT, 5, 6, true",
        "LT, 5, 4, false",
        "BETWEEN, 5..10, 3..12, true",
        "BETWEEN, 5..10, 5..10, true",
        "BETWEEN, 5..10, 6..12, false",
        "BETWEEN, 5..10, 3..9, false"
    })
    void theWarningLiesOnTheFarSide(
            Comparator comparator, String goal, String warning, boolean allowed) {
        Direction direction =
                switch (comparator) {
                    case GTE, GT -> Direction.UP;
                    case LTE, LT -> Direction.DOWN;
                    case BETWEEN -> Direction.BAND;
                };
        List<Refusal> refusals =
                TargetRules.check(
                        draft().direction(direction).kpi(),
                        List.of(target(comparator, goal, warning)));

        if (allowed) {
            assertEquals(List.of(), refusals);
        } else {
            assertRefused(refusals, "warning-on-wrong-side", "/targets/0/warning");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UP, GTE, 1..2, , /targets/0",
        "UP, GTE, 2, 1..2, /targets/0/warning",
        "BAND, BETWEEN, 1, , /targets/0",
        "BAND, BETWEEN, 2..1, , /targets/0",
        "BAND, BETWEEN, 1..2, 0, /targets/0/warning",
        "BAND, BETWEEN, 1..2, 4..0, /targets/0/warning",
        "BAND, BETWEEN, 1.0000000000001..2, , /targets/0",
        "BAND, BETWEEN, 1..2.0000000000001, , /targets/0",
        "UP, GTE, 1.0000000000001, , /targets/0",
        "UP, GTE, 1, 0.0000000000001, /targets/0/warning"
    })
    void aBoundaryHasTheNumbersOfItsComparator(
            Direction direction,
            Comparator comparator,
            String goal,
            @Nullable String warning,
            String pointer) {
        assertRefused(
                TargetRules.check(
                        draft().direction(direction).kpi(),
                        List.of(target(comparator, goal, warning))),
                "invalid-target",
                pointer);
    }

    @Test
    void targetsOfOneScopeNeverOverlap() {
        Target first = target(NEW_YEAR, NEW_YEAR.plusMonths(2), Comparator.GTE, "1", null);
        Target meeting = target(NEW_YEAR.plusMonths(2), null, Comparator.GTE, "2", null);
        Target overlapping =
                target(NEW_YEAR.plusMonths(2).minusDays(1), null, Comparator.GTE, "2", null);

        assertEquals(List.of(), TargetRules.check(draft().kpi(), List.of(meeting, first)));
        assertRefused(
                TargetRules.check(draft().kpi(), List.of(first, overlapping)),
                "overlapping-targets",
                "/targets/1/from");
    }

    @Test
    void aBandMayBeASinglePoint() {
        assertEquals(
                List.of(),
                TargetRules.check(
                        draft().direction(Direction.BAND).kpi(),
                        List.of(target(Comparator.BETWEEN, "5..5", null))));
    }

    @Test
    void asManyTargetsAsTheLimitAreAccepted() {
        List<Target> targets =
                Stream.iterate(NEW_YEAR, day -> day.plusDays(1))
                        .limit(200)
                        .map(day -> target(day, day.plusDays(1), Comparator.GTE, "1", null))
                        .toList();

        assertEquals(List.of(), TargetRules.check(draft().kpi(), targets));
    }

    @Test
    void emptyTargetsAreAcceptedForEveryDirection() {
        assertEquals(
                List.of(),
                TargetRules.check(draft().direction(Direction.NEUTRAL).kpi(), List.of()));
    }

    @Test
    void moreTargetsThanTheLimitAreRefused() {
        Target target = target(Comparator.GTE, "1", null);

        assertRefused(
                TargetRules.check(draft().kpi(), Stream.generate(() -> target).limit(201).toList()),
                "too-many-targets",
                "/targets");
    }

    private static List<Refusal> checkSpan(Kpi kpi, String from, @Nullable String to) {
        DateSpan span =
                new DateSpan(LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
        return BaselineRules.check(kpi, new Baseline.Span(span, false, null));
    }

    @Test
    void theSpanOfASumIsWholePeriods() {
        Kpi sum = draft().period(PeriodUnit.QUARTER).kpi();

        assertEquals(List.of(), checkSpan(sum, "2025-07-01", "2026-01-01"));
        assertRefused(
                checkSpan(sum, "2025-07-02", "2026-01-01"), "baseline-span-not-whole", "/from");
        assertRefused(checkSpan(sum, "2025-07-01", "2025-12-31"), "baseline-span-not-whole", "/to");
        assertTrue(
                checkSpan(sum, "2025-07-02", "2025-12-31")
                        .getFirst()
                        .detail()
                        .contains("2025-07-01 to 2026-01-01"));
    }

    @Test
    void otherAggregationsTakeAnySpan() {
        Kpi mean = KpiDraft.number(Aggregation.MEAN, RollUp.MEAN).kpi();

        assertEquals(List.of(), checkSpan(mean, "2025-07-02", "2025-07-03"));
    }

    @Test
    void aBaselinesSpanHasAnEnd() {
        assertRefused(checkSpan(draft().kpi(), "2025-07-01", null), "baseline-span-open", "/to");
    }

    @Test
    void aFixedBaselineIsANumberOfOrdinaryLength() {
        assertEquals(
                List.of(),
                BaselineRules.check(
                        draft().kpi(), new Baseline.Fixed(new BigDecimal("-3.141592653589"))));
        assertRefused(
                BaselineRules.check(
                        draft().kpi(), new Baseline.Fixed(new BigDecimal("3.1415926535897"))),
                "invalid-baseline",
                "/value");
    }
}
