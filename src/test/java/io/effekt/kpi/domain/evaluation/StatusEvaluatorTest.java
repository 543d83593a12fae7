package io.effekt.kpi.domain.evaluation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.statistics.Interval;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions that a status answers, in the order in which they are asked. */
class StatusEvaluatorTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-05-01";

    private static TestWorld mean(Direction direction) {
        return new TestWorld(KpiDraft.number(Aggregation.MEAN, RollUp.MEAN).direction(direction))
                .team("a", "s");
    }

    private static void assertNumber(String expected, @Nullable BigDecimal got) {
        assertEquals(0, requireNonNull(got).compareTo(new BigDecimal(expected)), got.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "UP, GTE, 70, 60, 70, ON_TRACK",
        "UP, GTE, 70, 60, 69.999999999, AT_RISK",
        "UP, GTE, 70, 60, 60, AT_RISK",
        "UP, GTE, 70, 60, 59.999999999, OFF_TRACK",
        "UP, GTE, 70, , 69, OFF_TRACK",
        "UP, GT, 70, 60, 70, AT_RISK",
        "UP, GT, 70, 60, 70.000000001, ON_TRACK",
        "UP, GT, 70, 70, 70, AT_RISK",
        "DOWN, LTE, 5, 7, 5, ON_TRACK",
        "DOWN, LTE, 5, 7, 5.000000001, AT_RISK",
        "DOWN, LTE, 5, 7, 7, AT_RISK",
        "DOWN, LTE, 5, 7, 7.000000001, OFF_TRACK",
        "DOWN, LT, 5, 7, 5, AT_RISK",
        "DOWN, LT, 5, , 5, OFF_TRACK",
        "BAND, BETWEEN, 5..10, 3..12, 5, ON_TRACK",
        "BAND, BETWEEN, 5..10, 3..12, 10, ON_TRACK",
        "BAND, BETWEEN, 5..10, 3..12, 4.9, AT_RISK",
        "BAND, BETWEEN, 5..10, 3..12, 3, AT_RISK",
        "BAND, BETWEEN, 5..10, 3..12, 12, AT_RISK",
        "BAND, BETWEEN, 5..10, 3..12, 2.9, OFF_TRACK",
        "BAND, BETWEEN, 5..10, 3..12, 12.1, OFF_TRACK",
        "BAND, BETWEEN, 5..10, , 4.9, OFF_TRACK"
    })
    void aValueIsHeldAgainstItsTarget(
            Direction direction,
            Comparator comparator,
            String goal,
            @Nullable String warning,
            String value,
            Status expected) {
        TestWorld world =
                mean(direction)
                        .target("org", comparator, goal, warning)
                        .number("team:a", "2026-03-10", value);

        assertEquals(expected, world.status("team:a", MARCH, LATER).status());
    }

    @ParameterizedTest
    @CsvSource({
        "69.9999999995, ON_TRACK",
        "69.9999999994, OFF_TRACK",
        "69.99999999950000000001, ON_TRACK"
    })
    void valuesAreComparedAtNineDecimals(String value, Status expected) {
        // 69.9999999995 lies halfway, and 70 is the even neighbour.
        TestWorld world =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, "70", null)
                        .number("team:a", "2026-03-10", value);

        assertEquals(expected, world.status("team:a", MARCH, LATER).status());
    }

    @Test
    void rowWithoutDataIsPendingUntilItsGraceIsOver() {
        TestWorld world = mean(Direction.NEUTRAL);

        KpiStatus before = world.status("team:a", MARCH, "2026-04-05T21:59:59.999999Z");
        KpiStatus after = world.status("team:a", MARCH, "2026-04-05T22:00:00Z");

        assertEquals(Status.PENDING, before.status());
        assertEquals(world.instant("2026-04-05T22:00:00Z"), before.changesAt());
        assertEquals(0, before.n());
        assertFalse(before.hasData());
        assertEquals(Status.NO_DATA, after.status());
        assertNull(after.changesAt());
    }

    @Test
    void aNeutralKpiHasAValueAndNoStatus() {
        TestWorld world = mean(Direction.NEUTRAL).number("team:a", "2026-03-10", "4");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertEquals(Status.NONE, row.status());
        assertNumber("4", row.value());
    }

    @Test
    void rowWithoutATargetHasNoStatus() {
        TestWorld world = mean(Direction.UP).number("team:a", "2026-03-10", "4");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertEquals(Status.NO_TARGET, row.status());
        assertNull(row.target());
        assertNull(row.targetFrom());
    }

    @Test
    void aRelativeTargetWithoutABaselineSaysSo() {
        TestWorld world =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, Basis.PERCENT_CHANGE, "10", "0")
                        .baseline("org", "4")
                        .number("team:a", "2026-03-10", "4");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertEquals(Status.NO_BASELINE, row.status());
        assertNull(row.target());
        assertEquals(Scope.ORG, row.targetFrom());
        assertEquals(Status.AT_RISK, world.status("org", MARCH, LATER).status());
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGE, 2, -1, 10, 12, 9",
        "CHANGE, 2, -1, -10, -8, -11",
        "PERCENT_CHANGE, 10, 0, 20, 22, 20",
        "PERCENT_CHANGE, 10, 0, -20, -18, -20",
        "PERCENT_CHANGE, 10, 0, 0, 0, 0",
        "PERCENT_CHANGE, -5, -10, 3.3333, 3.166635, 2.99997"
    })
    void aRelativeTargetIsCountedFromTheBaseline(
            Basis basis,
            String goal,
            String warning,
            String baseline,
            String inUnit,
            String warningInUnit) {
        TestWorld world =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, basis, goal, warning)
                        .baseline("team:a", baseline)
                        .number("team:a", "2026-03-10", inUnit);
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertEquals(Status.ON_TRACK, row.status());
        assertNumber(inUnit, requireNonNull(row.target()).goal().value());
        assertNumber(warningInUnit, requireNonNull(row.target().warning()).value());
    }

    @Test
    void aTargetIsShownAsWrittenAndOneCountedFromABaselineWithSixteenDigits() {
        String written = "12345678901234567890.5";
        TestWorld absolute = mean(Direction.UP).target("org", Comparator.GTE, written, null);
        TestWorld relative =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, Basis.CHANGE, "0", "-1")
                        .number("team:a", "2025-10-01", "1", "1")
                        .number("team:a", "2025-10-02", "0", "2")
                        .baselineOver("team:a", "2025-10-01", "2025-11-01");
        ResolvedTarget counted = requireNonNull(relative.status("team:a", MARCH, LATER).target());

        assertNumber(
                written,
                requireNonNull(absolute.status("team:a", MARCH, LATER).target()).goal().value());
        assertNumber("0.3333333333333333", counted.goal().value());
        assertNumber("-0.6666666666666667", requireNonNull(counted.warning()).value());
    }

    @Test
    void rowsWithDataAreListedInOrderOfTheirScope() {
        TestWorld world =
                mean(Direction.UP)
                        .team("b", "t")
                        .team("c", null)
                        .number("team:c", "2026-03-10", "1")
                        .number("stream:t", "2026-03-10", "1")
                        .number("team:a", "2026-03-10", "1");

        assertEquals(
                List.of("org", "stream:s", "stream:t", "team:a", "team:c"),
                world.evaluator(MARCH, LATER).statusesWithData().stream()
                        .map(row -> row.scope().toString())
                        .toList());
        assertEquals(List.of(), world.evaluator("2026-02", LATER).statusesWithData());
    }

    @Test
    void shorterOfEqualExtremesIsShownWhateverTheOrder() {
        for (RollUp rollUp : List.of(RollUp.MIN, RollUp.MAX)) {
            KpiDraft draft = KpiDraft.number(Aggregation.LAST, rollUp);
            TestWorld world =
                    new TestWorld(draft)
                            .team("a", "s")
                            .team("b", "s")
                            .number("team:a", "2026-03-10", "1.00")
                            .number("team:b", "2026-03-10", "1.0")
                            .number("stream:s", "2026-03-10", "1.000");

            assertEquals("1.0", String.valueOf(world.status("stream:s", MARCH, LATER).value()));
        }
    }

    @Test
    void aTeamTakesItsOwnTargetThenItsStreamsThenTheOrganisations() {
        TestWorld world =
                mean(Direction.UP)
                        .team("b", "s")
                        .team("c", "t")
                        .target("org", Comparator.GTE, "1", null)
                        .target("stream:s", Comparator.GTE, "2", null)
                        .target("team:a", Comparator.GTE, "3", null);

        assertEquals("team:a", String.valueOf(world.status("team:a", MARCH, LATER).targetFrom()));
        assertEquals("stream:s", String.valueOf(world.status("team:b", MARCH, LATER).targetFrom()));
        assertEquals("org", String.valueOf(world.status("team:c", MARCH, LATER).targetFrom()));
        assertEquals(
                "stream:s", String.valueOf(world.status("stream:s", MARCH, LATER).targetFrom()));
    }

    @Test
    void theTargetOfTheLastDayHoldsForTheWholePeriod() {
        Boundary one = TestWorld.boundary("1");
        LocalDate lastOfMarch = LocalDate.of(2026, 3, 31);
        TestWorld world =
                mean(Direction.UP)
                        .target(
                                "team:a",
                                new Target(
                                        new DateSpan(TestWorld.FOUNDED, lastOfMarch),
                                        Comparator.GTE,
                                        Basis.ABSOLUTE,
                                        one,
                                        null))
                        .target("org", Comparator.GTE, "5", null);

        assertEquals("org", String.valueOf(world.status("team:a", MARCH, LATER).targetFrom()));
        assertEquals(
                "team:a", String.valueOf(world.status("team:a", "2026-02", LATER).targetFrom()));
    }

    @Test
    void theStreamOfTheLastDayLendsItsTarget() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.MEAN, RollUp.MEAN))
                        .teamThatMoves("a", "s", "2026-03-31", "t")
                        .target("stream:t", Comparator.GTE, "5", null)
                        .number("team:a", "2026-03-10", "4");

        assertEquals("stream:t", String.valueOf(world.status("team:a", MARCH, LATER).targetFrom()));
        assertNull(world.status("team:a", "2026-02", LATER).targetFrom());
    }

    @Test
    void changesAreCountedFromThePeriodBeforeAndFromTheBaseline() {
        TestWorld world =
                mean(Direction.UP)
                        .baseline("team:a", "3.5")
                        .number("team:a", "2026-02-10", "1")
                        .number("team:a", "2026-03-10", "3");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertNumber("2", row.changeFromPrevious());
        assertNumber("-0.5", row.changeFromBaseline());
        assertNull(world.status("team:a", "2026-02", LATER).changeFromPrevious());
        assertNull(world.status("stream:s", MARCH, LATER).changeFromBaseline());
    }

    @Test
    void aRatioOfTrialsCarriesItsWilsonInterval() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials())
                        .team("a", "s")
                        .target("org", Comparator.GTE, "30", "10")
                        .ratio("team:a", "2026-03-10", "17", "64");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertNotNull(row.interval());
        assertEquals(17.2963790742, row.interval().lower(), 1e-9);
        assertEquals(38.4828737286, row.interval().upper(), 1e-9);
        assertEquals(false, row.confident());
        assertNull(row.answers());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "64, 100"})
    void noneAndAllOfTheTrialsHaveAnIntervalToo(String successes, double edge) {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials())
                        .team("a", "s")
                        .ratio("team:a", "2026-03-10", successes, "64");
        Interval interval = requireNonNull(world.status("team:a", MARCH, LATER).interval());

        assertEquals(edge, edge == 0 ? interval.lower() : interval.upper());
    }

    @Test
    void confidenceIsLostWhenAnyBoundaryLiesInsideTheInterval() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials())
                        .team("a", "s")
                        .team("b", "t")
                        .team("c", "u")
                        .target("org", Comparator.GTE, "50", "40")
                        .target("team:b", Comparator.GTE, "50", "20")
                        .ratio("team:a", "2026-03-10", "17", "64")
                        .ratio("team:b", "2026-03-10", "17", "64");

        assertEquals(true, world.status("team:a", MARCH, LATER).confident());
        assertEquals(false, world.status("team:b", MARCH, LATER).confident());
        assertNull(world.status("team:c", MARCH, LATER).confident());
    }

    @Test
    void aRatioThatIsNotOfTrialsCarriesNoInterval() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio())
                        .team("a", "s")
                        .target("org", Comparator.GTE, "30", null)
                        .ratio("team:a", "2026-03-10", "17", "64");
        KpiStatus row = world.status("team:a", MARCH, LATER);

        assertNull(row.interval());
        assertNull(row.confident());
    }

    @Test
    void measurementsFromBeforeTheKpiWasOfTrialsDoNotBreakItsRow() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials())
                        .team("a", "s")
                        .ratio("team:a", "2026-03-10", "80", "64");

        assertNull(world.status("team:a", MARCH, LATER).interval());
    }

    @Test
    void aScopeThatNobodyKnowsIsWithoutData() {
        TestWorld world = mean(Direction.UP).target("org", Comparator.GTE, "1", null);

        assertEquals(Status.NO_DATA, world.status("team:unknown", MARCH, LATER).status());
        assertEquals(Status.NO_DATA, world.status("stream:unknown", MARCH, LATER).status());
    }
}
