package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.effekt.eventstore.StoreIds;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The ids of this store; the first was given by the migration that made it. */
@ApplicationScoped
public class StoreIdentity {
    private static final Logger LOG = Logger.getLogger(StoreIdentity.class);

    public StoreIds read(Tx tx) {
        List<UUID> ids = new ArrayList<>();
        for (Row row : tx.query("select id from store_identity order by number")) {
            ids.add(row.getUUID(0));
        }
        return new StoreIds(ids);
    }

    /**
     * Gives the store another id, loudly; once only for the same cause in a row, because twelve
     * partitions and every attempt anew may find it.
     *
     * @param cause half a sentence for whoever looks into it later
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
