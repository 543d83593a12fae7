package io.effekt.dataset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of rows with stable columns.
 *
 * <p>Some names of columns say how a set is read. {@code RecordedAt}: when the row was written; a
 * set without that column never changes. {@code Partition} and {@code Sequence}: a place in the log
 * of measurements, which is only added to. {@code Kpi} and {@code Scope}: what an export restricts
 * by {@code kpi}, {@code scope} and {@code level}.
 *
 * @param place where it stands among all sets, wherever they are listed; no two have the same
 * @param name as OData and the exports name it, for instance {@code KpiStatus}
 * @param day the column that {@code from} and {@code to} of an export restrict; null for a set that
 *     has no days
 * @param links what its rows belong to
 */
public record Dataset(
        int place,
        String name,
        String description,
        @Nullable String day,
        List<Column> columns,
        List<DatasetLink> links) {
    public Dataset {
        columns = List.copyOf(columns);
        links = List.copyOf(links);
    }

    /** The SQL view with its schema. */
    public String view() {
        return "bi." + Column.sql(name);
    }

    /** The same view for the service itself, which may look for rows as it likes. */
    public String rows() {
        return isFixed() ? view() : inner("_rows");
    }

    /** The view that also has what stood before, for as long as somebody may still load it. */
    public String picture() {
        return inner("_picture");
    }

    private String inner(String end) {
        return "effekt.bi_" + Column.sql(name) + end;
    }

    /** Whether nothing of it ever changes. */
    private boolean isFixed() {
        return column("RecordedAt").isEmpty();
    }

    /** Whether its rows are entries of the log of measurements: they are only ever added to. */
    public boolean isLog() {
        return column("Sequence").isPresent();
    }

    /** Whether its rows are written again when something happens. */
    public boolean isRewritten() {
        return !isLog() && !isFixed();
    }

    public List<Column> key() {
        return columns.stream().filter(Column::isKey).toList();
    }

    public Optional<Column> column(String wanted) {
        return columns.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }
}
