package io.effekt.bi;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of other sets that rows of a page belong to. Each is read once, with all others that some
 * rows need: many rows belong to few.
 */
final class Belonging {
    private final Tx tx;
    private final Query query;
    private final List<Map<String, @Nullable Row>> known = new ArrayList<>();

    Belonging(Tx tx, Query query) {
        this.tx = tx;
        this.query = query;
        query.expanded().forEach(expanded -> known.add(new HashMap<>()));
    }

    /** Reads what these rows belong to, where it is not known yet. */
    void know(RowSet<Row> rows) {
        for (int i = 0; i < known.size(); i++) {
            Map<String, @Nullable Row> some = known.get(i);
            Set<String> unknown = new TreeSet<>();
            for (Row row : rows) {
                String key = key(row, i);
                if (key != null && !some.containsKey(key)) {
                    unknown.add(key);
                }
            }
            if (!unknown.isEmpty()) {
                unknown.forEach(key -> some.put(key, null));
                QuerySql.Statement statement =
                        QuerySql.belonging(query, query.expanded().get(i), unknown);
                for (Row row : tx.query(statement.sql(), statement.parameters().toArray())) {
                    some.put(row.getString(0), row);
                }
            }
        }
    }

    /** For each set the row that this one belongs to. */
    List<@Nullable Row> of(Row row) {
        if (known.isEmpty()) {
            return List.of();
        }
        List<@Nullable Row> rows = new ArrayList<>(known.size());
        for (int i = 0; i < known.size(); i++) {
            String key = key(row, i);
            rows.add(key == null ? null : known.get(i).get(key));
        }
        return rows;
    }

    private @Nullable String key(Row row, int expanded) {
        return row.getString(query.columns().size() + expanded);
    }
}
