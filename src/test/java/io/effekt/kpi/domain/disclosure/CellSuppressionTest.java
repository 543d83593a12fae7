package io.effekt.kpi.domain.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.TestWorld;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rows must not be shown so that nobody can work out a small group. */
class CellSuppressionTest {
    private static final String QUARTER = "2026-Q1";
    private static final String SETTLED = "2026-04-06";

    private static TestWorld survey() {
        return new TestWorld(
                KpiDraft.scores(Aggregation.ENPS)
                        .period(PeriodUnit.QUARTER)
                        .direction(Direction.NEUTRAL));
    }

    private static TestWorld survey(Object... teamsStreamsAndAnswers) {
        TestWorld world = survey();
        for (int i = 0; i < teamsStreamsAndAnswers.length; i += 3) {
            String team = (String) teamsStreamsAndAnswers[i];
            String stream = (String) teamsStreamsAndAnswers[i + 1];
            world.team(team, stream.equals("-") ? null : stream);
            world.scores("team:" + team, "2026-02-10", "9:" + teamsStreamsAndAnswers[i + 2]);
        }
        return world;
    }

    private static void assertHidden(TestWorld world, String... scopes) {
        DimensionFigures figures =
                DimensionFigures.of(
                        world.kpi(), world.journal(SETTLED).leaves(Period.parse(QUARTER)));
        Set<String> hidden = new TreeSet<>();
        DisclosureControl.suppressed(world.kpi(), figures, List.of())
                .forEach(place -> hidden.add(place.scope().toString()));

        assertEquals(new TreeSet<>(List.of(scopes)), hidden);
    }

    @Test
    void groupsOfTheLimitAreShown() {
        assertHidden(survey("a", "s", 5, "b", "s", 5));
    }

    @Test
    void aSmallTeamTakesTheSmallestOfTheOthersWithIt() {
        assertHidden(survey("a", "s", 4, "b", "s", 9, "c", "s", 8), "team:a", "team:c");
    }

    @Test
    void firstByNameIsHiddenAmongTeamsOfEqualSize() {
        assertHidden(survey("a", "s", 4, "c", "s", 8, "b", "s", 8), "team:a", "team:b");
    }

    @Test
    void twoSmallTeamsHideEachOtherOnceTheyAreTheLimitTogether() {
        assertHidden(
                survey("a", "s", 4, "b", "s", 1, "c", "s", 8, "d", "s", 9), "team:a", "team:b");
    }

    @Test
    void twoSmallTeamsBelowTheLimitTogetherTakeAThird() {
        assertHidden(
                survey("a", "s", 2, "b", "s", 2, "c", "s", 8, "d", "s", 9),
                "team:a",
                "team:b",
                "team:c");
    }

    @Test
    void aStreamOfOneSmallTeamIsAsSmallItself() {
        // Hiding the other stream would cover nothing while its only team is shown.
        assertHidden(survey("a", "s", 4, "b", "t", 9), "team:a", "stream:s", "stream:t", "team:b");
    }

    @Test
    void anOrganisationOfOneSmallTeamIsHiddenWhole() {
        assertHidden(survey("a", "s", 4), "team:a", "stream:s", "org");
    }

    @Test
    void answersMeasuredAtTheStreamArePartOfItsRemainder() {
        TestWorld world = survey("a", "s", 9, "b", "s", 8).scores("stream:s", "2026-02-10", "9:3");

        assertHidden(world, "team:b");
    }

    @Test
    void answersMeasuredAtTheStreamMayCoverASmallTeam() {
        TestWorld world = survey("a", "s", 2, "b", "s", 8).scores("stream:s", "2026-02-10", "9:3");

        assertHidden(world, "team:a");
    }

    @Test
    void theOrganisationMustNotGiveAHiddenStreamAway() {
        assertHidden(
                survey("a", "s", 2, "b", "s", 2, "c", "t", 9, "d", "u", 7),
                "team:a",
                "team:b",
                "stream:s",
                "stream:u",
                "team:d");
    }

    @Test
    void aTeamOfNoStreamIsAChildOfTheOrganisation() {
        assertHidden(survey("a", "-", 3, "b", "-", 6, "c", "t", 9), "team:a", "team:b");
    }

    @Test
    void theShownTeamsOfAHiddenStreamAreChildrenOfTheOrganisation() {
        // The organisation's own three need cover: first the smaller stream goes, which covers
        // nothing because its team is shown, and then that team.
        TestWorld world = survey("a", "s", 7, "b", "t", 9).scores("org", "2026-02-10", "9:3");

        assertHidden(world, "stream:s", "team:a");
    }

