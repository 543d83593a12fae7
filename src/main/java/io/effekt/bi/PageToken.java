package io.effekt.bi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended, and up to where the log is read by this page and all after it.
 *
 * @param last what the order looked at in the last row, as PostgreSQL writes it
 * @param bound the last entry of each partition of measurements when the first page was read
 * @param left rows that are still wanted; negative for all
 */
public record PageToken(List<@Nullable String> last, List<Long> bound, long left) {
    public PageToken {
        // List.copyOf refuses null, which a cell may be.
        last = java.util.Collections.unmodifiableList(new ArrayList<>(last));
        bound = List.copyOf(bound);
    }
}
