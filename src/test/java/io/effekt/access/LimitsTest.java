package io.effekt.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final Limits limits = Limits.to(List.of("a"), List.of("s"), List.of("k"));

    @Test
    void aTeamIsIncludedItselfOrByItsStreamOfThatDay() {
        assertTrue(limits.include(Scope.parse("team:a"), null));
        assertTrue(limits.include(Scope.parse("team:b"), "s"));
        assertFalse(limits.include(Scope.parse("team:b"), "t"));
        assertFalse(limits.include(Scope.parse("team:b"), null));
    }

    @Test
    void aboveThemNothingIsIncluded() {
        assertTrue(limits.include(Scope.parse("stream:s"), "s"));
        assertFalse(limits.include(Scope.parse("stream:t"), "t"));
        assertFalse(limits.include(Scope.ORG, null));
    }

    @Test
    void kpisAreLimitedOnlyWhereSomeAreNamed() {
        assertTrue(limits.includeKpi("k"));
        assertFalse(limits.includeKpi("l"));
        assertTrue(Limits.NONE.includeKpi("l"));
    }

    @Test
    void nobodyCanGiveMoreThanTheyHold() {
        assertTrue(Limits.NONE.include(limits));
        assertFalse(limits.include(Limits.NONE));
        assertTrue(limits.include(Limits.to(List.of("a"), List.of(), List.of("k"))));
        assertFalse(limits.include(Limits.to(List.of("a"), List.of(), List.of())));
        assertFalse(limits.include(Limits.to(List.of("b"), List.of(), List.of("k"))));
        assertFalse(Limits.to(List.of(), List.of(), List.of("k")).include(Limits.NONE));
    }

    @Test
    void nowhereIsNowhere() {
        assertFalse(Limits.NOWHERE.include(Scope.ORG, null));
        assertFalse(Limits.NOWHERE.include(Scope.parse("team:a"), "s"));
    }
}
