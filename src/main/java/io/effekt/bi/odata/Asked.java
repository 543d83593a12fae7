package io.effekt.bi.odata;

import io.effekt.bi.BiColumn;
import io.effekt.bi.BiLink;
import io.effekt.bi.BiSet;
import io.effekt.bi.BiSets;
import io.effekt.bi.CellType;
import io.effekt.bi.Expression;
import io.effekt.bi.Query;
import io.effekt.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.http.HttpMethod;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriParameter;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.queryoption.ExpandItem;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.SelectItem;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.apache.olingo.server.core.uri.parser.UriParserException;
import org.apache.olingo.server.core.uri.parser.UriParserSemanticException;
import org.apache.olingo.server.core.uri.validator.UriValidationException;
import org.apache.olingo.server.core.uri.validator.UriValidator;

/**
 * What an address asks for.
 *
 * @param kind what of the set is wanted
 * @param selected whether columns were named
 */
record Asked(Kind kind, Query query, boolean selected) {
    /** What can be read of a set. */
    enum Kind {
        ROWS,
        COUNT,
        ONE
    }

    /** Brackets that can be within one another: more would be no question of a person or a tool. */
    private static final int DEEPEST = 50;

    /** Dates have two signs each. */
    private static final int MOST_NEGATIONS = 1_000;

    private static final int MOST_NAMES = 200;

    private static final Set<String> LISTS = Set.of("$orderby", "$select", "$expand");
    private static final Set<String> GUARDED = Set.of("$filter", "$orderby", "$expand");

    private static final Pattern LAMBDA = Pattern.compile("/(?:any|all)\\(");
    private static final int LONGEST_MESSAGE = 300;
    private static final OData ODATA = OData.newInstance();
    private static final Edm EDM = Model.edm();

    /**
     * @param path beneath the root of the service, as it was sent
     */
    static Asked of(String path, Options options) {
        guard(path.replace("%28", "(").replace("%29", ")"));
        options.values()
                .forEach((name, text) -> {
                    if (GUARDED.contains(name)) {
                        guard(text);
                        withoutLambda(name, text);
                    }
                    if (LISTS.contains(name)) {
                        few(name, text);
                    }
                });
        return of(parsed(path, options), options);
    }

    private static UriInfo parsed(String path, Options options) {
        try {
            UriInfo read = new Parser(EDM, ODATA).parseUri("/" + path, query(options), null, "");
            new UriValidator().validate(read, HttpMethod.GET);
            return read;
        } catch (UriParserException | UriValidationException e) {
            throw unreadable(e, options);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            // Olingo trips over some questions, for instance a link in a list of values.
            throw Options.refused(
                    400, "invalid-question", "", "The address cannot be read: types do not fit.");
        }
    }

    private static String query(Options options) {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("$filter", "$orderby", "$select", "$expand")) {
            String text = options.get(name);
            if (text != null) {
                parts.add(
                        name
                                + "="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
            }
        }
        return String.join("&", parts);
    }

