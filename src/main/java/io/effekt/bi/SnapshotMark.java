package io.effekt.bi;

import java.util.List;

/**
 * What the first page of a load saw, so that the pages after it see the same.
 *
 * @param log the last entry of each partition of measurements; empty for a set that is no log
 * @param snapshot which transactions were done, as {@code pg_current_snapshot()} writes it; empty
 *     for a set whose rows are not rewritten
 * @param takenAt seconds since 1970: what stood before is kept for two hours
 */
public record SnapshotMark(List<Long> log, String snapshot, long takenAt) {
    /** Nothing of the set ever changes. */
    static final SnapshotMark FIXED = new SnapshotMark(List.of(), "", 0);

    public SnapshotMark {
        log = List.copyOf(log);
    }
}
