package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From measurements to the value of a team, a stream and the organisation. */
class RollUpTest {
    private static final String MARCH = "2026-03";
    private static final String LATER = "2026-05-01";

    private static TestWorld numbers(Aggregation aggregation, RollUp rollUp) {
        return new TestWorld(KpiDraft.number(aggregation, rollUp).direction(Direction.NEUTRAL))
                .team("a", "s")
                .team("b", "s")
                .team("c", "other")
                .team("d", null)
                .number("team:a", "2026-03-02", "10", "3")
                .number("team:a", "2026-03-20", "4", "1")
                .number("team:b", "2026-03-05", "1", "2")
                .number("team:c", "2026-03-31T21:59:59Z", "-6", "4")
                .number("team:d", "2026-03-09", "20", "0.5");
    }

    private static void assertValue(String expected, KpiStatus row) {
        BigDecimal value = Objects.requireNonNull(row.value(), row.toString());
        assertEquals(0, value.compareTo(new BigDecimal(expected)), row.toString());
    }

    private static void assertValue(String expected, TestWorld world, String scope) {
        assertValue(expected, world.status(scope, MARCH, LATER));
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, SUM, 14, 15, 29",
        "SUM, AVERAGE, 14, 7.5, 7.25",
        "SUM, MIN, 14, 1, -6",
        "SUM, MAX, 14, 14, 20",
        "MEAN, MEAN, 8.5, 6, 2.095238095238095",
        "MEAN, AVERAGE, 8.5, 4.75, 5.875",
        "MEAN, MIN, 8.5, 1, -6",
        "MEAN, MAX, 8.5, 8.5, 20",
        "LAST, SUM, 4, 5, 19",
        "LAST, AVERAGE, 4, 2.5, 4.75",
        "LAST, MEAN, 4, 2, -1.066666666666667",
        "LAST, MIN, 4, 1, -6",
        "LAST, MAX, 4, 4, 20",
        "MIN, MIN, 4, 1, -6",
        "MAX, MAX, 10, 10, 20"
    })
    void numbersRollUpAsTheirKpiSays(
            Aggregation aggregation,
            RollUp rollUp,
            String team,
            String stream,
            String organisation) {
        TestWorld world = numbers(aggregation, rollUp);

        assertValue(team, world, "team:a");
        assertValue(stream, world, "stream:s");
        assertValue(organisation, world, "org");
    }

    @Test
    void nCountsMeasurementsAndNotChildren() {
        TestWorld world = numbers(Aggregation.LAST, RollUp.SUM);

        assertEquals(2, world.status("team:a", MARCH, LATER).n());
        assertEquals(3, world.status("stream:s", MARCH, LATER).n());
        assertEquals(5, world.status("org", MARCH, LATER).n());
    }

    @Test
    void ratiosArePooledFromTheirPartsAndNotAveraged() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio())
                        .team("a", "s")
                        .team("b", "s")
                        .ratio("team:a", "2026-03-02", "1", "1")
                        .ratio("team:b", "2026-03-02", "0", "9");

        assertValue("10", world, "stream:s");
    }

    @Test
    void onlyPercentIsScaled() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().unit("per h"))
                        .team("a", "s")
                        .ratio("team:a", "2026-03-02", "-1", "8");

        assertValue("-0.125", world, "org");
    }

    @ParameterizedTest
    @CsvSource({"ENPS, 20", "FAVOURABLE, 60", "MEAN, 7.3"})
    void scoresAreComputedFromTheirAnswers(Aggregation aggregation, String expected) {
        TestWorld world =
                new TestWorld(KpiDraft.scores(aggregation))
                        .team("a", "s")
                        .team("b", "s")
                        .scores("team:a", "2026-03-02", "0:1 6:2 7:1 8:1")
                        .scores("team:b", "2026-03-02", "9:4 10:1");

        assertValue(expected, world, "stream:s");
    }

    @Test
    void theLowestFavourableScoreIsTheKpis() {
        KpiDraft draft = KpiDraft.scores(Aggregation.FAVOURABLE).favourableFrom(7);
        TestWorld world =
                new TestWorld(draft)
                        .team("a", "s")
                        .scores("team:a", "2026-03-02", "6:5 7:5 8:5 10:5");

        assertValue("75", world, "team:a");
    }

    @Test
    void measurementAtAStreamIsOneMoreChildThereAndAbove() {
        TestWorld world =
                numbers(Aggregation.SUM, RollUp.AVERAGE)
                        .number("stream:s", "2026-03-10", "30")
                        .number("stream:s", "2026-03-11", "30");

        assertValue("25", world, "stream:s");
        assertValue("17.8", world, "org");
    }

    @Test
    void twoStreamsMeasuredDirectlyAreTwoChildrenOfTheOrganisation() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.AVERAGE))
                        .team("a", "s")
                        .team("b", "t")
                        .number("stream:s", "2026-03-10", "3")
                        .number("stream:t", "2026-03-10", "6")
                        .number("org", "2026-03-10", "9");

        assertValue("3", world, "stream:s");
        assertValue("6", world, "org");
    }

    @Test
    void eachMeasurementCountsWhereItsTeamWasThatDay() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .teamThatMoves("a", "s", "2026-03-15", "t")
                        .number("team:a", "2026-03-14T22:59:59Z", "1")
                        .number("team:a", "2026-03-14T23:00:00Z", "2");

        assertValue("1", world, "stream:s");
        assertValue("2", world, "stream:t");
        assertValue("3", world, "team:a");
        assertValue("3", world, "org");
    }

    @Test
    void aTeamThatMovedIsOneChildOfTheOrganisation() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.AVERAGE))
                        .teamThatMoves("a", "s", "2026-03-15", "t")
                        .number("team:a", "2026-03-14", "1")
                        .number("team:a", "2026-03-16", "2");

        assertValue("3", world, "org");
    }

    @Test
    void aKpiThatIsNotAdditiveHasNoValueAboveItsTeams() {
        TestWorld world = numbers(Aggregation.LAST, RollUp.NONE);

        assertNull(world.status("stream:s", MARCH, LATER).value());
        assertNull(world.status("org", MARCH, LATER).value());
    }

    @Test
    void aKpiThatIsNotAdditiveHasTheValueMeasuredThere() {
        TestWorld world =
                numbers(Aggregation.LAST, RollUp.NONE).number("stream:s", "2026-03-10", "8");
        KpiStatus row = world.status("stream:s", MARCH, LATER);

        assertValue("8", row);
        assertEquals(1, row.n());
        assertNull(row.rolledUp());
        assertNull(world.status("org", MARCH, LATER).value());
    }

    @Test
    void aThirdIsRoundedOnceToSixteenDigits() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.MEAN, RollUp.MEAN))
                        .team("a", "s")
                        .number("team:a", "2026-03-10", "2", "1")
                        .number("team:a", "2026-03-10", "0", "2");

        assertEquals(
                new BigDecimal("0.6666666666666667"), world.status("team:a", MARCH, LATER).value());
    }

    @Test
    void aSumIsNotRoundedAtAll() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .number("team:a", "2026-03-10", "123456789012345678.000000000001")
                        .number("team:a", "2026-03-10", "123456789012345678.000000000002");

        assertValue("246913578024691356.000000000003", world, "org");
    }

    @Test
    void aRolledUpRowTellsHowManyTeamsItRestsOn() {
        TestWorld world =
                new TestWorld(KpiDraft.number(Aggregation.SUM, RollUp.SUM))
                        .team("a", "s")
                        .team("b", "s")
                        .team("c", "s")
                        .teamThatMoves("gone", "s", "2026-03-01", "t")
                        .teamThatMoves("come", "t", "2026-03-31", "s")
                        .team("free", null)
                        .number("team:a", "2026-03-10", "1")
                        .number("team:b", "2026-02-10", "1")
                        .number("team:c", "2026-04-10", "1")
                        .number("team:free", "2026-03-10", "1");

        assertEquals(new Coverage(4, 1, 2), world.status("stream:s", MARCH, LATER).coverage());
        assertEquals(new Coverage(6, 2, 3), world.status("org", MARCH, LATER).coverage());
        assertNull(world.status("team:a", MARCH, LATER).coverage());
    }
}