    /** Olingo reads by recursion: what is too deep is refused before. */
    private static void guard(String text) {
        int depth = 0;
        int deepest = 0;
        int negations = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                negations += c == '-' || text.startsWith("not ", i) ? 1 : 0;
                deepest = Math.max(deepest, depth);
            }
        }
        if (deepest > DEEPEST || negations > MOST_NEGATIONS) {
            throw Options.refused(
                    400,
                    "too-much",
                    "$filter",
                    "The question is too deep: at most 50 brackets within one another.");
        }
    }

    /** A set has some dozens of columns: what names thousands only takes time. */
    private static void few(String option, String text) {
        if (text.chars().filter(c -> c == ',' || c == '/').count() > MOST_NAMES) {
            throw Options.refused(
                    400, "too-much", option, "Name at most 200 columns in " + option + ".");
        }
    }

    /** No row has a list of others, so Olingo would know no such thing; OData does. */
    private static void withoutLambda(String option, String text) {
        String[] parts = text.split("'", -1);
        for (int i = 0; i < parts.length; i += 2) {
            if (LAMBDA.matcher(parts[i]).find()) {
                throw Options.refused(
                        501, "not-implemented", option, "This service does not have any and all.");
            }
        }
    }

    private static Asked of(UriInfo read, Options options) {
        List<UriResource> parts = read.getUriResourceParts();
        if (parts.isEmpty() || !(parts.getFirst() instanceof UriResourceEntitySet first)) {
            throw notHere();
        }
        BiSet set = BiSets.named(first.getEntitySet().getName()).orElseThrow(Asked::notHere);
        Query query = restricted(Query.of(set), read, options);
        boolean selected = read.getSelectOption() != null;
        boolean one = !first.getKeyPredicates().isEmpty();
        if (parts.size() == 2 && parts.get(1) instanceof UriResourceCount && !one) {
            return new Asked(Kind.COUNT, query, selected);
        }
        if (parts.size() > 1) {
            throw notHere();
        }
        return one
                ? new Asked(Kind.ONE, keyed(query, first.getKeyPredicates()), selected)
                : new Asked(Kind.ROWS, query, selected);
    }

    private static Query restricted(Query all, UriInfo read, Options options) {
        Query query = all;
        BiSet set = all.set();
        if (read.getFilterOption() != null) {
            Expression filter = new Translation(set).of(read.getFilterOption().getExpression());
            if (filter.type() != CellType.BOOLEAN) {
                throw Options.refused(
                        400,
                        "invalid-filter",
                        "$filter",
                        "A filter says what is so: true or false.");
            }
            query = query.where(filter);
        }
        if (read.getOrderByOption() != null) {
            List<Query.Order> order = new ArrayList<>();
            for (OrderByItem item : read.getOrderByOption().getOrders()) {
                Query.Order part =
                        new Query.Order(
                                new Translation(set).of(item.getExpression()), item.isDescending());
                if (part.by() instanceof Expression.Literal) {
                    throw Options.refused(
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
            query = query.showing(selected(set, read.getSelectOption().getSelectItems()));
        }
        if (read.getExpandOption() != null) {
            query = query.expanding(expanded(set, read.getExpandOption().getExpandItems()));
        }
        return query.skipping(options.number("$skip", 0));
    }

    private static List<Query.Expanded> expanded(BiSet set, List<ExpandItem> items) {
        Map<String, Query.Expanded> expanded = new LinkedHashMap<>();
        for (ExpandItem item : items) {
            if (item.isStar() && !item.isRef()) {
                set.links()
                        .forEach(link ->
                                expanded.putIfAbsent(
                                        link.name(),
                                        new Query.Expanded(link, link.set().columns())));
                continue;
            }
            BiLink link = link(set, item);
            List<BiColumn> columns =
                    item.getSelectOption() == null
                            ? link.set().columns()
                            : selected(link.set(), item.getSelectOption().getSelectItems());
            expanded.put(link.name(), new Query.Expanded(link, columns));
        }
        return List.copyOf(expanded.values());
    }

    /** One level, and of it only a choice of columns. */
    private static BiLink link(BiSet set, ExpandItem item) {
        boolean isPlain =
                !item.isRef()
                        && !item.hasCountPath()
                        && item.getResourcePath() != null
                        && item.getResourcePath().getUriResourceParts().size() == 1
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
        if (!isPlain) {
            throw Options.refused(
                    501,
                    "not-implemented",
                    "$expand",
                    "One level is expanded here, with $select in brackets and nothing else.");
        }
        String name = item.getResourcePath().getUriResourceParts().getFirst().getSegmentValue();
        return set.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow(Asked::notHere);
    }

    private static List<BiColumn> selected(BiSet set, List<SelectItem> items) {
        List<BiColumn> columns = new ArrayList<>();
        for (SelectItem item : items) {
            if (item.isStar()) {
                return set.columns();
            }
            String name = item.getResourcePath().getUriResourceParts().getFirst().getSegmentValue();
            // The name of a link keeps it among what is shown; $expand says whether it is.
            if (set.links().stream().anyMatch(link -> link.name().equals(name))) {
                continue;
            }
            BiColumn column = set.column(name).orElseThrow(Asked::notHere);
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static Query keyed(Query all, List<UriParameter> keys) {
        Query query = all;
        for (UriParameter key : keys) {
            BiColumn column = all.set().column(key.getName()).orElseThrow(Asked::notHere);
            query =
                    query.where(
                            new Expression.Comparison(
                                    Expression.Comparator.EQ,
                                    new Expression.Cell(column),
                                    Translation.key(column.type(), key.getText())));
        }
        return query;
    }

    private static RuntimeException unreadable(ODataLibraryException cause, Options options) {
        ODataLibraryException.MessageKey key = cause.getMessageKey();
        if (key == UriParserSemanticException.MessageKeys.RESOURCE_NOT_FOUND) {
            return Problem.notFound("There is no such set; the root of the service lists them.")
                    .exception();
        }
        if (key == UriParserSemanticException.MessageKeys.NOT_IMPLEMENTED
                || key
                        == UriParserSemanticException.MessageKeys
                                .NOT_IMPLEMENTED_SYSTEM_QUERY_OPTION) {
            return notHere();
        }
        if (key == UriParserSemanticException.MessageKeys.TYPES_NOT_COMPATIBLE) {
            return Options.refused(
                    400,
                    "invalid-question",
                    comparing(options),
                    "Two types are compared. Write a text in 'quotes', a day as 2026-01-31, a moment"
                            + " as 2026-01-31T00:00:00Z; date(RecordedAt) is the day of a moment,"
                            + " and null stands in no list: add 'or Team eq null'.");
        }
        String message = String.valueOf(cause.getMessage());
        return Options.refused(
                400,
                "invalid-question",
                "",
                "The address cannot be read: "
                        + message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }

    /** Which option it was, as far as that is known: Olingo does not say. */
    private static String comparing(Options options) {
        List<String> given =
                Stream.of("$filter", "$orderby").filter(o -> options.get(o) != null).toList();
        return given.size() == 1 ? given.getFirst() : "";
    }

    private static RuntimeException notHere() {
        return Options.refused(
                501, "not-implemented", "path", "This service does not have that address.");
    }
}
