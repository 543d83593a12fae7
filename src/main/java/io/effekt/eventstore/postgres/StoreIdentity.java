package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.effekt.eventstore.StoreIds;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The ids of this store; the first was given by the migration that made it. */
@ApplicationScoped
public class StoreIdentity {
    private static final Logger LOG = Logger.getLogger(StoreIdentity.class);

    /** Each row with what its seal should be. */
    private static final String SEALS =
            """
            select s.seal = store_seal(lag(s.seal) over (order by s.number), s.number, s.id,
                s.cause, s.recorded_at)
            from store_identity s order by s.number
            """;

    public StoreIds read(Tx tx) {
        return new StoreIds(all(tx));
    }

    /** The ids as they lie there; none when somebody has taken them away. */
    public List<UUID> all(Tx tx) {
        List<UUID> ids = new ArrayList<>();
        for (Row row : tx.query("select id from store_identity order by number")) {
            ids.add(row.getUUID(0));
        }
        return ids;
    }

    /** What is wrong with them: a sentence; empty when they are as they were written. */
    public Optional<String> problem(Tx tx) {
        RowSet<Row> seals = tx.query(SEALS);
        if (seals.rowCount() == 0) {
            return Optional.of("The ids of the store are missing (table store_identity).");
        }
        for (Row row : seals) {
            if (!Boolean.TRUE.equals(row.getBoolean(0))) {
                return Optional.of(
                        "The ids of the store are not those that were given (table"
                                + " store_identity).");
            }
        }
        return Optional.empty();
    }

    /**
     * Gives the store another id, loudly; once only for the same cause in a row, because twelve
     * partitions and every attempt again may find it.
     *
     * @param cause half a sentence for a person who looks into it later
     */
    public StoreIds renew(Tx tx, String cause) {
        tx.query("select pg_advisory_xact_lock(hashtextextended('store identity', 0))");
        int added =
                tx.query(
                                """
                                insert into store_identity (cause) select $1
                                where $1 <> (select cause from store_identity
                                    order by number desc limit 1)
                                """,
                                cause)
                        .rowCount();
        StoreIds ids = read(tx);
        if (added > 0) {
            LOG.errorf("event=new_store_id store=%s cause=%s", ids.current(), cause);
        }
        return ids;
    }
}
