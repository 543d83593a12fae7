package io.effekt.bi.odata;

import io.effekt.bi.Expression;
import io.effekt.bi.Function;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.kernel.GivenTime;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.olingo.commons.api.edm.EdmPrimitiveType;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeException;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourcePrimitiveProperty;
import org.apache.olingo.server.api.uri.queryoption.expression.Binary;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.Method;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Unary;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;
import org.jspecify.annotations.Nullable;

/** What Olingo has read of a filter or an order, as an {@link Expression} of our own. */
final class Translation {
    static final String NO_DAY =
            "'%s' is not in the calendar: write one of the years 1 to 9999, for instance 2026-05-17 or 2026-05-17T10:00:00Z.";

    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 100;
    private static final int MOST_VALUES = 200;

    /** OData writes up to twelve digits of a second. */
    private static final Pattern FINER_THAN_NANOS = Pattern.compile("(\\.\\d{9})\\d+");

    private final NameFault faults;
    private final Dataset set;
    private final String option;
    private int nodes;

    /**
     * @param option that it stands in, which an error names
     */
    Translation(NameFault faults, Dataset set, String option) {
        this.faults = faults;
        this.set = set;
        this.option = option;
    }

    Expression of(org.apache.olingo.server.api.uri.queryoption.expression.Expression expression) {
        return of(expression, 1);
    }

