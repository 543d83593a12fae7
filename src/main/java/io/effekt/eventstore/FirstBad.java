package io.effekt.eventstore;

/**
 * The first position of a partition at which its history is not what it was.
 *
 * @param seq where it shows
 * @param since the earliest position at which it may have begun; the same unless a saved head says
 *     that something up to {@code seq} was rewritten
 * @param what a sentence
 */
public record FirstBad(long seq, long since, String what) {
    public static FirstBad at(long seq, String what) {
        return new FirstBad(seq, seq, what);
    }

    /** The one that shows first; of two at one position the first given. */
    public static FirstBad earlier(FirstBad one, FirstBad other) {
        return other.seq < one.seq ? other : one;
    }
}
