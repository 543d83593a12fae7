package io.effekt.bi;

import io.effekt.bi.Expression.Arithmetic;
import io.effekt.bi.Expression.Call;
import io.effekt.bi.Expression.Cell;
import io.effekt.bi.Expression.Comparator;
import io.effekt.bi.Expression.Comparison;
import io.effekt.bi.Expression.In;
import io.effekt.bi.Expression.Junction;
import io.effekt.bi.Expression.Literal;
import io.effekt.bi.Expression.Not;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query as one statement. Columns are those of the set's description and nothing else; whatever
 * comes from outside is a parameter.
 */
final class QuerySql {
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final Query query;

    private QuerySql(Query query) {
        this.query = query;
    }

    /** A statement and its parameters. */
    record Statement(String sql, List<@Nullable Object> parameters) {}

    /** Shown columns, and after them what the order looks at, as text. */
    static Statement rows(Query query) {
        return rows(query, query.set().isRewritten() && query.isFirstPage());
    }

    /** How many rows there are, and two sums that are others when a cell of one is another. */
    static Statement fingerprint(Query query) {
        Optional<Column> recorded = query.set().column("RecordedAt");
        List<Column> columns = new ArrayList<>(query.columns());
        recorded.filter(column -> !columns.contains(column)).ifPresent(columns::add);
        Statement rows = rows(query.showing(columns), false);
        return new Statement(
                "select count(*), coalesce(sum(hashtextextended(q::text, 1)::numeric), 0)::text,"
                        + " coalesce(sum(hashtextextended(q::text, 2)::numeric), 0)::text from ("
                        + rows.sql()
                        + ") q",
                rows.parameters());
    }

    private static Statement rows(Query query, boolean withSnapshot) {
        QuerySql sql = new QuerySql(query);
        List<Query.Order> order = query.wholeOrder();
        StringBuilder text = new StringBuilder("select ");
        for (Column column : query.columns()) {
            text.append(sql.shown(column)).append(", ");
        }
        for (Query.Expanded expanded : query.expanded()) {
            text.append("r.")
                    .append(query.set().column(expanded.link().column()).orElseThrow().sql())
                    .append("::text, ");
        }
        for (int i = 0; i < order.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(sql.write(order.get(i).by(), false))
                    .append(")::text as o")
                    .append(i);
        }
        if (withSnapshot) {
            text.append(", (select pg_current_snapshot()::text) as snapshot");
        }
        text.append(sql.from()).append(sql.where());
        text.append(" order by ")
                .append(
                        order.stream()
                                .map(part ->
                                        sql.write(part.by(), false)
                                                + (part.descending()
                                                        ? " desc nulls last"
                                                        : isKey(part) ? "" : " nulls first"))
                                .collect(Collectors.joining(", ")));
        if (query.limit() >= 0) {
            text.append(" limit ").append(query.limit());
        }
        if (query.skip() > 0 && query.isFirstPage()) {
            text.append(" offset ").append(query.skip());
        }
        return new Statement(text.toString(), sql.parameters);
    }

    /** How many rows there are, of all pages. */
    static Statement count(Query query) {
        QuerySql sql = new QuerySql(query.after(java.util.Optional.empty()));
        String text = "select count(*) from " + query.set().rows() + " r" + sql.where();
        return new Statement(text, sql.parameters);
    }

    /**
     * The rows of another set that rows of this one belong to, their keys first. Asked for by key
     * and apart from the rows: so that each is computed once, whatever plan the rows have.
     */
    static Statement belonging(Query query, Query.Expanded expanded, Collection<String> keys) {
        QuerySql sql = new QuerySql(query);
        Dataset target = expanded.target();
        Column key = target.key().getFirst();
        StringBuilder text = new StringBuilder("select e.").append(key.sql()).append("::text");
        for (Column column : expanded.columns()) {
            text.append(", ").append(shown("e." + column.sql(), column.type()));
        }
        text.append(" from ")
                .append(sql.isPast(target) ? sql.past(target) : target.rows())
                .append(" e where e.")
                .append(key.sql())
                .append(" = any(")
                .append(sql.parameter(keys.toArray(String[]::new)))
                .append("::text[]")
                .append(key.type() == ColumnType.DAY ? "::date[])" : ")");
        return new Statement(text.toString(), sql.parameters);
    }