    private Expression of(
            org.apache.olingo.server.api.uri.queryoption.expression.Expression expression,
            int depth) {
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw tooMuch();
        }
        return switch (expression) {
            case Binary binary -> binary(binary, depth);
            case Unary unary -> unary(unary, depth);
            case Member member -> member(member);
            case Literal literal -> literal(literal);
            case Method method -> method(method, depth);
            default -> throw notHere(expression.toString());
        };
    }

    private Expression binary(Binary binary, int depth) {
        BinaryOperatorKind operator = binary.getOperator();
        Expression left = of(binary.getLeftOperand(), depth + 1);
        if (operator == BinaryOperatorKind.IN) {
            return in(left, binary.getExpressions());
        }
        Expression right = of(binary.getRightOperand(), depth + 1);
        return switch (operator) {
            case AND -> new Expression.Junction(true, List.of(left, right));
            case OR -> new Expression.Junction(false, List.of(left, right));
            case EQ -> compared(Expression.Comparator.EQ, left, right);
            case NE -> compared(Expression.Comparator.NE, left, right);
            case GT -> compared(Expression.Comparator.GT, left, right);
            case GE -> compared(Expression.Comparator.GE, left, right);
            case LT -> compared(Expression.Comparator.LT, left, right);
            case LE -> compared(Expression.Comparator.LE, left, right);
            case ADD -> sum('+', left, right);
            case SUB -> sum('-', left, right);
            case MUL -> sum('*', left, right);
            case DIV -> sum('/', left, right);
            case MOD -> sum('%', left, right);
            default -> throw notHere(operator.toString());
        };
    }

    private Expression compared(Expression.Comparator how, Expression left, Expression right) {
        return new Expression.Comparison(how, like(left, right), like(right, left));
    }

    private Expression sum(char operator, Expression left, Expression right) {
        if (!isNumber(left) || !isNumber(right)) {
            throw wrong("Only numbers are added, subtracted, multiplied and divided.");
        }
        return new Expression.Arithmetic(operator, left, right);
    }

    private static boolean isNumber(Expression expression) {
        ColumnType type = expression.type();
        return type != null && type.isNumber();
    }

    /** A number is as wide as what it meets. */
    private Expression like(Expression expression, Expression other) {
        ColumnType type = other.type();
        if (expression instanceof Expression.Literal(String text, ColumnType own)
                && text != null
                && own != null
                && type != null
                && own != type) {
            if (own.isNumber() && type.isNumber()) {
                ColumnType wide = own == ColumnType.DOUBLE ? own : ColumnType.DECIMAL;
                return type == ColumnType.DOUBLE
                        ? new Expression.Literal(fits(text), type)
                        : new Expression.Literal(text, wide);
            }
            throw wrong("'%s' is compared with another type.".formatted(NameFault.cut(text)));
        }
        return expression;
    }

    private String fits(String text) {
        try {
            return finite(text);
        } catch (IllegalArgumentException e) {
            throw wrong("'%s' %s.".formatted(NameFault.cut(text), e.getMessage()));
        }
    }

    private Expression in(
            Expression left,
            @Nullable List<org.apache.olingo.server.api.uri.queryoption.expression.Expression>
                    values) {
        // Olingo gives no list where there stands none.
        if (values == null || values.isEmpty()) {
            throw wrong("'in' takes a list of values, for instance ('a','b').");
        }
        if (values.size() > MOST_VALUES) {
            throw tooMuch();
        }
        List<Expression.Literal> literals = new ArrayList<>();
        for (var value : values) {
            if (!(value instanceof Literal literal)
                    || !(like(literal(literal), left) instanceof Expression.Literal read)) {
                throw wrong("'in' takes a list of values, for instance ('a','b').");
            }
            literals.add(read);
        }
        return new Expression.In(left, literals);
    }

    private Expression unary(Unary unary, int depth) {
        Expression operand = of(unary.getOperand(), depth + 1);
        if (unary.getOperator() == UnaryOperatorKind.NOT) {
            // 'not null' is null, which Olingo lets stand beside any type.
            return operand.type() == null ? operand : new Expression.Not(operand);
        }
        return sum('-', new Expression.Literal("0", ColumnType.DECIMAL), operand);
    }

    private Expression member(Member member) {
        List<UriResource> path = member.getResourcePath().getUriResourceParts();
        if (path.size() == 1 && path.getFirst() instanceof UriResourcePrimitiveProperty property) {
            Optional<Column> column = set.column(property.getProperty().getName());
            if (column.isPresent()) {
                return new Expression.Cell(column.get());
            }
        }
        List<String> names = path.stream().map(UriResource::getSegmentValue).toList();
        if (names.size() > 1) {
            throw faults.path(set, option, names.get(0), names.get(1));
        }
        throw notHere(String.join("/", names));
    }

    private Expression.Literal literal(Literal literal) {
        EdmType type = literal.getType();
        if (type == null) {
            if (!literal.getText().equals("null")) {
                throw notHere(literal.getText());
            }
            return new Expression.Literal(null, null);
        }
        if (!(type instanceof EdmPrimitiveType primitive)) {
            throw notHere(literal.getText());
        }
        try {
            String text = primitive.fromUriLiteral(literal.getText());
            return switch (type.getName()) {
                case "String" -> new Expression.Literal(text(text), ColumnType.TEXT);
                case "Boolean" -> new Expression.Literal(text, ColumnType.BOOLEAN);
                case "SByte", "Byte", "Int16", "Int32", "Int64" ->
                        new Expression.Literal(text, ColumnType.LONG);
                case "Decimal" -> new Expression.Literal(text, ColumnType.DECIMAL);
                case "Single", "Double" -> new Expression.Literal(number(text), ColumnType.DOUBLE);
                case "Date" -> new Expression.Literal(day(text), ColumnType.DAY);
                case "DateTimeOffset" -> new Expression.Literal(moment(text), ColumnType.MOMENT);
                default -> throw notHere(literal.getText());
            };
        } catch (EdmPrimitiveTypeException e) {
            throw wrong("'%s' cannot be read.".formatted(NameFault.cut(literal.getText())));
        } catch (DateTimeException e) {
            throw wrong(NO_DAY.formatted(NameFault.cut(literal.getText())));
        } catch (IllegalArgumentException e) {
            throw wrong("'%s' %s.".formatted(NameFault.cut(literal.getText()), e.getMessage()));
        }
    }

    /** What the key of a row has in the address. */
    static Expression.Literal key(Column column, String written) {
        ColumnType type = column.type();
        try {
            return new Expression.Literal(
                    switch (type) {
                        case TEXT ->
                                text(written.substring(1, written.length() - 1).replace("''", "'"));
                        case DAY -> day(written);
                        case MOMENT -> moment(written);
                        case BOOLEAN, INTEGER, LONG, DECIMAL, DOUBLE -> written;
                    },
                    type);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw NameFault.wrong(
                    "path",
                    "The key '%s' cannot be %s".formatted(column.name(), NameFault.cut(written)));
        }
    }

    private static String day(String text) {
        try {
            GivenTime.day(text, GivenTime.FIRST_YEAR, GivenTime.LAST_YEAR);
            return text;
        } catch (IllegalArgumentException e) {
            throw new DateTimeException(e.getMessage(), e);
        }
    }

    static String moment(String text) {
        String shorter = FINER_THAN_NANOS.matcher(text).replaceFirst("$1");
        try {
            GivenTime.instant(shorter, GivenTime.LAST_YEAR);
            return shorter;
        } catch (IllegalArgumentException e) {
            throw new DateTimeException(e.getMessage(), e);
        }
    }

    private static String text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("holds the character 0, which no text has");
        }
        return text;
    }

    private String number(String text) {
        return switch (text) {
            case "INF" -> "Infinity";
            case "-INF" -> "-Infinity";
            case "NaN" -> text;
            default -> finite(text);
        };
    }

    /** As a double holds it: PostgreSQL refuses what is too large or too small for one. */
    private static String finite(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("is too large a number");
        }
        return Double.toString(value);
    }

    private Expression method(Method method, int depth) {
        // Before what stands in its brackets, which may be what only that function takes.
        Function function = function(method.getMethod(), method.getParameters().size());
        List<Expression> arguments = new ArrayList<>();
        for (var parameter : method.getParameters()) {
            Expression argument = of(parameter, depth + 1);
            if (argument.type() == null) {
                throw wrong(
                        "'%s' takes columns and values, and null is neither."
                                .formatted(method.getMethod().toString()));
            }
            arguments.add(argument);
        }
        return new Expression.Call(function, arguments);
    }

    private Function function(MethodKind kind, int arguments) {
        return switch (kind) {
            case CONTAINS -> Function.CONTAINS;
            case STARTSWITH -> Function.STARTSWITH;
            case ENDSWITH -> Function.ENDSWITH;
            case LENGTH -> Function.LENGTH;
            case INDEXOF -> Function.INDEXOF;
            case SUBSTRING -> arguments == 3 ? Function.SUBSTRING_OF : Function.SUBSTRING;
            case TOLOWER -> Function.TOLOWER;
            case TOUPPER -> Function.TOUPPER;
            case TRIM -> Function.TRIM;
            case CONCAT -> Function.CONCAT;
            case YEAR -> Function.YEAR;
            case MONTH -> Function.MONTH;
            case DAY -> Function.DAY_OF;
            case HOUR -> Function.HOUR;
            case MINUTE -> Function.MINUTE;
            case SECOND -> Function.SECOND;
            case DATE -> Function.DATE;
            case NOW -> Function.NOW;
            case ROUND -> Function.ROUND;
            case FLOOR -> Function.FLOOR;
            case CEILING -> Function.CEILING;
            default -> throw NameFault.missingFunction(kind.toString(), option);
        };
    }

    private RuntimeException tooMuch() {
        return Refused.because(
                400,
                "too-much",
                option,
                option
                        + " is too deep or too long: at most 50 levels, 100 parts and 200 values in"
                        + " an 'in'.");
    }

    private RuntimeException notHere(String what) {
        return Refused.because(
                501,
                "not-implemented",
                option,
                "This service does not have '%s' in %s.".formatted(NameFault.cut(what), option));
    }

    private RuntimeException wrong(String sentence) {
        return Refused.because(400, "invalid-filter", option, sentence);
    }
}
