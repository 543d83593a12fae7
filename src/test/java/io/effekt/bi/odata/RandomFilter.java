package io.effekt.bi.odata;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Filters by chance, as OData writes them and, written by hand a second time, as SQL on the view
 * has to: what is compared with null is false, equal to null is true for null alone, and a function
 * of null is null.
 */
final class RandomFilter {
    private static final int DEEPEST = 4;

    private final Random random;

    RandomFilter(Random random) {
        this.random = random;
    }

    /** The same in both languages. */
    record Both(String odata, String sql) {}

    Both condition() {
        return condition(0);
    }

    private Both condition(int depth) {
        int kinds = depth < DEEPEST ? 13 : 9;
        return switch (random.nextInt(kinds)) {
            case 0, 1 -> compared(number(depth), number(depth));
            case 2 -> compared(text(depth), text(depth));
            case 3 -> compared(day(), day());
            case 4 -> compared(new Both("RecordedAt", "recorded_at"), moment());
            case 5 -> isNull(random.nextBoolean() ? number(depth) : text(depth));
            case 6 -> in();
            case 7 -> textual(depth);
            case 8 -> one(new Both("IsComplete", "is_complete"), new Both("true", "true"));
            case 9, 10 -> joined("and", depth);
            case 11 -> joined("or", depth);
            default -> {
                Both inner = condition(depth + 1);
                yield new Both(
                        pick(List.of("not (", "not(")) + inner.odata() + ")",
                        "(not " + inner.sql() + ")");
            }
        };
    }

    private Both one(Both truth, Both value) {
        return new Both(
                truth.odata() + " eq " + value.odata(),
                "coalesce(" + truth.sql() + " = " + value.sql() + ", false)");
    }

    private Both joined(String word, int depth) {
        Both left = condition(depth + 1);
        Both right = condition(depth + 1);
        return new Both(
                "(" + left.odata() + " " + word + " " + right.odata() + ")",
                "(" + left.sql() + " " + word + " " + right.sql() + ")");
    }

    private Both compared(Both left, Both right) {
        String operator = pick(List.of("eq", "ne", "gt", "ge", "lt", "le"));
        String sql =
                switch (operator) {
                    case "eq" -> "(" + left.sql() + " is not distinct from " + right.sql() + ")";
                    case "ne" -> "(" + left.sql() + " is distinct from " + right.sql() + ")";
                    case "gt" -> "coalesce(" + left.sql() + " > " + right.sql() + ", false)";
                    case "ge" -> "coalesce(" + left.sql() + " >= " + right.sql() + ", false)";
                    case "lt" -> "coalesce(" + left.sql() + " < " + right.sql() + ", false)";
                    default -> "coalesce(" + left.sql() + " <= " + right.sql() + ", false)";
                };
        return new Both(left.odata() + " " + operator + " " + right.odata(), sql);
    }

    private Both isNull(Both what) {
        return random.nextBoolean()
                ? new Both(what.odata() + " eq null", "(" + what.sql() + " is null)")
                : new Both(what.odata() + " ne null", "(" + what.sql() + " is not null)");
    }

    private Both in() {
        List<String> statuses = List.of("on_track", "off_track", "no_target", "no_data", "at_risk");
        List<String> some =
                IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(i -> "'" + pick(statuses) + "'")
                        .toList();
        String list = some.stream().collect(Collectors.joining(",", "(", ")"));
        return new Both("Status in " + list, "coalesce(status in " + list + ", false)");
    }

