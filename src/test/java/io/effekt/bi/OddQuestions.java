package io.effekt.bi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Filters, orders and lists of names, of words that OData has, put together without sense or with
 * half of it, the same ones for a seed.
 */
final class OddQuestions {
    /** Columns, values and what is at the edge of what there can be. */
    static final List<String> ATOMS =
            List.of(
                    "Kpi",
                    "Period",
                    "Target",
                    "Status",
                    "Team",
                    "$it",
                    "Nothing",
                    "Value",
                    "PeriodStart",
                    "RecordedAt",
                    "IsComplete",
                    "IntervalLower",
                    "Measurements",
                    "PeriodKey",
                    "KpiDetails",
                    "KpiDetails/Unit",
                    "null",
                    "true",
                    "'x'",
                    "''",
                    "'o''b'",
                    "'%'",
                    "'\\'",
                    "[1,2]",
                    "{}",
                    "1",
                    "-1",
                    "0.5",
                    "1e308",
                    "-1e308",
                    "1e-320",
                    "1e400",
                    "1e2147483648",
                    "INF",
                    "-INF",
                    "NaN",
                    "9223372036854775807",
                    "92233720368547758080",
                    "0." + "1".repeat(400),
                    "9".repeat(400),
                    "2026-02-30",
                    "0000-01-01",
                    "0001-01-01",
                    "9999-12-31",
                    "-0001-01-01",
                    "-9999-01-01",
                    "12345-01-01",
                    "999999-01-01",
                    "0000-01-01T00:00:00Z",
                    "9999-12-31T23:59:59Z",
                    "2026-01-01T00:00:00+14:00",
                    "2026-01-01T00:00:00+19:00",
                    "2026-01-01T24:00:00Z",
                    "2016-12-31T23:59:60Z",
                    "-0044-03-15T00:00:00Z",
                    "-9999-03-15T00:00:00Z",
                    "999999-03-15T00:00:00Z",
                    "2026-01-01T00:00:00.123456789012Z",
                    "duration'P1D'",
                    "01234567-89ab-cdef-0123-456789abcdef",
                    "12:00:00",
                    "binary'AAAA'",
                    "geography'SRID=0;Point(1 2)'",
                    "now()",
                    "@p",
                    "$it/Kpi",
                    "$root/Kpis",
                    "Effekt.KpiStatusRow",
                    "Edm.String",
                    "cast(Kpi,Edm.Int32)",
                    "isof(Edm.String)",
                    "maxdatetime()",
                    "mindatetime()",
                    "fractionalseconds(RecordedAt)",
                    "totaloffsetminutes(RecordedAt)",
                    "geo.length(Kpi)",
                    "KpiDetails/any(x:x/Kpi eq 'a')",
                    "()",
                    "('a','b')",
                    "(1)");

    /** What stands in a list of names, or nearly could. */
    private static final List<String> NAMES =
            List.of(
                    "*",
                    "Kpi",
                    "KpiDetails",
                    "Effekt.*",
                    "Edm.*",
                    "Effekt.KpiStatusHistoryRow",
                    "Effekt.KpisRow",
                    "Effekt.KpisRow/Kpi",
                    "$it",
                    "$root/Kpis",
                    "$count",
                    "$ref",
                    "@p",
                    "Nothing",
                    "");

    private static final List<String> OPERATORS =
            List.of(
                    "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "in", "has", "add", "sub",
                    "mul", "div", "divby", "mod");

    /** Those of ours, and some that OData has beside them. */
    private static final List<String> FUNCTIONS =
            Stream.concat(
                            Stream.of(Function.values()).map(Function::word),
                            Stream.of(
                                    "time",
                                    "cast",
                                    "isof",
                                    "mindatetime",
                                    "fractionalseconds",
                                    "geo.distance",
                                    "case"))
                    .distinct()
                    .toList();

    /** What follows a name that is expanded. */
    private static final List<String> LEVELS =
            List.of(
                    "",
                    "($select=@)",
                    "($select=@)",
                    "($expand=@)",
                    "($levels=max)",
                    "($filter=@ eq 1)",
                    "($select=@;$top=1)",
                    "/$ref",
                    "/$count",
                    "()");

