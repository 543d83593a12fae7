package io.effekt.bi.odata;

import io.effekt.bi.odata.Words.Kind;
import io.effekt.bi.odata.Words.Word;
import io.effekt.dataset.Dataset;
import io.effekt.kernel.GivenTime;
import io.effekt.kernel.ProblemException;
import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first word of a filter or an order that cannot stand there, and says so by its name.
 */
final class ExpressionFault {
    private static final Set<String> DIRECTIONS = Set.of("asc", "desc");
    private static final Set<String> OPERATORS =
            Set.of(
                    "eq", "ne", "gt", "ge", "lt", "le", "add", "sub", "mul", "div", "mod", "and",
                    "or", "in");

    /** What other languages have, and how it is said here. */
    private static final Map<String, String> FOREIGN =
            Map.ofEntries(
                    Map.entry("=", "write 'eq'"),
                    Map.entry("==", "write 'eq'"),
                    Map.entry("!=", "write 'ne'"),
                    Map.entry("<>", "write 'ne'"),
                    Map.entry(">", "write 'gt'"),
                    Map.entry(">=", "write 'ge'"),
                    Map.entry("<", "write 'lt'"),
                    Map.entry("<=", "write 'le'"),
                    Map.entry("&", "write 'and'"),
                    Map.entry("&&", "write 'and'"),
                    Map.entry("|", "write 'or'"),
                    Map.entry("||", "write 'or'"),
                    Map.entry("!", "write 'not'"),
                    Map.entry("+", "write 'add'"),
                    Map.entry("-", "write 'sub'"),
                    Map.entry("*", "write 'mul'"),
                    Map.entry("%", "write the number alone, without a percent sign"),
                    Map.entry("is", "write 'eq null' or 'ne null'"),
                    Map.entry("like", "write contains(Column,'part')"),
                    Map.entry("between", "write 'Column ge 1 and Column le 2'"));

    private final NameFault names;
    private final Dataset set;
    private final String option;
    private final List<Word> words;
    private final boolean ordering;
    private final Deque<Bracket> open = new ArrayDeque<>();

    /** An open bracket: of a function, a list of values, or a group. */
    private record Bracket(@Nullable String function, boolean isList) {}

    ExpressionFault(NameFault names, Dataset set, String option, String text) {
        this.names = names;
        this.set = set;
        this.option = option;
        words = Words.of(text);
        ordering = option.equals("$orderby");
    }

    /** What is wrong; empty when this reader finds nothing. */
    Optional<ProblemException> find() {
        try {
            quotes();
            order();
            new TypeFault(set, option, words).check();
            return Optional.empty();
        } catch (ProblemException fault) {
            return Optional.of(fault);
        }
    }

