package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What people wrote beside the logs: comments and reasons. The logs hold salted hashes of them, so
 * that they can be erased and everything else still replays and verifies.
 */
@ApplicationScoped
public class Texts {
    /** Bytes that were not taken may hold words of theirs; what they were is still told. */
    private static final String[] ERASE = {
        """
        delete from decision_text t using decision d
        where d.seq = t.seq and d.actor = $1 and d.seq < $2
        """,
        """
        delete from measurement_text t using measurement m
        where m.part = t.part and m.seq = t.seq and m.actor = $1 and $2 > 0
        """,
        "update measurement_rejected set body = '' where actor = $1 and body <> '' and $2 > 0"
    };

    /**
     * @param before decisions from there on keep their reasons: the one on this erasure has its own
     * @return how many texts there were
     */
    public long erase(Tx tx, String actor, long before) {
        long erased = 0;
        for (String statement : ERASE) {
            erased += tx.query(statement, actor, before).rowCount();
        }
        return erased;
    }
}