    @Test
    void theAnswersOfATeamFromBeforeItMovedAreInTheRemainder() {
        TestWorld world =
                survey("b", "s", 9, "c", "t", 9, "d", "s", 8)
                        .teamThatMoves("a", "s", "2026-02-15", "t")
                        .scores("team:a", "2026-02-01", "9:3")
                        .scores("team:a", "2026-02-20", "9:6");

        // Of the stream it left three remain, and one of its teams has to cover them. What it
        // answered in the other follows from that stream, so its own row would still tell.
        assertHidden(world, "team:a", "team:d");
    }

    @Test
    void aTeamThatMovedMustNotGiveAwayASmallOneOfItsNewStream() {
        // Of s only the part of a is known, so a tells its part in t, and t what h answered.
        TestWorld world =
                survey("h", "t", 4, "c", "t", 9, "d", "t", 9)
                        .teamThatMoves("a", "s", "2026-02-15", "t")
                        .scores("team:a", "2026-02-01", "9:6")
                        .scores("team:a", "2026-02-20", "9:3");

        assertHidden(world, "team:a", "team:h");
    }

    @Test
    void hiddenRowStaysHiddenWhereItsDifferenceIsKnown() {
        TestWorld before = survey("a", "s", 3, "b", "s", 9, "c", "s", 20);
        TestWorld after = survey("a", "s", 8, "b", "s", 9, "c", "s", 20);
        Period quarter = Period.parse(QUARTER);
        List<Leaf> now = after.journal(SETTLED).leaves(quarter);

        assertFalse(
                DisclosureControl.protect(after.kpi(), now)
                        .isHidden(RowKey.of(Scope.parse("team:a"))));
        ProtectedFigures both = DisclosureControl.protect(after.kpi(), now, changed(before, after));
        assertTrue(both.isHidden(RowKey.of(Scope.parse("team:a"))));
        assertTrue(both.isHidden(RowKey.of(Scope.parse("team:b"))));
        assertFalse(both.isHidden(RowKey.of(Scope.parse("stream:s"))));
    }

    @Test
    void aReorganisationToldAfterwardsMustNotGiveASmallTeamAway() {
        TestWorld before = survey("a", "s", 3, "b", "s", 3, "c", "s", 20, "d", "t", 20);
        TestWorld after = survey("a", "t", 3, "b", "s", 3, "c", "s", 20, "d", "t", 20);
        Period quarter = Period.parse(QUARTER);
        ProtectedFigures both =
                DisclosureControl.protect(
                        after.kpi(),
                        after.journal(SETTLED).leaves(quarter),
                        changed(before, after));

        // What one stream lost and the other got is the team.
        assertTrue(both.isHidden(RowKey.of(Scope.parse("stream:s"))));
        assertTrue(both.isHidden(RowKey.of(Scope.parse("stream:t"))));
        assertFalse(both.isHidden(RowKey.of(Scope.ORG)));
    }

    @Test
    void answersThatACorrectionMovedAreTheSameThoughOthersLikeThemCame() {
        Kpi kpi = KpiDraft.scores(Aggregation.MEAN).kpi();
        // Three of stream b are taken out. The team's thirteen are corrected to a day when it
        // belonged to b, and five more came that say the same. The team's row tells the thirteen,
        // and so what b lost beside them.
        List<EffectiveMeasurement> then =
                List.of(
                        standing("1", "team:t", "a", 7, 13),
                        standing("2", "stream:a", "a", 5, 10),
                        standing("3", "stream:b", "b", 3, 12),
                        standing("4", "stream:b", "b", 4, 3),
                        standing("5", "org", null, 2, 6));
        List<EffectiveMeasurement> now =
                List.of(
                        standing("1", "team:t", "b", 7, 13),
                        standing("2", "stream:a", "a", 5, 10),
                        standing("3", "stream:b", "b", 3, 12),
                        standing("5", "org", null, 2, 6),
                        standing("6", "team:t", "a", 7, 5),
                        standing("7", "stream:a", "a", 6, 8),
                        standing("8", "org", null, 1, 8));

        ProtectedFigures figures =
                DisclosureControl.protect(
                        kpi,
                        List.of(),
                        new DisclosureHistory(
                                List.of(new DisclosureHistory.Shown(kpi, then)), now));

        assertTrue(figures.isHidden(RowKey.of(Scope.parse("stream:b"))));
        assertFalse(figures.isHidden(RowKey.of(Scope.parse("team:t"))));
    }

