package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether there are measurements that count. */
@ApplicationScoped
public class CountedSeries {
    /**
     * Whether any measurement of the KPI has been counted, and none is being counted meanwhile: the
     * heads of all partitions are held to the end of the transaction, so that the next one that
     * counts reads the decision that comes of this answer.
     */
    public boolean isCounted(Tx tx, String kpi) {
        tx.query("select part from log_head where part >= 0 order by part for share");
        return tx.query(
                        """
                        select exists (select 1 from series s
                            cross join lateral (select 1 from measurement m
                                where m.series_id = s.id limit 1) m
                            where s.kpi = $1)
                        """,
                        kpi)
                .iterator()
                .next()
                .getBoolean(0);
    }
}
