package io.effekt.resource;

import io.effekt.database.Tx;
import java.util.Collection;
import java.util.List;

/**
 * What follows from decisions on resources beyond their rows. A bean of the slice that has to do
 * something about it; any number of them.
 */
public interface ResourceEffects {
    /**
     * Marks what has to be done again, in the transaction of the decision.
     *
     * @param subjects of the events, for instance {@code kpi:enps} or {@code targets:enps|org}
     * @param seq of the last event
     * @return what a reader has to wait for, in the words of {@link
     *     io.effekt.eventstore.decision.FollowUps}
     */
    List<String> apply(
            Tx tx, Snapshot before, Snapshot after, Collection<String> subjects, long seq);

    /** What would follow if these subjects had changed: an earlier change may not be done yet. */
    List<String> following(Tx tx, Snapshot known, Collection<String> subjects);
}