    @Test
    void rowShownByAnotherDefinitionStaysKnown() {
        KpiDraft draft = KpiDraft.scores(Aggregation.MEAN);
        Kpi before = draft.rollUp(RollUp.NONE).kpi();
        Kpi after = draft.rollUp(RollUp.POOLED).kpi();
        List<EffectiveMeasurement> held =
                List.of(
                        standing("1", "team:a", "s", 7, 6),
                        standing("2", "team:b", "s", 7, 3),
                        standing("3", "team:c", "s", 7, 9));

        ProtectedFigures figures =
                DisclosureControl.protect(
                        after,
                        List.of(),
                        new DisclosureHistory(
                                List.of(new DisclosureHistory.Shown(before, held)), held));

        // Everybody knows a and c: together with the stream they would tell b.
        assertTrue(figures.isHidden(RowKey.of(Scope.parse("stream:s"))));
        assertTrue(figures.isHidden(RowKey.of(Scope.ORG)));
    }

    @Test
    void answersFromBeforeTheSmallestGroupAreKnownOneByOne() {
        Kpi before = KpiDraft.ratio().trials().kpi();
        Kpi after = KpiDraft.ratio().trials().minGroupSize(5).kpi();
        List<EffectiveMeasurement> then =
                List.of(trials("1", "team:a", 2, 3), trials("2", "team:b", 4, 9));
        List<EffectiveMeasurement> now = new ArrayList<>(then);
        now.add(trials("3", "team:a", 1, 4));

        ProtectedFigures figures =
                DisclosureControl.protect(
                        after,
                        List.of(),
                        new DisclosureHistory(
                                List.of(new DisclosureHistory.Shown(before, then)), now));

        assertTrue(figures.isHidden(RowKey.of(Scope.parse("team:a"))));
        assertTrue(figures.isHidden(RowKey.of(Scope.ORG)));
    }

    private static EffectiveMeasurement trials(
            String chain, String scope, long successes, long trials) {
        Content content =
                new Content.Ratio(BigDecimal.valueOf(successes), BigDecimal.valueOf(trials));
        return standing(chain, scope, "s", content);
    }

    private static EffectiveMeasurement standing(
            String chain, String scope, @Nullable String stream, int score, long answers) {
        Long[] counts = new Long[Content.Scores.COUNTS];
        Arrays.fill(counts, 0L);
        counts[score] = answers;
        return standing(chain, scope, stream, new Content.Scores(List.of(counts)));
    }

    private static EffectiveMeasurement standing(
            String chain, String scope, @Nullable String stream, Content content) {
        Observed observed = new Observed(Instant.EPOCH, Instant.EPOCH, 0, 1);
        return new EffectiveMeasurement(
                chain, new Leaf(Scope.parse(scope), stream, Tally.of(content, observed)));
    }

    /** Nothing was corrected: each scope's answers in a stream are one chain. */
    private static DisclosureHistory changed(TestWorld before, TestWorld after) {
        return new DisclosureHistory(
                List.of(new DisclosureHistory.Shown(before.kpi(), standing(before))),
                standing(after));
    }

    private static List<EffectiveMeasurement> standing(TestWorld world) {
        return world.journal(SETTLED).leaves(Period.parse(QUARTER)).stream()
                .map(leaf -> new EffectiveMeasurement(leaf.measuredAt().toString(), leaf))
                .toList();
    }

    @Test
    void aTeamThatMovedOutOfAHiddenStreamIsShownWhereNothingFollowsFromIt() {
        TestWorld world =
                survey().teamThatMoves("a", "s", "2026-02-15", "t")
                        .scores("team:a", "2026-02-01", "9:3")
                        .scores("team:a", "2026-02-20", "9:6");

        assertHidden(world, "stream:s", "stream:t");
    }

    @Test
    void anEmptyRemainderNeedsNoCover() {
        TestWorld world =
                survey("b", "s", 9)
                        .teamThatMoves("a", "s", "2026-02-15", "t")
                        .scores("team:a", "2026-02-20", "9:6");

        assertHidden(world);
    }

