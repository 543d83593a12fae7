package io.effekt.eventstore.decision;

/**
 * What an instance keeps in its memory of the decision log. A caller that is told of an outcome
 * reads at least that much here: a notification may have brought the outcome before the memory.
 */
public interface DecisionFollower {
    /**
     * Comes back when it holds every decision up to that one. Blocks.
     *
     * @param seq a sequence of the decision log that is committed
     */
    void follow(long seq);
}
