package io.effekt.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.kernel.DateSpan;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrganisationNoticesTest {
    private static final Membership OPEN =
            new Membership("s", new DateSpan(LocalDate.parse("2025-01-01"), null));
    private static final Organisation WITH_TEAM =
            Organisation.EMPTY
                    .evolve(new ValueStreamDefined(new ValueStream("s", "S", false)))
                    .evolve(new TeamDefined(team("t")));

    private static Team team(String key) {
        return new Team(key, "T", List.of(OPEN), List.of(), false);
    }

    @Test
    void retiredStreamNamesTeamsThatAreStillMembers() {
        assertEquals(
                List.of("Teams have a membership in it without an end: t."),
                OrganisationNotices.of(WITH_TEAM, new ValueStreamRetired("s")));
    }

    @Test
    void teamInRetiredStreamIsToldSo() {
        Organisation retired = WITH_TEAM.evolve(new ValueStreamRetired("s"));

        assertEquals(
                List.of("The value stream 's' is retired."),
                OrganisationNotices.of(retired, new TeamDefined(team("other"))));
    }
}
