package io.effekt.bi;

import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a row: immutable, typed, and bound to known columns. Null is as OData has it:
 * equal to itself, and neither less nor greater than anything.
 */
public sealed interface Expression {
    /** What it gives; null for a literal null. */
    @Nullable ColumnType type();

    /** The cell of a column. */
    record Cell(Column column) implements Expression {
        @Override
        public ColumnType type() {
            return column.type();
        }
    }

    /**
     * A value.
     *
     * @param text as PostgreSQL reads it; null for null
     */
    record Literal(@Nullable String text, @Nullable ColumnType type) implements Expression {}

    /** One of two held against the other. */
    record Comparison(Comparator operator, Expression left, Expression right)
            implements Expression {
        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }
    }

    /** How two values are compared. */
    enum Comparator {
        EQ("="),
        NE("<>"),
        GT(">"),
        GE(">="),
        LT("<"),
        LE("<=");

        final String sql;

        Comparator(String sql) {
            this.sql = sql;
        }
    }

    /** All of them, or at least one of them. */
    record Junction(boolean all, List<Expression> parts) implements Expression {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }
    }

    /** Not so. */
    record Not(Expression part) implements Expression {
        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }
    }

    /** One of these values. */
    record In(Expression left, List<Literal> values) implements Expression {
        public In {
            values = List.copyOf(values);
        }

        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }
    }

    /** Plus, minus, times, divided by, modulo. */
    record Arithmetic(char operator, Expression left, Expression right) implements Expression {
        @Override
        public ColumnType type() {
            return left.type() == ColumnType.DOUBLE || right.type() == ColumnType.DOUBLE
                    ? ColumnType.DOUBLE
                    : ColumnType.DECIMAL;
        }

        /** Whether the quotient of two whole numbers is whole. */
        boolean isWhole() {
            return isWhole(left.type()) && isWhole(right.type());
        }

        private static boolean isWhole(@Nullable ColumnType type) {
            return type == ColumnType.INTEGER || type == ColumnType.LONG;
        }
    }

    /** A function of its arguments. */
    record Call(Function function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ColumnType type() {
            return function.gives();
        }
    }
}
