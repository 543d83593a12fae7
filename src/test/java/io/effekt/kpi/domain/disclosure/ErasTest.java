package io.effekt.kpi.domain.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.organization.Membership;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was shown otherwise is found by what the definitions were, not by how they became so. */
class ErasTest {
    private static final Period MARCH = Period.parse("2026-03");
    private static final Instant CLOSED = Instant.parse("2026-06-01T00:00:00Z");
    private static final Kpi KPI = KpiDraft.scores(Aggregation.MEAN).kpi();

    private Eras eras = Eras.BEGINNING;
    private long seq;

    ErasTest() {
        command(new KpiDefined(KPI), team("s1", "2020-01-01", null));
    }

    private void command(DefinitionEvent... events) {
        Definitions after = eras.now();
        for (DefinitionEvent event : events) {
            after = after.evolve(event);
        }
        seq++;
        eras = eras.then(seq, CLOSED.plusSeconds(seq), after);
    }

    private static DefinitionEvent team(String stream, String from, @Nullable String to) {
        LocalDate end = to == null ? null : LocalDate.parse(to);
        return team(new Membership(stream, new DateSpan(LocalDate.parse(from), end)));
    }

    private static DefinitionEvent team(Membership... memberships) {
        return new Organised(
                new TeamDefined(new Team("t", "T", List.of(memberships), List.of(), false)));
    }

    private static DefinitionEvent retired() {
        return new Organised(new TeamRetired("t"));
    }

    private int shown() {
        return eras.showing(KPI.key(), MARCH).size();
    }

    @Test
    void firstDefinitionWasNotShownOtherwise() {
        assertEquals(0, shown());
    }

    @Test
    void aTeamThatIsDefinedElsewhereAfterItsRetirementWasShownOtherwise() {
        command(retired());
        command(team("s2", "2020-01-01", null));
        command(retired());
        command(team("s1", "2020-01-01", null));

        assertEquals(2, shown());
    }

    @Test
    void membershipsThatAreTakenAwayCountWhateverTakesThem() {
        command(team());
        assertEquals(1, shown());
        command(retired());
        assertEquals(1, shown());
        command(team("s1", "2020-01-01", "2026-03-15"));
        assertEquals(2, shown());
    }

    @Test
    void onlyThePeriodsCountInWhichATeamIsElsewhere() {
        command(retired(), team("s2", "2026-04-01", null));
        assertEquals(1, shown());
        command(team("s2", "2026-05-01", null));

        assertEquals(1, shown());
        assertEquals(2, eras.showing(KPI.key(), Period.parse("2026-04")).size());
    }

    @Test
    void spansThatAreCutOtherwiseAreNoChange() {
        command(
                team(
                        new Membership(
                                "s1",
                                new DateSpan(
                                        LocalDate.parse("2020-01-01"),
                                        LocalDate.parse("2026-03-15"))),
                        new Membership("s1", new DateSpan(LocalDate.parse("2026-03-15"), null))));

        assertEquals(0, shown());
    }

    @Test
    void oneCommandIsOneStep() {
        command(
                retired(),
                team("s2", "2020-01-01", null),
                new KpiRetired(KPI.key()),
                new KpiDefined(KPI),
                team("s1", "2020-01-01", null));

        assertEquals(0, shown());
    }

    @Test
    void aKpiThatIsDefinedAgainWithOtherRowsWasShownOtherwise() {
        command(new KpiRetired(KPI.key()));
        command(new KpiDefined(KpiDraft.scores(Aggregation.MEAN).dimensions("zone").kpi()));

        assertEquals(1, shown());
        assertTrue(eras.showing("another", MARCH).isEmpty());
    }

    @Test
    void membershipDoesNotMatterWithoutARollUpButDidBefore() {
        command(team("s2", "2020-01-01", null));
        command(new KpiDefined(KpiDraft.scores(Aggregation.MEAN).rollUp(RollUp.NONE).kpi()));
        command(team("s1", "2020-01-01", null));

        assertEquals(2, shown());
    }

    @Test
    void aReleaseEndsAnEraOfItsPeriodAlsoWhenTheClockStandsStill() {
        Instant at = CLOSED.plusSeconds(60);
        command(new HeldReleased(new KpiScope(KPI.key(), Scope.ORG), MARCH, at, 5));
        command(team("s2", "2020-01-01", null));

        List<Eras.Era> shown = eras.showing(KPI.key(), MARCH);

        assertEquals(2, shown.size());
        assertTrue(shown.getFirst().until().isBefore(at));
        assertEquals(at, shown.getLast().until());
        assertEquals(1, eras.showing(KPI.key(), Period.parse("2026-02")).size());
    }

    @Test
    void openPeriodHasNotBeenShown() {
        Eras early = eras.then(9, Instant.parse("2026-04-02T00:00:00Z"), eras.now().evolve(team()));

        assertTrue(early.showing(KPI.key(), MARCH).isEmpty());
        assertEquals(1, early.showing(KPI.key(), Period.parse("2026-02")).size());
    }

    @Test
    void anEarlierPositionKnowsNothingOfWhatCameLater() {
        command(team("s2", "2020-01-01", null));
        command(team("s1", "2020-01-01", null));

        Eras then = eras.upTo(2);

        assertEquals(1, then.showing(KPI.key(), MARCH).size());
        assertEquals(2, then.then(3, CLOSED, eras.now()).showing(KPI.key(), MARCH).size());
        assertEquals(0, eras.upTo(1).showing(KPI.key(), MARCH).size());
    }
}
