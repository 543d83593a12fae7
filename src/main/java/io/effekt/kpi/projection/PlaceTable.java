package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.RowKey;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places that have ever had a status row, each with its first period with data. Only ever added to,
 * and not made from the log: what was shown is taken back by a row, also when nothing is left of
 * it.
 */
@ApplicationScoped
public class PlaceTable {
    /**
     * A place.
     *
     * @param first first day of its first period with data; null for none ever
     */
    public record Known(RowKey place, @Nullable LocalDate first) {}

    /** First periods by place; null for those that never had data. */
    public Map<RowKey, @Nullable LocalDate> ofKpi(Tx tx, String kpi) {
        Map<RowKey, @Nullable LocalDate> found = new HashMap<>();
        for (Row row :
                tx.query(
                        "select scope, dimension, first_period from status_place where kpi = $1",
                        kpi)) {
            found.put(place(row.getString(0), row.getString(1)), row.getLocalDate(2));
        }
        return found;
    }

    /** Adds places, and first periods that are earlier than those before. */
    public void add(Tx tx, String kpi, List<Known> places) {
        if (places.isEmpty()) {
            return;
        }
        List<Known> rows = places.stream().sorted(Comparator.comparing(Known::place)).toList();
        tx.send(
                """
                insert into status_place as was (kpi, scope, dimension, first_period)
                select $1, scope, dimension, first::date
                from unnest($2::text[], $3::text[], $4::text[]) as w(scope, dimension, first)
                on conflict (kpi, scope, dimension) do update
                    set first_period = least(was.first_period, excluded.first_period)
                """,
                kpi,
                Columns.texts(rows, r -> r.place().scope().toString()),
                Columns.texts(rows, r -> StatusColumns.dimension(r.place().dimension())),
                Columns.texts(
                        rows,
                        r -> {
                            LocalDate first = r.first();
                            return first == null ? null : first.toString();
                        }));
    }

    static RowKey place(String scope, String dimension) {
        return new RowKey(Scope.parse(scope), dimension.isEmpty() ? null : dimension);
    }
}
