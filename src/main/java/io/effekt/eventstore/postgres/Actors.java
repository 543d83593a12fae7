package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;

/** Names that something was decided or sent under. */
@ApplicationScoped
public class Actors {
    private static final String HAVE =
            """
            select exists (select from decision where actor = $1)
                or exists (select from measurement_rejected where actor = $1)
                or exists (select from measurement_held where actor = $1)
                or exists (select from command_outcome where actor = $1)
            """;

    /** Whether the name has a past that somebody of that name may read. */
    public boolean have(Tx tx, String actor) {
        return tx.query(HAVE, actor).iterator().next().getBoolean(0);
    }
}
