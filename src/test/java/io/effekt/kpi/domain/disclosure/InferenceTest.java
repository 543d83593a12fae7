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
class InferenceTest {
    private static Inference of(long[] answers, int[]... sums) {
        return new Inference(answers, Arrays.asList(sums), 5);
    }

    private static Inference.@Nullable Told told(Inference inference, int[]... guarded) {
        return inference.told(List.of(guarded), sum -> true).stream().findFirst().orElse(null);
    }

    private static long[] answers(long... counts) {
        return counts;
    }

    private static int[] parts(int... parts) {
        return parts;
    }

    @Test
    void largeSumsTellNothing() {
        assertNull(told(of(answers(5, 3, 9), parts(0, 1), parts(2), parts(0, 1, 2))));
    }

    @Test
    void aSmallDifferenceOfTwoIsTold() {
        Inference.Told told = told(of(answers(9, 3), parts(0), parts(0, 1)));

        assertNotNull(told);
        assertEquals(Set.of(0, 1), told.sums());
    }

    @Test
    void aRingOfSumsTellsEachOfItsParts() {
        // Half of (a+b) + (a+c) − (b+c) is a.
        long[] three = answers(4, 4, 4);

        assertNotNull(told(of(three, parts(0, 1), parts(0, 2), parts(1, 2))));
        assertNull(told(of(three, parts(0, 1), parts(0, 2))));
    }

    @Test
    void severalPartsTogetherMayBeAsFew() {
        // Two of two each, which only their sum tells.
        assertNotNull(told(of(answers(2, 9, 2, 9), parts(1), parts(3), parts(0, 1, 2, 3))));
        assertNull(told(of(answers(3, 9, 2, 9), parts(1), parts(3), parts(0, 1, 2, 3))));
    }

    @Test
    void whatIsGuardedMayBeLarge() {
        Inference inference = of(answers(9, 30), parts(0, 1), parts(0));

        assertNull(told(inference));
        assertNotNull(told(inference, parts(1)));
        assertNull(told(of(answers(9, 30), parts(0, 1)), parts(1)));
    }

    @Test
    void aWayThatNamesNothingOfUseIsPassedOver() {
        Inference inference = of(answers(9, 3), parts(0), parts(0, 1));

        assertEquals(List.of(), inference.told(List.of(), sum -> sum > 1));
    }

    @Test
    void aSumMayFollowFromOthers() {
        assertFalse(of(answers(9, 3), parts(0), parts(0, 1)).follows(0));
        assertTrue(of(answers(9, 3), parts(0), parts(0, 1), parts(1)).follows(0));
    }
}
