package io.effekt.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Scope;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrganisationTest {
    private static final LocalDate FOUNDED = LocalDate.of(2025, 1, 1);
    private static final LocalDate MOVED = LocalDate.of(2026, 2, 15);
    private static final LocalDate LEFT = LocalDate.of(2026, 6, 1);

    private final Team team =
            new Team(
                    "payments",
                    "Payments",
                    List.of(
                            new Membership("sales", new DateSpan(FOUNDED, MOVED)),
                            new Membership("service", new DateSpan(MOVED, LEFT))),
                    List.of(),
                    false);
    private final Organisation organisation =
            new Organisation(
                    Map.of("sales", new ValueStream("sales", "Sales", false)),
                    Map.of("payments", team));

    @Test
    void aTeamBelongsToTheNewStreamFromTheDayOfTheMoveOn() {
        assertEquals("sales", team.streamOn(MOVED.minusDays(1)));
        assertEquals("service", team.streamOn(MOVED));
    }

    @Test
    void outsideItsMembershipsATeamBelongsToNoStream() {
        assertNull(team.streamOn(FOUNDED.minusDays(1)));
        assertNull(team.streamOn(LEFT));
    }

    @Test
    void aTeamIsAMemberOfBothStreamsInTheMonthOfItsMove() {
        DateSpan february = new DateSpan(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 3, 1));

        assertTrue(team.belongsTo("sales", february));
        assertTrue(team.belongsTo("service", february));
        assertFalse(team.belongsTo("other", february));
    }

    @Test
    void whatIsMeasuredAtAStreamBelongsToItAndAtTheOrganisationToNone() {
        assertEquals("sales", organisation.streamOf(new Scope.Stream("sales"), MOVED));
        assertEquals("service", organisation.streamOf(new Scope.Team("payments"), MOVED));
        assertNull(organisation.streamOf(new Scope.Team("unknown"), MOVED));
        assertNull(organisation.streamOf(Scope.ORG, MOVED));
    }

    @Test
    void theOrganisationIsAlwaysDefined() {
        assertTrue(Organisation.EMPTY.isDefined(Scope.ORG));
        assertTrue(organisation.isDefined(new Scope.Team("payments")));
        assertTrue(organisation.isDefined(new Scope.Stream("sales")));
        assertFalse(organisation.isDefined(new Scope.Stream("service")));
        assertFalse(organisation.isDefined(new Scope.Team("sales")));
    }
}
