package io.effekt.eventstore.decision;

import java.time.Duration;
import java.util.List;

/** Work that a decision leaves to others and that a reader has to see done. */
public interface FollowUps {
    /**
     * Waits until all of it is done, by whichever instance. Blocks: for virtual threads only.
     *
     * @param follows what the decision's handler said follows, in its own words
     * @return false when the time was over before
     */
    boolean await(List<String> follows, Duration atMost);
}