    private static final List<String> STRAY =
            List.of("(", ")", "'", ",", "-", "/", "*", "@", "$", ";", "\t");

    private final Random chance;

    OddQuestions(long seed) {
        chance = new Random(seed);
    }

    /** A {@code $filter} or an {@code $orderby}, as it goes over the wire. */
    String next() {
        if (chance.nextInt(8) == 0) {
            return chance.nextBoolean()
                    ? "$select=" + encoded(names())
                    : "$expand=" + encoded(names() + one(LEVELS).replace("@", names()));
        }
        String option = chance.nextInt(5) == 0 ? "$orderby=" : "$filter=";
        String question =
                chance.nextInt(5) < 3 ? truth(chance.nextInt(4)) : words(chance.nextInt(4));
        if (chance.nextInt(20) == 0) {
            int at = chance.nextInt(question.length() + 1);
            question = question.substring(0, at) + one(STRAY) + question.substring(at);
        }
        return option + encoded(question);
    }

    /** For the wire; what may stand in an address as it is, stands as it is. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%2F", "/")
                .replace("%27", "'");
    }

    private String names() {
        StringBuilder names = new StringBuilder(one(NAMES));
        for (int i = chance.nextInt(3); i > 0; i--) {
            names.append(one(List.of(",", ",", "/", " "))).append(one(NAMES));
        }
        return names.toString();
    }

    /** Words in the order of a sentence. */
    private String words(int depth) {
        if (depth == 0) {
            return one(ATOMS);
        }
        int below = depth - 1;
        return switch (chance.nextInt(7)) {
            case 0 -> "(" + words(below) + ")";
            case 1 -> one(List.of("not ", "not(", "-")) + words(below);
            case 2 -> one(FUNCTIONS) + list(chance.nextInt(4), below);
            case 3 -> words(below) + " in " + list(chance.nextInt(3), 0);
            case 4 -> "(" + words(below) + " " + one(OPERATORS) + " " + words(below) + ")";
            default -> words(below) + " " + one(OPERATORS) + " " + words(below);
        };
    }

    private String list(int size, int depth) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(words(depth));
        }
        return "(" + String.join(",", parts) + ")";
    }

    /** Something that is so or not, of types that fit, null among them. */
    private String truth(int depth) {
        if (depth == 0) {
            return one(List.of("IsComplete", "true", "false", "IsConfident", "null"));
        }
        int below = depth - 1;
        return switch (chance.nextInt(6)) {
            case 0 -> "(" + truth(below) + one(List.of(" and ", " or ")) + truth(below) + ")";
            case 1 -> "not (" + truth(below) + ")";
            case 2 -> "contains(" + text(below) + "," + text(below) + ")";
            case 3 -> "(" + text(below) + compared() + text(below) + ")";
            case 4 -> "(" + moment() + compared() + moment() + ")";
            default -> "(" + number(below) + compared() + number(below) + ")";
        };
    }

    private String compared() {
        return one(List.of(" eq ", " ne ", " gt ", " ge ", " lt ", " le "));
    }

    private String text(int depth) {
        if (depth == 0) {
            return one(List.of("Kpi", "Period", "TeamName", "'a'", "null"));
        }
        return one(List.of("tolower(", "toupper(", "trim(")) + text(depth - 1) + ")";
    }

    private String moment() {
        return one(List.of("RecordedAt", "2026-01-31T00:00:00Z", "now()", "null"));
    }

    private String number(int depth) {
        if (depth == 0) {
            return one(List.of("Value", "Target", "PeriodKey", "-3", "1e3", "0", "null"));
        }
        return one(List.of("round(", "floor(", "-("))
                + number(depth - 1)
                + one(List.of(" add ", " mul ", " div ", " mod "))
                + number(depth - 1)
                + ")";
    }

    private String one(List<String> words) {
        return words.get(chance.nextInt(words.size()));
    }
}