    private Both textual(int depth) {
        Both text = text(depth);
        String part = pick(List.of("a", "team", "o", "'' or 1 eq 1", "%", "_", "æ", "n_"));
        Both piece = new Both("'" + part + "'", "'" + part + "'");
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Both(
                            "contains(" + text.odata() + "," + piece.odata() + ")",
                            "(position(" + piece.sql() + " in " + text.sql() + ") <> 0)");
            case 1 ->
                    new Both(
                            "startswith(" + text.odata() + "," + piece.odata() + ")",
                            "(left(%s, %d) = %s)".formatted(text.sql(), length(part), piece.sql()));
            default ->
                    new Both(
                            "endswith(" + text.odata() + "," + piece.odata() + ")",
                            "(right(%s, %d) = %s)"
                                    .formatted(text.sql(), length(part), piece.sql()));
        };
    }

    private static int length(String part) {
        return part.replace("''", "'").length();
    }

    private Both number(int depth) {
        if (depth < DEEPEST && random.nextInt(3) == 0) {
            return sum(number(depth + 1), number(depth + 1));
        }
        int value = random.nextInt(40) - 10;
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Both("Value", "value");
            case 2 -> new Both("Measurements", "measurements");
            case 3 -> new Both("PeriodKey", "period_key");
            case 4 -> new Both("Target", "target");
            case 5 -> new Both("ChangeFromPrevious", "change_from_previous");
            case 6 -> new Both(value + ".5", "(" + value + ".5)");
            case 7 -> rounded();
            case 8 -> ofMoment();
            case 9 -> {
                Both text = text(depth);
                yield new Both("length(" + text.odata() + ")", "char_length(" + text.sql() + ")");
            }
            default -> new Both(Integer.toString(value), "(" + value + ")");
        };
    }

    private Both sum(Both left, Both right) {
        String operator = pick(List.of("add", "sub", "mul"));
        String sign = operator.equals("add") ? "+" : operator.equals("sub") ? "-" : "*";
        return new Both(
                "(" + left.odata() + " " + operator + " " + right.odata() + ")",
                "(" + left.sql() + "::numeric " + sign + " " + right.sql() + "::numeric)");
    }

    private Both rounded() {
        String name = pick(List.of("round", "floor", "ceiling"));
        return new Both(name + "(Value)", name + "(value)");
    }

    private Both ofMoment() {
        String part = pick(List.of("year", "month", "day"));
        return random.nextBoolean()
                ? new Both(
                        part + "(PeriodStart)", "extract(" + part + " from period_start)::integer")
                : new Both(
                        part + "(RecordedAt)",
                        "extract(" + part + " from recorded_at at time zone 'UTC')::integer");
    }

    private Both text(int depth) {
        if (depth < DEEPEST && random.nextInt(4) == 0) {
            Both inner = text(depth + 1);
            return switch (random.nextInt(5)) {
                case 0 -> new Both("tolower(" + inner.odata() + ")", "lower(" + inner.sql() + ")");
                case 1 -> new Both("toupper(" + inner.odata() + ")", "upper(" + inner.sql() + ")");
                case 2 ->
                        new Both(
                                "substring(" + inner.odata() + ",2)",
                                "substring(" + inner.sql() + " from 3)");
                case 3 ->
                        new Both(
                                "concat(" + inner.odata() + ",Status)",
                                "(" + inner.sql() + " || status)");
                default -> new Both("trim(" + inner.odata() + ")", "trim(" + inner.sql() + ")");
            };
        }
        return switch (random.nextInt(7)) {
            case 0 -> new Both("TeamName", "team_name");
            case 1 -> new Both("Status", "status");
            case 2 -> new Both("Scope", "scope");
            case 3 -> new Both("ScopeLevel", "scope_level");
            case 4 -> new Both("ValueStreamName", "value_stream_name");
            case 5 -> new Both("'team'", "'team'");
            default -> new Both("'O''Hara %27; æ'", "'O''Hara %27; æ'");
        };
    }

    private Both day() {
        String day = "2026-0%d-%02d".formatted(1 + random.nextInt(9), 1 + random.nextInt(28));
        return switch (random.nextInt(4)) {
            case 0 -> new Both("PeriodStart", "period_start");
            case 1 -> new Both("PeriodEnd", "period_end");
            case 2 -> new Both("date(RecordedAt)", "(recorded_at at time zone 'UTC')::date");
            default -> new Both(day, "date '" + day + "'");
        };
    }

    private Both moment() {
        String moment = "2026-0%d-15T10:00:00".formatted(1 + random.nextInt(9));
        return new Both(
                moment + pick(List.of("+00:00", "Z", ".0000000Z")),
                "timestamptz '" + moment + "Z'");
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
