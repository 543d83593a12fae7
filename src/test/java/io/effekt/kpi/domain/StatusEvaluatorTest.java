package io.effekt.kpi.domain;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import java.math.BigDecimal;
import java.time.LocalDate;
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

    private static TestWorld sum() {
        return new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM)).team("a", "s");
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
    void withoutDataARowIsPendingUntilItsGraceIsOver() {
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
    void withoutATargetThereIsNoColour() {
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
    void theLowerBoundariesOfASumGrowWithTheDays() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", "15.5")
                        .number("team:a", "2026-03-01", "10");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-11").status());
        assertEquals(Status.AT_RISK, world.status("team:a", MARCH, "2026-03-12").status());
        assertEquals(Status.AT_RISK, world.status("team:a", MARCH, "2026-03-21").status());
        assertEquals(Status.OFF_TRACK, world.status("team:a", MARCH, "2026-03-22").status());
    }

    @Test
    void theTargetIsShownUnpaced() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-11");

        assertNumber("31", requireNonNull(row.target()).goal().value());
        assertFalse(row.complete());
    }

    @Test
    void theUpperBoundariesOfASumStandFromTheStart() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .direction(Direction.DOWN))
                        .team("a", "s")
                        .target("org", Comparator.LTE, "31", null)
                        .number("team:a", "2026-03-01", "31");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-02").status());
    }

    @Test
    void aBandOfASumIsPacedAtItsLowerEdgeOnly() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .direction(Direction.BAND))
                        .team("a", "s")
                        .target("org", Comparator.BETWEEN, "31..62", "0..93")
                        .number("team:a", "2026-03-01", "62");

        assertEquals(Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-02").status());
    }

    @Test
    void theFirstDayOfASumIsPendingAndShowsItsValue() {
        TestWorld world =
                sum().target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01T08:00:00Z", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-01T22:59:59Z");

        assertEquals(Status.PENDING, row.status());
        assertNumber("10", row.value());
        assertEquals(1, row.n());
        assertEquals(world.instant("2026-03-01T23:00:00Z"), row.changesAt());
        assertEquals(
                Status.ON_TRACK, world.status("team:a", MARCH, "2026-03-01T23:00:00Z").status());
    }

    @Test
    void otherAggregationsAreComparedAsTheyStandFromTheFirstMoment() {
        TestWorld world =
                mean(Direction.UP)
                        .target("org", Comparator.GTE, "31", null)
                        .number("team:a", "2026-03-01T08:00:00Z", "10");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-01T09:00:00Z");

        assertEquals(Status.OFF_TRACK, row.status());
        assertEquals(world.instant("2026-03-31T22:00:00Z"), row.changesAt());
    }

    @Test
    void whatIsObservedAfterTheMomentDoesNotCountYet() {
        TestWorld world =
                mean(Direction.UP)
                        .number("team:a", "2026-03-10T10:00:00Z", "1")
                        .number("team:a", "2026-03-10T10:00:01Z", "3");
        KpiStatus row = world.status("team:a", MARCH, "2026-03-10T10:00:00Z");

        assertEquals(1, row.n());
        assertEquals(world.instant("2026-03-10T10:00:01Z"), row.changesAt());
    }

    @Test
    void whatIsSentForAWholePeriodCountsFromItsFirstDay() {
        TestWorld world = sum().whole("team:a", "2026-W14", "5");

        assertEquals(0, world.status("team:a", "2026-04", "2026-03-29T21:59:59Z").n());
        assertEquals(1, world.status("team:a", "2026-04", "2026-03-29T22:00:00Z").n());
        assertEquals(0, world.status("team:a", MARCH, LATER).n());
    }

    @Test
    void whatIsSentForAWholePeriodBelongsToTheStreamOfItsLastDay() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .teamThatMoves("a", "s", "2026-03-31", "t")
                        .whole("team:a", MARCH, "5");

        assertEquals(0, world.status("stream:s", MARCH, LATER).n());
        assertEquals(1, world.status("stream:t", MARCH, LATER).n());
    }

    @Test
    void whatIsSentForAWholePeriodIsLaterThanItsLastSecond() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.SUM))
                        .team("a", "s")
                        .whole("team:a", MARCH, "5")
                        .number("team:a", "2026-03-31T21:59:59.999998Z", "6");

        assertNumber("5", world.status("team:a", MARCH, LATER).value());
        world.number("team:a", "2026-03-31T21:59:59.999999Z", "7");
        assertNumber("7", world.status("team:a", MARCH, LATER).value());
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
    void aNonAdditiveStreamHasTheWorstStatusOfItsTeams() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .team("a", "s")
                        .team("b", "s")
                        .team("c", "t")
                        .team("d", "t")
                        .target("org", Comparator.GTE, "10", "5")
                        .number("team:a", "2026-03-10", "10")
                        .number("team:b", "2026-03-10", "5")
                        .number("team:c", "2026-03-10", "4");
        KpiStatus stream = world.status("stream:s", MARCH, LATER);

        assertEquals(Status.AT_RISK, stream.status());
        assertEquals("status", stream.rolledUp());
        assertEquals(0, stream.n());
        assertNull(stream.value());
        assertNull(stream.target());
        assertNull(stream.targetFrom());
        assertTrue(stream.hasData());
        assertEquals(new Coverage(2, 2, 2), stream.coverage());
        assertEquals(Status.OFF_TRACK, world.status("org", MARCH, LATER).status());
    }

    @Test
    void aTeamLendsItsStatusToEveryStreamItWasMeasuredIn() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .teamThatMoves("a", "s", "2026-03-20", "t")
                        .teamThatMoves("b", "s", "2026-03-20", "t")
                        .target("org", Comparator.GTE, "10", "5")
                        .number("team:a", "2026-03-10", "10")
                        .number("team:a", "2026-03-21", "2")
                        .number("team:b", "2026-03-21", "11");

        assertEquals(Status.OFF_TRACK, world.status("stream:s", MARCH, LATER).status());
        assertEquals(Status.OFF_TRACK, world.status("stream:t", MARCH, LATER).status());
    }

    @Test
    void whereNoTeamHasARankedStatusTheRowIsAsOneWithoutData() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .team("a", "s")
                        .number("team:a", "2026-03-10", "10");
        KpiStatus row = world.status("stream:s", MARCH, LATER);

        assertEquals(Status.NO_DATA, row.status());
        assertNull(row.rolledUp());
        assertFalse(row.hasData());
        assertEquals(Status.PENDING, world.status("stream:s", MARCH, "2026-04-02").status());
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
    void whatWasCountedBeforeTheKpiSpokeOfTrialsDoesNotBreakItsRow() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials())
                        .team("a", "s")
                        .ratio("team:a", "2026-03-10", "80", "64");

        assertNull(world.status("team:a", MARCH, LATER).interval());
    }

    @Test
    void daysAreThoseOfTheKpisZone() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                        .timeZone("Pacific/Auckland")
                                        .period(PeriodUnit.DAY))
                        .team("a", "s")
                        .number("team:a", "2026-03-10T11:30:00Z", "1");

        assertEquals(1, world.status("team:a", "2026-03-11", LATER).n());
        assertTrue(world.status("team:a", "2026-03-11", "2026-03-11T11:00:00Z").complete());
    }

    @Test
    void aScopeThatNobodyKnowsIsWithoutData() {
        TestWorld world = mean(Direction.UP).target("org", Comparator.GTE, "1", null);

        assertEquals(Status.NO_DATA, world.status("team:unknown", MARCH, LATER).status());
        assertEquals(Status.NO_DATA, world.status("stream:unknown", MARCH, LATER).status());
    }
}