    @Test
    void rowsWithoutRollUpAreNoDifferencesOfOthers() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.scores(Aggregation.ENPS)
                                        .rollUp(RollUp.NONE)
                                        .period(PeriodUnit.QUARTER))
                        .team("a", "s")
                        .team("b", "s")
                        .scores("team:a", "2026-02-10", "9:4")
                        .scores("team:b", "2026-02-10", "9:9")
                        .scores("stream:s", "2026-02-10", "9:4");

        assertHidden(world, "team:a", "stream:s");
    }

    @Test
    void aRatioOfTrialsIsCountedByItsTrials() {
        KpiDraft draft = KpiDraft.ratio().trials().minGroupSize(10).period(PeriodUnit.QUARTER);
        TestWorld world =
                new TestWorld(draft)
                        .team("a", "s")
                        .team("b", "s")
                        .team("c", "s")
                        .ratio("team:a", "2026-02-10", "1", "9")
                        .ratio("team:b", "2026-02-10", "1", "40")
                        .ratio("team:c", "2026-02-10", "1", "30");

        assertHidden(world, "team:a", "team:c");
    }

    @Test
    void aKpiWithoutALimitHidesNothing() {
        TestWorld world =
                new TestWorld(KpiDraft.ratio().trials().period(PeriodUnit.QUARTER))
                        .team("a", "s")
                        .ratio("team:a", "2026-02-10", "1", "1");

        assertHidden(world);
    }

    @Test
    void aSuppressedRowShowsNothing() {
        TestWorld world =
                survey("a", "s", 4, "b", "s", 9)
                        .scores("team:a", "2025-11-10", "9:9")
                        .scores("team:b", "2025-11-10", "9:9")
                        .baseline("team:a", "3");

        for (String scope : List.of("team:a", "team:b")) {
            KpiStatus row = world.status(scope, QUARTER, SETTLED);

            assertEquals(Status.SUPPRESSED, row.status());
            assertShowsNothing(row);
            assertEquals(5, row.minGroupSize());
        }
        assertNotEquals(Status.SUPPRESSED, world.status("stream:s", QUARTER, SETTLED).status());
    }

    private static void assertShowsNothing(KpiStatus row) {
        assertNull(row.value());
        assertNull(row.n());
        assertNull(row.answers());
        assertNull(row.interval());
        assertNull(row.confident());
        assertNull(row.changeFromPrevious());
        assertNull(row.changeFromBaseline());
    }

    @Test
    void unsettledPeriodIsPendingAndShowsNothing() {
        TestWorld world = survey("a", "s", 40);
        KpiStatus row = world.status("team:a", QUARTER, "2026-04-05");

        assertEquals(Status.PENDING, row.status());
        assertShowsNothing(row);
        assertEquals(world.instant("2026-04-05T22:00:00Z"), row.changesAt());
    }

    @Test
    void aSmallGroupIsPendingBeforeItsTimeAndNotSuppressed() {
        assertEquals(
                Status.PENDING,
                survey("a", "s", 1).status("team:a", QUARTER, "2026-04-05").status());
    }

    @Test
    void aGroupWithoutAnswersHasNoDataAndIsNotSuppressed() {
        TestWorld world = survey("a", "s", 4).team("b", "s");

        assertEquals(Status.NO_DATA, world.status("team:b", QUARTER, SETTLED).status());
    }

    @Test
    void aHiddenPeriodIsNotToldByTheChangeOfTheNext() {
        TestWorld world =
                survey("a", "s", 20, "b", "s", 20)
                        .scores("team:a", "2025-11-10", "9:4")
                        .scores("team:b", "2025-11-10", "0:20");

        assertNull(world.status("team:a", QUARTER, SETTLED).changeFromPrevious());
        assertNull(world.status("team:b", QUARTER, SETTLED).changeFromPrevious());
    }

    @Test
    void aSuppressedTeamDoesNotLendItsStatus() {
        TestWorld world =
                new TestWorld(
                                KpiDraft.scores(Aggregation.ENPS)
                                        .rollUp(RollUp.NONE)
                                        .period(PeriodUnit.QUARTER))
                        .team("a", "s")
                        .team("b", "s")
                        .target("org", Comparator.GTE, "20", null)
                        .scores("team:a", "2026-02-10", "0:4")
                        .scores("team:b", "2026-02-10", "9:9");

        assertEquals(Status.ON_TRACK, world.status("stream:s", QUARTER, SETTLED).status());
        assertEquals(
                Status.SUPPRESSED,
                world.evaluator(QUARTER, SETTLED).status(Scope.parse("team:a")).status());
    }
}
