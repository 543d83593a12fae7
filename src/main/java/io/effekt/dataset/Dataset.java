package io.effekt.dataset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of rows with stable columns.
 *
 * @param name as OData and the exports name it, for instance {@code KpiStatus}
 * @param day the column that {@code from} and {@code to} of an export restrict; null for a set that
 *     has no days
 */
public record Dataset(String name, String description, @Nullable String day, List<Column> columns) {
    public Dataset {
        columns = List.copyOf(columns);
    }

    /** The SQL view with its schema. */
    public String view() {
        return "bi." + new Column(name, ColumnType.TEXT, false, "").sql();
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
        return "effekt.bi_" + view().substring("bi.".length()) + end;
    }

    /** Whether nothing of it ever changes. */
    private boolean isFixed() {
        return column("RecordedAt").isEmpty();
    }

    /** Whether its rows are entries of the log of measurements: they are only ever added to. */
    public boolean isLog() {
        return column("Sequence").isPresent();
    }

    /** Whether its rows are written anew when something happens. */
    public boolean isRewritten() {
        return !isLog() && !isFixed();
    }

    /** What its rows belong to. */
    public List<DatasetLink> links() {
        return DatasetLink.of(this);
    }

    public List<Column> key() {
        return columns.stream().filter(Column::isKey).toList();
    }

    public Optional<Column> column(String wanted) {
        return columns.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }
}
