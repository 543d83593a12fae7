package io.effekt.eventstore.decision;

import java.time.Duration;
import java.util.List;

/**
 * Work that a decision leaves to others and that a reader has to see done. A bean of each slice
 * that has such work.
 */
public interface FollowUps {
    /**
     * Waits until all of it that is this slice's is done, by whichever instance. Blocks: for
     * virtual threads only.
     *
     * @param follows what handlers of all slices said follows, each in its own words; a slice
     *     passes over words of others
     * @return false when the time was over before
     */
    boolean await(List<String> follows, Duration atMost);
}
