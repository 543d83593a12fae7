package io.effekt.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Decision.Accepted;
import io.effekt.kernel.Decision.Refused;
import io.effekt.kernel.Decision.Unchanged;
import io.effekt.kernel.Refusal;
import io.effekt.organization.OrganisationCommand.DefineTeam;
import io.effekt.organization.OrganisationCommand.DefineValueStream;
import io.effekt.organization.OrganisationCommand.RetireTeam;
import io.effekt.organization.OrganisationCommand.RetireValueStream;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrganisationDeciderTest {
    private Organisation state = Organisation.EMPTY;

    @Test
    void aTeamMayMoveFromOneStreamToTheNextOnTheSameDay() {
        given(stream("onboarding"), stream("payments"));
        Team team =
                team(
                        "platform",
                        member("onboarding", "2025-01-01", "2026-02-15"),
                        member("payments", "2026-02-15", null));

        assertEquals(accepted(new TeamDefined(team)), when(new DefineTeam(team)));
    }

    @Test
    void membershipsThatOverlapByADayAreRefusedWithTheCure() {
        given(stream("onboarding"), stream("payments"));
        Team team =
                team(
                        "platform",
                        member("onboarding", "2025-01-01", "2026-02-16"),
                        member("payments", "2026-02-15", null));

        Refusal refusal = refusal(when(new DefineTeam(team)));

        assertEquals("overlapping-memberships", refusal.code());
        assertEquals("/memberships/1", refusal.pointer());
        assertTrue(refusal.detail().contains("\"to\": \"2026-02-15\""), refusal.detail());
    }

    @Test
    void aMembershipOfAnUndefinedStreamNamesTheMissingOne() {
        Refusal refusal =
                refusal(
                        when(
                                new DefineTeam(
                                        team(
                                                "platform",
                                                member("onbording", "2025-01-01", null)))));

        assertEquals("value-stream-not-defined", refusal.code());
        assertEquals("/memberships/0/valueStream", refusal.pointer());
        assertTrue(refusal.detail().contains("'onbording'"), refusal.detail());
    }

    @Test
    void membershipsAreKeptInOrderHoweverTheyWereSent() {
        given(stream("onboarding"));
        Membership early = member("onboarding", "2025-01-01", "2025-02-01");
        Membership late = member("onboarding", "2025-06-01", null);
        given(team("platform", early, late));

        assertEquals(new Unchanged<>(), when(new DefineTeam(team("platform", late, early))));
    }

    @Test
    void theSameTeamAgainIsNoEvent() {
        given(team("platform"));

        assertEquals(new Unchanged<>(), when(new DefineTeam(team("platform"))));
    }

    @Test
    void aSuccessorHasToBeDefined() {
        Refusal refusal = refusal(when(new DefineTeam(replaced("platform", "core"))));

        assertEquals("team-not-defined", refusal.code());
        assertEquals("/replacedBy/0", refusal.pointer());
    }

    @Test
    void teamsAreNotReplacedInACircle() {
        given(team("b"));
        given(replaced("a", "b"));

        assertEquals(
                "replaced-in-a-circle", refusal(when(new DefineTeam(replaced("b", "a")))).code());
        assertEquals(
                "replaced-in-a-circle", refusal(when(new DefineTeam(replaced("c", "c")))).code());
    }

    @Test
    void retiringKeepsTheTeamAndItsMemberships() {
        given(stream("onboarding"));
        given(team("platform", member("onboarding", "2025-01-01", null)));

        assertEquals(accepted(new TeamRetired("platform")), when(new RetireTeam("platform")));
        state = state.evolve(new TeamRetired("platform"));
        Team team = state.teams().get("platform");

        assertEquals(
                new Team(
                        "platform",
                        "platform",
                        List.of(member("onboarding", "2025-01-01", null)),
                        List.of(),
                        true),
                team);
        assertEquals(new Unchanged<>(), when(new RetireTeam("platform")));
    }

    @Test
    void whatWasNeverDefinedCannotBeRetired() {
        assertEquals("not-defined", refusal(when(new RetireValueStream("nowhere"))).code());
    }

    @Test
    void aBlankNameIsRefused() {
        assertEquals(
                "/name",
                refusal(when(new DefineValueStream(new ValueStream("x", " ", false)))).pointer());
    }

    @Test
    void oneMembershipTooManyIsRefused() {
        given(stream("s"));
        Membership[] many = new Membership[TeamRules.MOST_MEMBERSHIPS + 1];
        for (int i = 0; i < many.length; i++) {
            LocalDate day = LocalDate.of(2025, 1, 1).plusDays(i);
            many[i] = new Membership("s", new DateSpan(day, day.plusDays(1)));
        }

        assertEquals(
                "too-many-memberships",
                refusal(when(new DefineTeam(team("platform", many)))).code());
        many = java.util.Arrays.copyOf(many, TeamRules.MOST_MEMBERSHIPS);
        assertInstanceOf(Accepted.class, when(new DefineTeam(team("platform", many))));
    }

    private void given(ValueStream... streams) {
        for (ValueStream stream : streams) {
            state = state.evolve(new ValueStreamDefined(stream));
        }
    }

    private void given(Team team) {
        state = state.evolve(new TeamDefined(team));
    }

    private Decision<OrganisationEvent> when(OrganisationCommand command) {
        return OrganisationDecider.decide(state, command);
    }

    private static Decision<OrganisationEvent> accepted(OrganisationEvent event) {
        return new Accepted<>(List.of(event));
    }

    private static Refusal refusal(Decision<OrganisationEvent> decision) {
        Refused<?> refused = assertInstanceOf(Refused.class, decision);
        assertEquals(1, refused.refusals().size(), () -> refused.refusals().toString());
        return refused.refusals().getFirst();
    }

    private static ValueStream stream(String key) {
        return new ValueStream(key, key, false);
    }

    private static Team team(String key, Membership... memberships) {
        return new Team(key, key, List.of(memberships), List.of(), false);
    }

    private static Team replaced(String key, String by) {
        return new Team(key, key, List.of(), List.of(by), false);
    }

    private static Membership member(String stream, String from, @Nullable String to) {
        return new Membership(
                stream,
                new DateSpan(LocalDate.parse(from), to == null ? null : LocalDate.parse(to)));
    }
}
