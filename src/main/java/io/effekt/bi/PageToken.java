package io.effekt.bi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended, and the picture that this page and all after it show.
 *
 * @param last what the order looked at in the last row, as PostgreSQL writes it
 * @param picture what the first page saw
 * @param left rows that are still wanted; negative for all
 */
public record PageToken(List<@Nullable String> last, SnapshotMark picture, long left) {
    public PageToken {
        // List.copyOf refuses null, which a cell may be.
        last = Collections.unmodifiableList(new ArrayList<>(last));
    }
}
