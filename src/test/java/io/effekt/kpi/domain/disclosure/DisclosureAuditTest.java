package io.effekt.kpi.domain.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from sums of parts; a small group has fewer than five answers. */
class DisclosureAuditTest {
    private static DisclosureAudit of(long[] answers, int[]... sums) {
        return new DisclosureAudit(answers, Arrays.asList(sums), 5);
    }

    private static DisclosureAudit.@Nullable Disclosure disclosure(
            DisclosureAudit audit, int[]... guarded) {
        return audit.disclosures(List.of(guarded), sum -> true).stream().findFirst().orElse(null);
    }

    private static long[] answers(long... counts) {
        return counts;
    }

    private static int[] parts(int... parts) {
        return parts;
    }

    @Test
    void largeSumsDiscloseNothing() {
        assertNull(disclosure(of(answers(5, 3, 9), parts(0, 1), parts(2), parts(0, 1, 2))));
    }

    @Test
    void smallDifferenceOfTwoSumsIsDisclosed() {
        DisclosureAudit.Disclosure disclosed = disclosure(of(answers(9, 3), parts(0), parts(0, 1)));

        assertNotNull(disclosed);
        assertEquals(Set.of(0, 1), disclosed.sums());
    }

    @Test
    void ringOfSumsDisclosesEachOfItsParts() {
        // Half of (a+b) + (a+c) − (b+c) is a.
        long[] three = answers(4, 4, 4);

        assertNotNull(disclosure(of(three, parts(0, 1), parts(0, 2), parts(1, 2))));
        assertNull(disclosure(of(three, parts(0, 1), parts(0, 2))));
    }

    @Test
    void groupOfSeveralSmallPartsIsDisclosed() {
        // Two of two each, which only their sum tells.
        assertNotNull(disclosure(of(answers(2, 9, 2, 9), parts(1), parts(3), parts(0, 1, 2, 3))));
        assertNull(disclosure(of(answers(3, 9, 2, 9), parts(1), parts(3), parts(0, 1, 2, 3))));
    }

    @Test
    void guardedPartsMayBeLarge() {
        DisclosureAudit audit = of(answers(9, 30), parts(0, 1), parts(0));

        assertNull(disclosure(audit));
        assertNotNull(disclosure(audit, parts(1)));
        assertNull(disclosure(of(answers(9, 30), parts(0, 1)), parts(1)));
    }

    @Test
    void disclosureWithoutASumThatCountsIsPassedOver() {
        DisclosureAudit audit = of(answers(9, 3), parts(0), parts(0, 1));

        assertEquals(List.of(), audit.disclosures(List.of(), sum -> sum > 1));
    }

    @Test
    void aSumMayFollowFromOthers() {
        assertFalse(of(answers(9, 3), parts(0), parts(0, 1)).follows(0));
        assertTrue(of(answers(9, 3), parts(0), parts(0, 1), parts(1)).follows(0));
    }
}
