package io.effekt.bi.odata;

import io.effekt.bi.Function;
import io.effekt.bi.odata.Words.Kind;
import io.effekt.bi.odata.Words.Word;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.kernel.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is compared, computed or passed and has another type than belongs there. */
final class TypeFault {
    private final Dataset set;
    private final String option;
    private final List<Word> words;

    TypeFault(Dataset set, String option, List<Word> words) {
        this.set = set;
        this.option = option;
        this.words = words;
    }

    /**
     * @throws ProblemException naming both sides of the first that do not fit
     */
    void check() {
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.is("-")) {
                number(i, i + 1, after(i));
            }
            if (word.kind() != Kind.NAME) {
                continue;
            }
            if (Words.COMPARISONS.contains(word.text())) {
                compared(i);
            } else if (word.is("in")) {
                list(i);
            } else if (Words.SUMS.contains(word.text())) {
                number(i, i - 1, before(i));
                number(i, i + 1, after(i));
            } else if (word.isJoint() || word.is("not")) {
                truth(i);
            } else if (i + 1 < words.size() && words.get(i + 1).is("(")) {
                arguments(i);
            }
        }
        if (option.equals("$filter") && words.stream().noneMatch(this::decides)) {
            throw NameFault.wrong(
                    option,
                    "A filter is true or false of a row: compare %s with something, for instance Status eq 'on_track'"
                            .formatted(words.getFirst().shown()));
        }
    }

    /** Whether something may be true or false by that word. */
    private boolean decides(Word word) {
        boolean compares = Words.COMPARISONS.contains(word.text()) || word.is("in");
        return word.kind() == Kind.NAME
                && (compares
                        || type(word) == ColumnType.BOOLEAN
                        || function(word.text())
                                .filter(function -> function.gives() == ColumnType.BOOLEAN)
                                .isPresent());
    }

    private void compared(int operator) {
        ColumnType left = before(operator);
        ColumnType right = after(operator);
        if (left != null && right != null && !fit(left, right)) {
            boolean literalLeft = words.get(operator - 1).isLiteral();
            throw differ(
                    literalLeft ? operator + 1 : operator - 1,
                    literalLeft ? right : left,
                    literalLeft ? operator - 1 : operator + 1,
                    literalLeft ? left : right);
        }
    }

    private void list(int operator) {
        ColumnType left = before(operator);
        for (int i = operator + 2; i < words.size() && !words.get(i).is(")"); i++) {
            Word value = words.get(i);
            if (value.is("null")) {
                throw NameFault.wrong(
                        option,
                        "null stands in no list: take it out, and add 'or %s eq null'"
                                .formatted(name(operator - 1)));
            }
            ColumnType right = type(value);
            if (left != null && right != null && !fit(left, right)) {
                throw differ(operator - 1, left, i, right);
            }
            if (!value.is(",") && !value.isLiteral() && !value.is("-")) {
                throw NameFault.wrong(
                        option,
                        "'in' takes a list of values, and '%s' is none"
                                .formatted(NameFault.cut(value.text())));
            }
        }
    }

    private ProblemException differ(int what, ColumnType type, int other, ColumnType otherType) {
        return NameFault.wrong(
                option,
                "'%s' is %s and %s is %s: %s"
                        .formatted(
                                name(what),
                                named(type),
                                value(other),
                                named(otherType),
                                cure(name(what), type)));
    }

    private void number(int operator, int place, @Nullable ColumnType type) {
        if (type != null && !type.isNumber()) {
            throw NameFault.wrong(
                    option,
                    "'%s' takes numbers, and '%s' is %s"
                            .formatted(words.get(operator).text(), name(place), named(type)));
        }
    }

    /** What is joined or negated has to be true or false: a column alone has to be one that is. */
    private void truth(int joint) {
        Word next = joint + 1 < words.size() ? words.get(joint + 1) : null;
        boolean alone =
                words.get(joint).is("not")
                        || joint + 2 >= words.size()
                        || words.get(joint + 2).is(")")
                        || words.get(joint + 2).isJoint();
        ColumnType type = next == null ? null : type(next);
        if (alone && next != null && type != null && type != ColumnType.BOOLEAN) {
            throw NameFault.wrong(
                    option,
                    "'%s' is %s, and '%s' takes what is true or false: compare it with something%s"
                            .formatted(
                                    NameFault.cut(next.text()),
                                    named(type),
                                    words.get(joint).text(),
                                    words.get(joint).is("not") ? ", in brackets" : ""));
        }
    }

    private void arguments(int at) {
        Optional<Function> found = function(words.get(at).text());
        if (found.isEmpty() || at + 2 >= words.size()) {
            return;
        }
        Function function = found.get();
        int given = count(at + 1);
        int least = least(function);
        int most = function == Function.SUBSTRING ? 3 : least;
        if (given < least || given > most) {
            throw NameFault.wrong(
                    option,
                    "'%s' takes %s in its brackets, and %d stand there"
                            .formatted(
                                    function.word(),
                                    most == 0
                                            ? "nothing"
                                            : least == most
                                                    ? Integer.toString(least)
                                                    : least + " or " + most,
                                    given));
        }
        int from = at + 2;
        for (int which = 0; which < given; which++) {
            int end = end(from);
            argument(function, which, from, end);
            from = end + 1;
        }
    }

    /** One argument, where it is a word alone or another function. */
    private void argument(Function function, int which, int from, int end) {
        boolean isWord = end == from + 1;
        boolean isCall = end > from + 2 && opening(end - 1) == from + 1;
        ColumnType type = isWord ? type(words.get(from)) : isCall ? called(words.get(from)) : null;
        if (type == null || takes(function, which, type)) {
            return;
        }
        throw NameFault.wrong(
                option,
                "'%s' takes %s%s, and %s is %s"
                        .formatted(
                                function.word(),
                                wanted(function, which),
                                which == 0 ? "" : " in place " + (which + 1),
                                value(from),
                                named(type)));
    }

    /** Where an argument ends: the comma or the bracket after it. */
    private int end(int from) {
        int depth = 0;
        for (int i = from; i < words.size(); i++) {
            if (depth == 0 && (words.get(i).is(",") || words.get(i).is(")"))) {
                return i;
            }
            depth += words.get(i).is("(") ? 1 : words.get(i).is(")") ? -1 : 0;
        }
        return words.size();
    }

    private static @Nullable ColumnType called(Word function) {
        return function(function.text()).map(Function::gives).orElse(null);
    }

    /** Arguments between a bracket and the one that closes it. */
    private int count(int open) {
        int depth = 0;
        int commas = 0;
        for (int i = open; i < words.size(); i++) {
            depth += words.get(i).is("(") ? 1 : words.get(i).is(")") ? -1 : 0;
            commas += depth == 1 && words.get(i).is(",") ? 1 : 0;
            if (depth == 0) {
                return i == open + 1 ? 0 : commas + 1;
            }
        }
        return commas + 1;
    }

    private static int least(Function function) {
        return switch (function) {
            case NOW -> 0;
            case CONTAINS, STARTSWITH, ENDSWITH, INDEXOF, CONCAT, SUBSTRING, SUBSTRING_OF -> 2;
            default -> 1;
        };
    }

    private static boolean takes(Function function, int which, ColumnType type) {
        return switch (function) {
            case SUBSTRING, SUBSTRING_OF -> which == 0 ? type == ColumnType.TEXT : isWhole(type);
            case YEAR, MONTH, DAY_OF -> type == ColumnType.DAY || type == ColumnType.MOMENT;
            case HOUR, MINUTE, SECOND, DATE -> type == ColumnType.MOMENT;
            case ROUND, FLOOR, CEILING -> type.isNumber();
            case NOW -> true;
            default -> type == ColumnType.TEXT;
        };
    }

    private static boolean isWhole(ColumnType type) {
        return type == ColumnType.INTEGER || type == ColumnType.LONG;
    }

    private static String wanted(Function function, int which) {
        return switch (function) {
            case SUBSTRING, SUBSTRING_OF -> which == 0 ? "a text" : "a whole number";
            case YEAR, MONTH, DAY_OF -> "a day or a moment";
            case HOUR, MINUTE, SECOND, DATE -> "a moment";
            case ROUND, FLOOR, CEILING -> "a number";
            default -> "a text";
        };
    }

    private static Optional<Function> function(String word) {
        return Arrays.stream(Function.values()).filter(f -> f.word().equals(word)).findFirst();
    }

    private @Nullable ColumnType after(int operator) {
        if (operator + 1 >= words.size()) {
            return null;
        }
        Word word = words.get(operator + 1);
        boolean call = operator + 2 < words.size() && words.get(operator + 2).is("(");
        return call
                ? function(word.text()).map(Function::gives).orElse(null)
                : type(
                        word.is("-") && operator + 2 < words.size()
                                ? words.get(operator + 2)
                                : word);
    }

    private @Nullable ColumnType before(int operator) {
        if (operator == 0) {
            return null;
        }
        Word word = words.get(operator - 1);
        if (!word.is(")")) {
            return type(word);
        }
        int call = opening(operator - 1) - 1;
        return call < 0 ? null : function(words.get(call).text()).map(Function::gives).orElse(null);
    }

    private int opening(int closing) {
        int depth = 0;
        for (int i = closing; i >= 0; i--) {
            depth += words.get(i).is(")") ? 1 : words.get(i).is("(") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return 0;
    }

    /** What is at that place: the word, or the function whose bracket ends there. */
    private String name(int place) {
        Word word = words.get(place);
        int call = word.is(")") ? opening(place) - 1 : -1;
        return NameFault.cut(call >= 0 ? words.get(call).text() : word.text());
    }

    private String value(int place) {
        return words.get(place).isLiteral() ? name(place) : "'" + name(place) + "'";
    }

    private @Nullable ColumnType type(Word word) {
        return switch (word.kind()) {
            case TEXT -> ColumnType.TEXT;
            case MOMENT -> ColumnType.MOMENT;
            case DAY -> ColumnType.DAY;
            case NUMBER -> word.text().matches("-?\\d+") ? ColumnType.LONG : ColumnType.DECIMAL;
            case NAME ->
                    word.is("true") || word.is("false")
                            ? ColumnType.BOOLEAN
                            : set.column(word.text()).map(column -> column.type()).orElse(null);
            case QUOTED, SIGN -> null;
        };
    }

    private static boolean fit(ColumnType one, ColumnType other) {
        return one == other || (one.isNumber() && other.isNumber());
    }

    private static String named(ColumnType type) {
        return switch (type) {
            case TEXT -> "a text";
            case DAY -> "a day";
            case MOMENT -> "a moment";
            case BOOLEAN -> "true or false";
            case INTEGER, LONG, DECIMAL, DOUBLE -> "a number";
        };
    }

    private static String cure(String name, ColumnType type) {
        return switch (type) {
            case TEXT -> "write a text in apostrophes, 'text'";
            case DAY -> "write a day without a time, 2026-01-31";
            case MOMENT ->
                    "write a moment, 2026-01-31T00:00:00Z, or compare date(%s), the day of a moment"
                            .formatted(name);
            case BOOLEAN -> "write true or false without quotes";
            case INTEGER, LONG, DECIMAL, DOUBLE ->
                    "write a number without quotes and with a point, 70.5";
        };
    }
}
