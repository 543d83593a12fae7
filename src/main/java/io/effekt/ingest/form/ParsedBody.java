package io.effekt.ingest.form;

import io.effekt.kernel.Refusal;
import java.util.List;

/** What came of reading a whole body. */
public sealed interface ParsedBody {
    /**
     * Every item, in order.
     *
     * @param single whether it was one measurement by itself and no list
     */
    record Items(List<ParsedItem> items, boolean single) implements ParsedBody {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Where one item ends and the next begins cannot be told, so nothing is taken. */
    record Unreadable(Refusal refusal) implements ParsedBody {}

    /**
     * More items than one call may carry; nothing is taken.
     *
     * @param limit the most there may be
     */
    record TooMany(int limit) implements ParsedBody {}
}
