package io.effekt.eventstore.postgres.verify;

import io.effekt.eventstore.chain.ChainWalk;
import java.util.List;

/** Leads a {@link ChainWalk} along what lies in the database. */
interface LogWalk {
    /** Takes the entries after one position and up to another, until something is wrong. */
    void page(ChainWalk walk, long after, long to);

    /** Links that no entry explains, so far. */
    default List<SupersededEntry> unexplained() {
        return List.of();
    }
}
