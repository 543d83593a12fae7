package io.effekt.bi.odata;

import io.effekt.bi.Expression;
import io.effekt.bi.Query;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriInfoResource;
import org.apache.olingo.server.api.uri.UriParameter;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.queryoption.ExpandItem;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * What an address asks for.
 *
 * @param kind what of the set is wanted
 * @param selected whether columns were named
 */
record ODataRequest(Kind kind, Query query, boolean selected) {
    /** What can be read of a set. */
    enum Kind {
        ROWS,
        COUNT,
        ONE
    }

    /**
     * @param path beneath the root of the service, as it was sent
     */
    static ODataRequest of(String path, Options options, UriReader reader) {
        QuestionLimits.check(path, options);
        return of(reader.read(QueryText.path(path), options), options, reader);
    }

    private static ODataRequest of(UriInfo read, Options options, UriReader reader) {
        List<UriResource> parts = read.getUriResourceParts();
        if (parts.isEmpty() || !(parts.getFirst() instanceof UriResourceEntitySet first)) {
            throw notHere();
        }
        Dataset set =
                reader.datasets()
                        .named(first.getEntitySet().getName())
                        .orElseThrow(ODataRequest::notHere);
        Query query = restricted(Query.of(set), read, options, reader);
        boolean selected = read.getSelectOption() != null;
        boolean one = !first.getKeyPredicates().isEmpty();
        if (parts.size() == 2 && parts.get(1) instanceof UriResourceCount && !one) {
            return new ODataRequest(Kind.COUNT, query, selected);
        }
        if (parts.size() > 1) {
            throw notHere(parts.get(1).getSegmentValue());
        }
        return one
                ? new ODataRequest(Kind.ONE, keyed(query, first.getKeyPredicates()), selected)
                : new ODataRequest(Kind.ROWS, query, selected);
    }

    private static Query restricted(Query all, UriInfo read, Options options, UriReader reader) {
        Query query = all;
        Dataset set = all.set();
        if (read.getFilterOption() != null) {
            Expression filter =
                    new Translation(reader.names(), set, "$filter")
                            .of(read.getFilterOption().getExpression());
            if (filter.type() != ColumnType.BOOLEAN) {
                throw Refused.because(
                        400,
                        "invalid-filter",
                        "$filter",
                        "A filter is true or false of a row: compare what stands there with"
                                + " something, for instance Status eq 'on_track'.");
            }
            query = query.where(filter);
        }
        if (read.getOrderByOption() != null) {
            List<Query.Order> order = new ArrayList<>();
            for (OrderByItem item : read.getOrderByOption().getOrders()) {
                Query.Order part =
                        new Query.Order(
                                new Translation(reader.names(), set, "$orderby")
                                        .of(item.getExpression()),
                                item.isDescending());
                if (part.by() instanceof Expression.Literal) {
                    throw Refused.because(
                            400,
                            "invalid-option",
                            "$orderby",
                            "Rows are ordered by columns, or by what is computed from them.");
                }
                if (order.stream().noneMatch(other -> other.by().equals(part.by()))) {
                    order.add(part);
                }
            }
            query = query.orderedBy(order);
        }
        if (read.getSelectOption() != null) {
            query =
                    query.showing(
                            selected(
                                    set,
                                    "$select",
                                    read.getSelectOption().getSelectItems(),
                                    reader));
        }
        if (read.getExpandOption() != null) {
            query = query.expanding(expanded(set, read.getExpandOption().getExpandItems(), reader));
        }
        return query.skipping(options.number("$skip", 0));
    }

