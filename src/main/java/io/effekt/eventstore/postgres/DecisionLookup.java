package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Looks up whether and when something was decided. */
@ApplicationScoped
public class DecisionLookup {
    private static final String LAST =
            """
            select version, recorded_at from decision where subject = $1
            order by version desc limit 1
            """;

    /**
     * The last decision on exactly that.
     *
     * @param version which one of the subject's it is
     */
    public record Last(int version, Instant recordedAt) {}

    /** Empty when nothing was ever decided on it. */
    public Optional<Last> last(Tx tx, String subject) {
        for (Row row : tx.query(LAST, subject)) {
            return Optional.of(new Last(row.getInteger(0), row.getOffsetDateTime(1).toInstant()));
        }
        return Optional.empty();
    }

    /** Whether somebody of that name ever decided something. */
    public boolean names(Tx tx, String actor) {
        return tx.query("select 1 from decision where actor = $1 limit 1", actor).rowCount() > 0;
    }
}
