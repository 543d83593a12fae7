package io.effekt.eventstore.chain;

/**
 * The first position of a partition at which its history is not what it was.
 *
 * @param seq where it shows
 * @param since the earliest position at which it may have begun; the same unless a saved head says
 *     that something up to {@code seq} was rewritten
 * @param what a sentence
 */
public record FirstDivergence(long seq, long since, String what) {
    public static FirstDivergence at(long seq, String what) {
        return new FirstDivergence(seq, seq, what);
    }

    /** The one that shows first; of two at one position the first given. */
    public static FirstDivergence earlier(FirstDivergence one, FirstDivergence other) {
        return other.seq < one.seq ? other : one;
    }
}
