package io.effekt.eventstore.chain;

import io.effekt.eventstore.LogHead;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes along one partition from its first entry, and stops at the first thing that is not as it was
 * appended: an entry, an epoch between two entries, a head that was saved elsewhere, or the end.
 */
public final class ChainWalk {
    private final StoredHead stored;
    private final Deque<StoredEpoch> epochs;
    private final Deque<SavedHead> saved;
    private final ChainHash chain = new ChainHash();
    private byte[] hash = ChainHash.start();
    private long seq;
    private int epoch;
    private Instant recordedAt = Instant.EPOCH;
    private long agreed;
    private @Nullable FirstDivergence bad;

    /**
     * @param saved heads of this partition that were kept elsewhere, in any order
     */
    public ChainWalk(StoredHead stored, Collection<SavedHead> saved) {
        this.stored = stored;
        this.epochs = new ArrayDeque<>(stored.epochs());
        this.saved = new ArrayDeque<>(saved.stream().sorted(SavedHead.ORDER).toList());
        arrive();
        epochs();
    }

    /** The last entry that is as it should be. */
    public long seq() {
        return seq;
    }

    /** Whether there is no use in going on. */
    public boolean isOver() {
        return bad != null;
    }

    /** Something beside the chain is wrong at a position. */
    public void bad(long at, String what) {
        if (bad == null) {
            bad = FirstDivergence.at(at, what);
        }
    }

    /**
     * Whether that is the number of the next entry; what is between is missing otherwise, and what
     * comes again is one too many.
     */
    public boolean isNext(long number) {
        if (number <= seq) {
            bad(number, "There is more than one entry of this number.");
        } else if (number > seq + 1) {
            bad(seq + 1, "The entry is missing.");
        }
        return bad == null;
    }

    /**
     * The next entry, whose number {@link #isNext}.
     *
     * @param itsHash what lies with it
     * @param at its time
     */
    public boolean entry(Chained entry, byte[] itsHash, Instant at) {
        byte[] expected = hash(entry);
        if (expected == null || !Arrays.equals(expected, itsHash)) {
            bad(
                    seq + 1,
                    "The entry does not fit its hash: it, a name in it, or the entry before it was"
                            + " changed.");
        } else if (at.isBefore(recordedAt)) {
            bad(seq + 1, "The entry was recorded before the one before it.");
        }
        if (bad != null) {
            return false;
        }
        hash = itsHash;
        recordedAt = at;
        seq++;
        arrive();
        epochs();
        return bad == null;
    }

    /** All entries up to the head have been passed. */
    public Optional<FirstDivergence> end() {
        LogHead head = stored.head();
        if (bad == null && seq < head.seq()) {
            bad(seq + 1, "The entry is missing.");
        }
        if (bad == null && (!epochs.isEmpty() || epoch != head.epoch())) {
            bad(seq + 1, "The epochs told of are not those of the head.");
        }
        if (bad == null && !saved.isEmpty()) {
            bad(seq + 1, "The log ends here, and a saved head has more: its end was cut off.");
        }
        if (bad == null
                && !(Arrays.equals(hash, head.chainHash())
                        && recordedAt.equals(head.recordedAt())
                        && isSealed(head))) {
            bad(seq, "The head is not that of its last entry, or was changed.");
        }
        return Optional.ofNullable(bad);
    }

    private boolean isSealed(LogHead head) {
        return stored.seal() == null ? head.isNew() : Arrays.equals(stored.seal(), head.seal());
    }

    private void epochs() {
        while (bad == null && !epochs.isEmpty() && epochs.peek().epoch().fromSeq() <= seq + 1) {
            StoredEpoch next = epochs.remove();
            byte[] expected = hash(next.epoch());
            if (next.epoch().epoch() != epoch + 1
                    || expected == null
                    || !Arrays.equals(expected, next.chainHash())) {
                bad(
                        Math.clamp(next.epoch().fromSeq(), 1, seq + 1),
                        "What is told of an epoch before the entry does not fit its hash.");
                return;
            }
            hash = next.chainHash();
            epoch++;
            arrive();
        }
    }

    /** Compares with the heads that were saved here. */
    private void arrive() {
        while (bad == null && !saved.isEmpty() && isHere(saved.peek())) {
            SavedHead here = saved.remove();
            boolean same = here.epoch() == epoch && Arrays.equals(here.chainHash(), hash);
            if (!same) {
                bad =
                        new FirstDivergence(
                                here.seq(),
                                Math.min(agreed + 1, here.seq()),
                                "A saved head has another hash here: what was up to here was"
                                        + " rewritten.");
            }
            agreed = here.seq();
        }
    }

    private boolean isHere(SavedHead head) {
        return head.seq() < seq || (head.seq() == seq && head.epoch() <= epoch);
    }

    /** Null when it holds what no entry can hold, a time without end for instance. */
    private byte @Nullable [] hash(Chained next) {
        try {
            return next.after(chain, hash);
        } catch (ArithmeticException | DateTimeException e) {
            return null;
        }
    }
}
