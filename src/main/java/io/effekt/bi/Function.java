package io.effekt.bi;

import static io.effekt.dataset.ColumnType.BOOLEAN;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.DECIMAL;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;

import io.effekt.dataset.ColumnType;

/**
 * Functions of a filter, by OData's names, as PostgreSQL computes them. {@code %1} to {@code %3}
 * stand for the arguments. Whatever the arguments are, none of them fails.
 */
public enum Function {
    CONTAINS("contains", BOOLEAN, "(strpos(%1, %2) > 0)"),
    STARTSWITH("startswith", BOOLEAN, "starts_with(%1, %2)"),
    ENDSWITH("endswith", BOOLEAN, "(right(%1, length(%2)) = %2)"),
    LENGTH("length", INTEGER, "length(%1)"),
    INDEXOF("indexof", INTEGER, "(strpos(%1, %2) - 1)"),
    SUBSTRING("substring", TEXT, "substr(%1, effekt.place(%2) + 1)"),
    SUBSTRING_OF("substring", TEXT, "substr(%1, effekt.place(%2) + 1, effekt.place(%3))"),
    TOLOWER("tolower", TEXT, "lower(%1)"),
    TOUPPER("toupper", TEXT, "upper(%1)"),
    TRIM("trim", TEXT, "btrim(%1, E' \\t\\n\\r')"),
    CONCAT("concat", TEXT, "(%1 || %2)"),
    YEAR("year", INTEGER, "extract(year from %1)::integer"),
    MONTH("month", INTEGER, "extract(month from %1)::integer"),
    DAY_OF("day", INTEGER, "extract(day from %1)::integer"),
    HOUR("hour", INTEGER, "extract(hour from %1)::integer"),
    MINUTE("minute", INTEGER, "extract(minute from %1)::integer"),
    SECOND("second", INTEGER, "floor(extract(second from %1))::integer"),
    DATE("date", DAY, "(%1)::date"),
    NOW("now", MOMENT, "now()"),
    ROUND("round", DECIMAL, "round((%1)::numeric)"),
    FLOOR("floor", DECIMAL, "floor((%1)::numeric)"),
    CEILING("ceiling", DECIMAL, "ceiling((%1)::numeric)");

    private final String word;
    private final ColumnType gives;
    private final String sql;

    Function(String word, ColumnType gives, String sql) {
        this.word = word;
        this.gives = gives;
        this.sql = sql;
    }

    /** As OData names it. */
    public String word() {
        return word;
    }

    public ColumnType gives() {
        return gives;
    }

    String sql() {
        return sql;
    }

    /** Whether moments are read in UTC before it looks at them. */
    boolean looksAtTheClock() {
        return switch (this) {
            case YEAR, MONTH, DAY_OF, HOUR, MINUTE, SECOND, DATE -> true;
            default -> false;
        };
    }
}