    private void quotes() {
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            Word before = i == 0 ? null : words.get(i - 1);
            if (word.kind() == Kind.QUOTED) {
                throw wrong(
                        "%s is not read as a text: a text stands in apostrophes, '%s'"
                                .formatted(
                                        word.shown(),
                                        word.text().replaceAll("^.|[\"\u2019\u201d`]$", "")));
            }
            if (before != null
                    && before.kind() == Kind.TEXT
                    && word.close()
                    && (word.kind() != Kind.SIGN || word.is("'"))) {
                throw wrong(
                        "The text %s ends before %s: an apostrophe within a text is doubled, as in"
                                        .formatted(before.shown(), word.shown())
                                + " 'Cote d''Azur'");
            }
            if (before != null && word.close()) {
                glued(before, word);
            }
            if (word.kind() == Kind.MOMENT && !word.text().matches(".*(Z|[+-]\\d{2}:\\d{2})")) {
                throw wrong(
                        "%s has no zone: write it as %sZ, or with an offset such as +01:00"
                                .formatted(word.shown(), word.text()));
            }
            calendar(word);
            if (word.is("'")) {
                throw wrong(
                        "A text begins with an apostrophe and has no end: close it, and double an"
                                + " apostrophe within it");
            }
        }
    }

    /** What is written as a day or a moment has to be one. */
    private void calendar(Word word) {
        try {
            if (word.kind() == Kind.DAY) {
                GivenTime.day(word.text(), GivenTime.FIRST_YEAR, GivenTime.LAST_YEAR);
            } else if (word.kind() == Kind.MOMENT) {
                Translation.moment(word.text());
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(Translation.NO_DAY.formatted(NameFault.cut(word.text())));
        }
    }

    /** Words that stand together and are no value. */
    private void glued(Word before, Word word) {
        String both = NameFault.cut(before.text() + word.text());
        if (before.kind() == Kind.NAME && word.kind() == Kind.TEXT) {
            throw wrong(
                    "%s is no value of OData 4: write a text as 'text', a day as 2026-01-31, a moment as 2026-01-31T00:00:00Z"
                            .formatted(both));
        }
        boolean number =
                (before.kind() == Kind.NUMBER || before.kind() == Kind.DAY)
                        && (word.kind() == Kind.NUMBER || word.kind() == Kind.NAME || word.is("."));
        if (number) {
            throw wrong("'%s' is no number and no day: write 70.5 or 2026-01-31".formatted(both));
        }
    }

    private void order() {
        boolean operand = false;
        boolean directed = false;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (directed && !word.is(",")) {
                throw wrong(
                        "%s cannot stand here; after a direction comes a comma"
                                .formatted(word.shown()));
            }
            directed = false;
            if (!operand) {
                operand = begins(i);
                if (isCall(i)) {
                    i++;
                }
            } else if (ordering && open.isEmpty() && DIRECTIONS.contains(word.text())) {
                directed = true;
            } else {
                operand = goesOn(i);
                if (word.is("in")) {
                    i++;
                }
            }
        }
        if (!operand) {
            throw wrong(
                    words.isEmpty()
                            ? "Nothing is there: leave the option out, or say what is wanted"
                            : "Something is missing after %s".formatted(words.getLast().shown()));
        }
        if (!open.isEmpty()) {
            throw wrong("A bracket is opened and not closed");
        }
    }

    private boolean isCall(int i) {
        return words.get(i).kind() == Kind.NAME
                && !words.get(i).is("not")
                && !OPERATORS.contains(words.get(i).text())
                && i + 1 < words.size()
                && words.get(i + 1).is("(");
    }

    /** Where an operand has to begin. True when it is there as a whole. */
    private boolean begins(int i) {
        Word word = words.get(i);
        if (word.isLiteral()) {
            return true;
        }
        if (word.is("(")) {
            open.push(new Bracket(null, false));
            return false;
        }
        Bracket in = open.peek();
        if (word.is(")") && in != null && "now".equals(in.function())) {
            open.pop();
            return true;
        }
        if (word.is("-") && i + 1 < words.size() && !words.get(i + 1).close()) {
            throw wrong(
                    "'-' stands right before what it negates, without a blank: -%s"
                            .formatted(NameFault.cut(words.get(i + 1).text())));
        }
        if (word.is("not") || word.is("-")) {
            return false;
        }
        if (word.kind() != Kind.NAME || OPERATORS.contains(word.text())) {
            throw wrong(
                    i == 0
                            ? "Something is missing before %s".formatted(word.shown())
                            : "Something is missing between %s and %s"
                                    .formatted(words.get(i - 1).shown(), word.shown()));
        }
        if (isCall(i)) {
            open.push(new Bracket(NameFault.function(word.text(), option), false));
            return false;
        }
        boolean path = i + 1 < words.size() && words.get(i + 1).is("/");
        if (path) {
            throw names.path(
                    set, option, word.text(), i + 2 < words.size() ? words.get(i + 2).text() : "");
        }
        if (set.column(word.text()).isEmpty()) {
            throw names.property(set, option, word.text());
        }
        return true;
    }

    /** What follows an operand. True when that is not the beginning of another. */
    private boolean goesOn(int i) {
        Word word = words.get(i);
        if (word.is(")")) {
            if (open.isEmpty()) {
                throw wrong("A bracket is closed that was not opened");
            }
            open.pop();
            return true;
        }
        if (word.is(",")) {
            comma(i);
            return false;
        }
        if (word.is("in")) {
            if (i + 1 >= words.size() || !words.get(i + 1).is("(")) {
                throw wrong("'in' takes a list of values in brackets, for instance ('a','b')");
            }
            open.push(new Bracket(null, true));
            return false;
        }
        if (OPERATORS.contains(word.text()) && word.kind() == Kind.NAME) {
            return false;
        }
        String said = FOREIGN.get(word.text().toLowerCase(java.util.Locale.ROOT));
        if (said != null) {
            throw wrong("%s is no operator here: %s".formatted(word.shown(), said));
        }
        if (word.kind() == Kind.NAME) {
            throw NameFault.operator(option, word.text(), ordering ? DIRECTIONS : OPERATORS);
        }
        throw wrong(
                "%s cannot follow %s: an operator is missing, such as 'eq' or 'and'"
                        .formatted(word.shown(), words.get(i - 1).shown()));
    }

    private void comma(int i) {
        Bracket in = open.peek();
        if (in == null ? ordering : in.isList() || in.function() != null) {
            return;
        }
        Word before = words.get(i - 1);
        Word after = i + 1 < words.size() ? words.get(i + 1) : null;
        if (before.kind() == Kind.NUMBER && after != null && after.kind() == Kind.NUMBER) {
            throw wrong(
                    "%s,%s is no number: write it with a point, %s.%s"
                            .formatted(before.text(), after.text(), before.text(), after.text()));
        }
        throw wrong("A comma cannot stand after %s".formatted(before.shown()));
    }

    private ProblemException wrong(String sentence) {
        return NameFault.wrong(option, sentence);
    }
}
