package io.effekt.eventstore.postgres;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The labels that measurements of a KPI bear. */
@ApplicationScoped
public class SeriesLabels {
    /**
     * All labels of these KPIs.
     *
     * @return {@code name=value} by KPI; every KPI asked for is there
     */
    public Map<String, Set<String>> of(Tx tx, Collection<String> kpis) {
        Map<String, Set<String>> labels = new HashMap<>();
        kpis.forEach(kpi -> labels.put(kpi, new HashSet<>()));
        for (Row row :
                tx.query(
                        """
                        select distinct kpi, unnest(string_to_array(dimensions, e'\\n'))
                        from series where kpi = any($1::text[]) and dimensions <> ''
                        """,
                        (Object) kpis.toArray(new String[0]))) {
            labels.computeIfAbsent(row.getString(0), any -> new HashSet<>()).add(row.getString(1));
        }
        return labels;
    }
}
