package io.effekt.kpi.domain.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.effekt.kernel.Decision;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.OverrideCommand.LiftOverride;
import io.effekt.kpi.domain.definition.OverrideCommand.OverrideStatus;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverrideDeciderTest {
    private static final Instant NOW = Instant.parse("2026-03-10T11:00:00Z");
    private static final Instant SOON = Instant.parse("2026-03-20T00:00:00Z");
    private static final KpiScope PLACE = new KpiScope("k", new Scope.Team("a"));
    private static final Definitions KNOWN =
            new TestWorld(KpiDraft.ratio()).team("a", "s").definitions();

    @Test
    void anOverrideIsInForceFromItsRecordingUntilItExpires() {
        Definitions after = accepted(KNOWN, set(Status.AT_RISK, SOON), "a slip", NOW);

        assertNull(StatusOverride.inForce(after.overrides(PLACE), NOW.minusMillis(1)));
        StatusOverride found = StatusOverride.inForce(after.overrides(PLACE), NOW);
        assertNotNull(found);
        assertEquals(Status.AT_RISK, found.status());
        assertEquals(new Recording("ann", NOW, "a slip"), found.recording());
        assertNotNull(StatusOverride.inForce(after.overrides(PLACE), SOON.minusMillis(1)));
        assertNull(StatusOverride.inForce(after.overrides(PLACE), SOON));
    }

    @Test
    void newOverrideReplacesTheOldOneAndThePastKeepsTheOldOne() {
        Instant later = NOW.plus(Duration.ofDays(1));
        Definitions first = accepted(KNOWN, set(Status.AT_RISK, SOON), "a", NOW);
        Definitions second = accepted(first, set(Status.OFF_TRACK, SOON), "b", later);
        Definitions lifted = accepted(second, new LiftOverride(PLACE), null, later.plusSeconds(5));

        assertEquals(Status.AT_RISK, at(lifted, NOW));
        assertEquals(Status.OFF_TRACK, at(lifted, later));
        assertNull(at(lifted, later.plusSeconds(5)));
        assertEquals(3, lifted.version(PLACE.overrideSubject()));
    }

    @Test
    void sameOverrideAgainIsNoEvent() {
        Definitions after = accepted(KNOWN, set(Status.AT_RISK, SOON), "a", NOW);

        assertInstanceOf(
                Decision.Unchanged.class,
                OverrideDecider.decide(after, set(Status.AT_RISK, SOON), "a", NOW));
        assertInstanceOf(
                Decision.Accepted.class,
                OverrideDecider.decide(after, set(Status.AT_RISK, SOON), "another reason", NOW));
        Definitions lifted = accepted(after, new LiftOverride(PLACE), null, NOW);
        assertInstanceOf(
                Decision.Unchanged.class,
                OverrideDecider.decide(lifted, new LiftOverride(PLACE), null, NOW));
    }

    @Test
    void overrideHoldsForOnePeriodAheadAtMost() {
        Instant latest = Instant.parse("2026-04-10T10:00:00Z"); // summer time by then

        accepted(KNOWN, set(Status.AT_RISK, latest), "a", NOW);
        assertEquals(
                List.of("expires-too-late"),
                refused(KNOWN, set(Status.AT_RISK, latest.plusSeconds(1)), "a"));
        assertEquals(List.of("expires-in-past"), refused(KNOWN, set(Status.AT_RISK, NOW), "a"));
    }

    @Test
    void invalidOverrideIsRefused() {
        assertEquals(
                List.of("status-not-allowed", "required"),
                refused(KNOWN, set(Status.NO_DATA, SOON), " "));
        Definitions neutral =
                new TestWorld(KpiDraft.ratio().direction(Direction.NEUTRAL))
                        .team("a", "s")
                        .definitions();
        assertEquals(List.of("kpi-neutral"), refused(neutral, set(Status.AT_RISK, SOON), "a"));
        assertEquals(
                List.of("scope-not-defined", "kpi-not-defined"),
                refused(Definitions.EMPTY, set(Status.AT_RISK, SOON), "a"));
        assertEquals(List.of("invalid-period"), refused(KNOWN, of("2026-Q1"), "a"));
        assertEquals(List.of("period-in-future"), refused(KNOWN, of("2026-04"), "a"));
        assertInstanceOf(
                Decision.Refused.class,
                OverrideDecider.decide(KNOWN, new LiftOverride(PLACE), null, NOW));
    }

    @Test
    void overrideIsOfItsPeriodAndWithoutOneOfTheHeadline() {
        Period march = Period.parse("2026-03");
        Period february = Period.parse("2026-02");
        Definitions named = accepted(KNOWN, of("2026-02"), "a", NOW);
        Definitions unnamed = accepted(KNOWN, set(Status.AT_RISK, SOON), "a", NOW);

        assertEquals(true, inForce(named).isAbout(february, march));
        assertEquals(false, inForce(named).isAbout(march, march));
        assertEquals(true, inForce(unnamed).isAbout(march, march));
        assertEquals(false, inForce(unnamed).isAbout(february, march));
        assertEquals(true, inForce(unnamed).isAbout(null, null));
    }

    private static StatusOverride inForce(Definitions known) {
        StatusOverride found = StatusOverride.inForce(known.overrides(PLACE), NOW);
        assertNotNull(found);
        return found;
    }

    private static OverrideStatus set(Status status, Instant expires) {
        return new OverrideStatus(PLACE, null, status, expires);
    }

    private static OverrideStatus of(String period) {
        return new OverrideStatus(PLACE, Period.parse(period), Status.AT_RISK, SOON);
    }

    private static @Nullable Status at(Definitions known, Instant moment) {
        StatusOverride found = StatusOverride.inForce(known.overrides(PLACE), moment);
        return found == null ? null : found.status();
    }

    private static Definitions accepted(
            Definitions known, OverrideCommand command, @Nullable String reason, Instant now) {
        Decision<DefinitionEvent> decision = OverrideDecider.decide(known, command, reason, now);
        Definitions after = known;
        if (decision instanceof Decision.Accepted<DefinitionEvent>(List<DefinitionEvent> events)) {
            for (DefinitionEvent event : events) {
                after = after.evolve(event.recorded(new Recording("ann", now, reason)));
            }
            return after;
        }
        throw new AssertionError(decision);
    }

    private static List<String> refused(Definitions known, OverrideCommand command, String reason) {
        return switch (OverrideDecider.decide(known, command, reason, NOW)) {
            case Decision.Refused<DefinitionEvent>(List<Refusal> refusals) ->
                    refusals.stream().map(Refusal::code).toList();
            case Decision.Accepted<DefinitionEvent> accepted -> List.of("accepted");
            case Decision.Unchanged<DefinitionEvent>() -> List.of("unchanged");
        };
    }
}
