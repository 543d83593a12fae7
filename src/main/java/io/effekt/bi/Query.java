package io.effekt.bi;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a set. Rows come in the given order and then in that of the key, so that each has
 * its place.
 *
 * @param columns what is shown, in order
 * @param filter null for all rows
 * @param after the last row of the page before; empty for the first page
 * @param skip rows left out at the beginning
 * @param limit rows at most; negative for all
 * @param expanded what is shown of the rows that a row belongs to
 */
public record Query(
        Dataset set,
        List<Column> columns,
        @Nullable Expression filter,
        List<Order> order,
        Optional<PageToken> after,
        long skip,
        long limit,
        List<Expanded> expanded) {
    public Query {
        expanded = List.copyOf(expanded);
        columns = List.copyOf(columns);
        order = List.copyOf(order);
    }

    /** One part of the order; null comes before everything. */
    public record Order(Expression by, boolean descending) {}

    /**
     * Columns of the row that a row belongs to.
     *
     * @param target the set of that row
     */
    public record Expanded(DatasetLink link, Dataset target, List<Column> columns) {
        public Expanded {
            columns = List.copyOf(columns);
        }
    }

    /** All rows of a set with all columns, in the order of the key. */
    public static Query of(Dataset set) {
        return new Query(set, set.columns(), null, List.of(), Optional.empty(), 0, -1, List.of());
    }

    public Query showing(List<Column> shown) {
        return new Query(set, shown, filter, order, after, skip, limit, expanded);
    }

    /** Only rows that are so, too. */
    public Query where(Expression also) {
        Expression both =
                filter == null ? also : new Expression.Junction(true, List.of(filter, also));
        return new Query(set, columns, both, order, after, skip, limit, expanded);
    }

    public Query orderedBy(List<Order> by) {
        return new Query(set, columns, filter, by, after, skip, limit, expanded);
    }

    public Query expanding(List<Expanded> links) {
        return new Query(set, columns, filter, order, after, skip, limit, links);
    }

    /** Cells of a row before those that the order looks at. */
    int width() {
        return columns.size() + expanded.size();
    }

    public Query after(Optional<PageToken> last) {
        return new Query(set, columns, filter, order, last, skip, limit, expanded);
    }

    public Query skipping(long rows) {
        return new Query(set, columns, filter, order, after, rows, limit, expanded);
    }

    public Query limitedTo(long rows) {
        return new Query(set, columns, filter, order, after, skip, rows, expanded);
    }

    /** Whether no row was read before. */
    boolean isFirstPage() {
        return after.map(token -> token.last().isEmpty()).orElse(true);
    }

    /** Whether it is the whole set in the order of its key. */
    boolean isByKeyAlone() {
        return filter == null && order.isEmpty();
    }

    /** The order with the key at its end. */
    List<Order> wholeOrder() {
        List<Order> whole = new ArrayList<>(order);
        for (Column key : set.key()) {
            Expression cell = new Expression.Cell(key);
            if (order.stream().noneMatch(part -> part.by().equals(cell))) {
                whole.add(new Order(cell, false));
            }
        }
        return whole;
    }
}