    /** Decimals, doubles and days travel as PostgreSQL writes them: nothing is lost or rounded. */
    private String shown(Column column) {
        return shown(cell(column), column.type());
    }

    private static String shown(String cell, ColumnType type) {
        return switch (type) {
            case DECIMAL, DOUBLE, DAY -> cell + "::text";
            case TEXT, MOMENT, BOOLEAN, INTEGER, LONG -> cell;
        };
    }

    /** Whether what stood before counts: on pages after the first. */
    private boolean isPast(Dataset set) {
        return set.isRewritten() && query.set().isRewritten() && !query.isFirstPage();
    }

    /** What the first page saw of a set. */
    private String past(Dataset set) {
        String snapshot =
                parameter(query.after().orElseThrow().picture().snapshot()) + "::text::pg_snapshot";
        return "(select * from "
                + set.picture()
                + " p where pg_visible_in_snapshot(p.written, "
                + snapshot
                + ") and (p.ended is null or not pg_visible_in_snapshot(p.ended, "
                + snapshot
                + ")))";
    }

    /** Whether a measurement stands is a question of when: as of the picture, for every page. */
    private String cell(Column column) {
        String cell = "r." + column.sql();
        if (!column.name().equals("IsStanding") || log().isEmpty()) {
            return cell;
        }
        return "("
                + cell
                + " or (r.kind <> 'retraction' and effekt.stood(r.partition, r.sequence, "
                + bound()
                + ")))";
    }

    private List<Long> log() {
        return query.after().map(token -> token.picture().log()).orElse(List.of());
    }

    private String bound() {
        return parameter(log().toArray(Long[]::new)) + "::bigint[]";
    }

    private String from() {
        Dataset set = query.set();
        return " from " + (isPast(set) ? past(set) : set.rows()) + " r";
    }

    private static boolean isKey(Query.Order part) {
        return part.by() instanceof Cell(Column column) && column.isKey();
    }

    private String where() {
        List<String> parts = new ArrayList<>();
        Expression filter = query.filter();
        if (filter != null) {
            parts.add(write(filter, false));
        }
        query.after()
                .ifPresent(token -> {
                    if (!token.last().isEmpty()) {
                        parts.add(after(query.wholeOrder(), token.last()));
                    }
                    if (!log().isEmpty()) {
                        parts.add("r.sequence <= (" + bound() + ")[r.partition + 1]");
                    }
                });
        return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
    }

    /** Rows that come after one, where null comes before everything. */
    private String after(List<Query.Order> order, List<@Nullable String> last) {
        if (order.size() != last.size()) {
            throw new IllegalArgumentException("the token is not of this order");
        }
        if (order.stream().allMatch(part -> isKey(part) && !part.descending())) {
            return afterKey(order, last);
        }
        return "(" + after(order, last, 0) + ")";
    }