    private static List<Query.Expanded> expanded(
            Dataset set, List<ExpandItem> items, UriReader reader) {
        Map<String, Query.Expanded> expanded = new LinkedHashMap<>();
        for (ExpandItem item : items) {
            if (item.isStar() && isPlain(item)) {
                for (DatasetLink link : set.links()) {
                    Dataset target = reader.datasets().target(link);
                    expanded.putIfAbsent(
                            link.name(), new Query.Expanded(link, target, target.columns()));
                }
                continue;
            }
            DatasetLink link = link(set, item);
            Dataset target = reader.datasets().target(link);
            List<Column> columns =
                    item.getSelectOption() == null
                            ? target.columns()
                            : selected(
                                    target,
                                    "$expand",
                                    item.getSelectOption().getSelectItems(),
                                    reader);
            expanded.put(link.name(), new Query.Expanded(link, target, columns));
        }
        return List.copyOf(expanded.values());
    }

    /** One level, and of it only a choice of columns. */
    private static DatasetLink link(Dataset set, ExpandItem item) {
        List<UriResource> path = parts(item.getResourcePath());
        if (path.size() != 1 || !isPlain(item)) {
            throw Refused.because(
                    501,
                    "not-implemented",
                    "$expand",
                    "One level is expanded here, with $select in brackets and nothing else.");
        }
        String name = path.getFirst().getSegmentValue();
        return set.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow(ODataRequest::notHere);
    }

    /** Neither links nor numbers of rows, and nothing in its brackets but a choice of columns. */
    private static boolean isPlain(ExpandItem item) {
        return !item.isRef()
                && !item.hasCountPath()
                && Stream.of(
                                item.getLevelsOption(),
                                item.getFilterOption(),
                                item.getSearchOption(),
                                item.getOrderByOption(),
                                item.getSkipOption(),
                                item.getTopOption(),
                                item.getCountOption(),
                                item.getExpandOption(),
                                item.getApplyOption())
                        .allMatch(Objects::isNull);
    }

    private static List<Column> selected(
            Dataset set, String option, List<SelectItem> items, UriReader reader) {
        List<Column> columns = new ArrayList<>();
        boolean all = false;
        for (SelectItem item : items) {
            if (item.isStar()) {
                all = true;
                continue;
            }
            List<UriResource> path = parts(item.getResourcePath());
            if (path.isEmpty()) {
                throw NameFault.qualified(set, option, qualified(item));
            }
            String name = path.getFirst().getSegmentValue();
            if (path.size() > 1) {
                throw reader.names().path(set, option, name, path.get(1).getSegmentValue());
            }
            // The name of a link keeps it among what is shown; $expand says whether it is.
            if (set.links().stream().anyMatch(link -> link.name().equals(name))) {
                continue;
            }
            Column column = set.column(name).orElseThrow(ODataRequest::notHere);
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return all ? set.columns() : columns;
    }

    /** Olingo gives no path where a name of the schema stands alone, or only a star. */
    private static List<UriResource> parts(@Nullable UriInfoResource path) {
        return path == null ? List.of() : path.getUriResourceParts();
    }

    /**
     * {@code Effekt.*} stands for operations, of which there are none; a type alone for nothing.
     */
    private static String qualified(SelectItem item) {
        FullQualifiedName operations = item.getAllOperationsInSchemaNameSpace();
        EdmType type = item.getStartTypeFilter();
        return operations != null
                ? operations.getNamespace() + ".*"
                : type == null ? "" : type.getFullQualifiedName().toString();
    }

    private static Query keyed(Query all, List<UriParameter> keys) {
        Query query = all;
        for (UriParameter key : keys) {
            Column column = all.set().column(key.getName()).orElseThrow(ODataRequest::notHere);
            query =
                    query.where(
                            new Expression.Comparison(
                                    Expression.Comparator.EQ,
                                    new Expression.Cell(column),
                                    Translation.key(column, key.getText())));
        }
        return query;
    }

    private static RuntimeException notHere() {
        return notHere("");
    }

    private static RuntimeException notHere(String segment) {
        return Refused.because(
                501,
                "not-implemented",
                "path",
                segment.isEmpty()
                        ? "This service does not have that address."
                        : "This service has nothing at '/%s' of a set: $select chooses columns, $expand shows what a row belongs to."
                                .formatted(NameFault.cut(segment)));
    }
}
