package io.effekt.bi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a row: immutable, typed, and bound to known columns. Null is as OData has it:
 * equal to itself, and neither less nor greater than anything.
 */
public sealed interface Expression {
    /** What it gives; null for a literal null. */
    @Nullable CellType type();

    /** The cell of a column. */
    record Cell(BiColumn column) implements Expression {
        @Override
        public CellType type() {
            return column.type();
        }
    }

    /**
     * A value.
     *
     * @param text as PostgreSQL reads it; null for null
     */
    record Literal(@Nullable String text, @Nullable CellType type) implements Expression {}

    /** One of two held against the other. */
    record Comparison(Comparator operator, Expression left, Expression right)
            implements Expression {
        @Override
        public CellType type() {
            return CellType.BOOLEAN;
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
        public CellType type() {
            return CellType.BOOLEAN;
        }
    }

    /** Not so. */
    record Not(Expression part) implements Expression {
        @Override
        public CellType type() {
            return CellType.BOOLEAN;
        }
    }

    /** One of these values. */
    record In(Expression left, List<Literal> values) implements Expression {
        public In {
            values = List.copyOf(values);
        }

        @Override
        public CellType type() {
            return CellType.BOOLEAN;
        }
    }

    /** Plus, minus, times, divided by, modulo. */
    record Arithmetic(char operator, Expression left, Expression right) implements Expression {
        @Override
        public CellType type() {
            return left.type() == CellType.DOUBLE || right.type() == CellType.DOUBLE
                    ? CellType.DOUBLE
                    : CellType.DECIMAL;
        }

        /** Whether the quotient of two whole numbers is whole. */
        boolean isWhole() {
            return isWhole(left.type()) && isWhole(right.type());
        }

        private static boolean isWhole(@Nullable CellType type) {
            return type == CellType.INTEGER || type == CellType.LONG;
        }
    }

    /** A function of its arguments. */
    record Call(Function function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public CellType type() {
            return function.gives();
        }
    }
}