    /** Rows are compared as rows, which an index finds at once: a key is never null. */
    private String afterKey(List<Query.Order> order, List<@Nullable String> last) {
        List<String> cells = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            cells.add(write(order.get(i).by(), false));
            values.add(literal(last.get(i), order.get(i).by().type()));
        }
        return "(" + String.join(", ", cells) + ") > (" + String.join(", ", values) + ")";
    }

    private String after(List<Query.Order> order, List<@Nullable String> last, int from) {
        Query.Order part = order.get(from);
        String by = write(part.by(), false);
        String value = last.get(from);
        String later;
        String same;
        if (value == null) {
            later = part.descending() ? "false" : by + " is not null";
            same = by + " is null";
        } else {
            String literal = literal(value, part.by().type());
            later =
                    part.descending()
                            ? "(" + by + " < " + literal + " or " + by + " is null)"
                            : by + " > " + literal;
            same = by + " = " + literal;
        }
        return from + 1 == order.size()
                ? later
                : later + " or (" + same + " and (" + after(order, last, from + 1) + "))";
    }

    /**
     * @param strict whether a comparison must be true or false and never null: under a negation,
     *     and where it is compared itself. A function of null is null there too, as OData has it
     */
    private String write(Expression expression, boolean strict) {
        return switch (expression) {
            case Cell(Column column) -> cell(column);
            case Literal(String text, ColumnType type) -> literal(text, type);
            case Comparison comparison -> comparison(comparison, strict);
            case Junction(boolean all, List<Expression> parts) ->
                    parts.stream()
                            .map(part -> write(part, strict))
                            .collect(Collectors.joining(all ? " and " : " or ", "(", ")"));
            case Not(Expression part) -> "(not " + write(part, true) + ")";
            case In(Expression left, List<Literal> values) -> in(left, values, strict);
            case Arithmetic arithmetic -> arithmetic(arithmetic);
            case Call call -> call(call);
        };
    }

    private String comparison(Comparison comparison, boolean strict) {
        Comparator operator = comparison.operator();
        if (isNull(comparison.right()) || isNull(comparison.left())) {
            Expression other = isNull(comparison.right()) ? comparison.left() : comparison.right();
            return switch (operator) {
                case EQ -> "(" + write(other, false) + " is null)";
                case NE -> "(" + write(other, false) + " is not null)";
                // With its type, because an order by a bare word is none to PostgreSQL.
                case GT, GE, LT, LE -> "false::boolean";
            };
        }
        String left = write(comparison.left(), true);
        String right = write(comparison.right(), true);
        if (operator == Comparator.NE) {
            return "(" + left + " is distinct from " + right + ")";
        }
        boolean twoCells = operator == Comparator.EQ && !(comparison.right() instanceof Literal);
        if (twoCells) {
            return "(" + left + " is not distinct from " + right + ")";
        }
        return settled("(" + left + " " + operator.sql + " " + right + ")", strict);
    }

    private String in(Expression left, List<Literal> values, boolean strict) {
        String listed =
                values.stream()
                        .map(value -> literal(value.text(), value.type()))
                        .collect(Collectors.joining(", "));
        return settled("(" + write(left, false) + " in (" + listed + "))", strict);
    }

    private static String settled(String condition, boolean strict) {
        return strict ? "coalesce(" + condition + ", false)" : condition;
    }

    /** Numbers are as wide as they need to be; what is divided by zero is nothing. */
    private String arithmetic(Arithmetic sum) {
        String type = sum.type() == ColumnType.DOUBLE ? "double precision" : "numeric";
        String left = "(" + write(sum.left(), false) + ")::" + type;
        String right = "(" + write(sum.right(), false) + ")::" + type;
        return switch (sum.operator()) {
            case '/' -> {
                String quotient = left + " / nullif(" + right + ", 0)";
                yield sum.isWhole() ? "trunc(" + quotient + ")" : "(" + quotient + ")";
            }
            case '%' -> "mod((" + left + ")::numeric, nullif((" + right + ")::numeric, 0))";
            default -> "(" + left + " " + sum.operator() + " " + right + ")";
        };
    }

    private String call(Call call) {
        Function function = call.function();
        String text = function.sql();
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            String written = write(argument, false);
            if (function.looksAtTheClock() && argument.type() == ColumnType.MOMENT) {
                written = "((" + written + ") at time zone 'UTC')";
            }
            text = text.replace("%" + (i + 1), written);
        }
        return text;
    }

    private static boolean isNull(Expression expression) {
        return expression instanceof Literal literal && literal.text() == null;
    }

    private String literal(@Nullable String text, @Nullable ColumnType type) {
        return text == null
                ? "null"
                : parameter(text) + "::text" + (type == null ? "" : cast(type));
    }

    private static String cast(ColumnType type) {
        return switch (type) {
            case TEXT -> "";
            case DAY -> "::date";
            case MOMENT -> "::timestamptz";
            case BOOLEAN -> "::boolean";
            case INTEGER, LONG -> "::bigint";
            case DECIMAL -> "::numeric";
            case DOUBLE -> "::double precision";
        };
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }
}
