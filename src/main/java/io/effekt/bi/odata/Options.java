package io.effekt.bi.odata;

import io.effekt.bi.DidYouMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The query options of an address, decoded once. Those without {@code $} are somebody else's and
 * left out; those that are not known are refused, and those that OData knows and this service does
 * not are 501: none is ever ignored.
 *
 * @param values by their names, lower case
 */
record Options(Map<String, String> values) {
    private static final Set<String> KNOWN =
            Set.of(
                    "$select",
                    "$expand",
                    "$filter",
                    "$orderby",
                    "$top",
                    "$skip",
                    "$count",
                    "$skiptoken",
                    "$format");

    /** Those that name columns or compute with them. */
    static final List<String> EXPRESSIONS = List.of("$filter", "$orderby", "$select", "$expand");

    private static final Set<String> NOT_HERE =
            Set.of(
                    "$apply",
                    "$search",
                    "$compute",
                    "$deltatoken",
                    "$levels",
                    "$index",
                    "$schemaversion",
                    "$id");
    private static final int LONGEST = 16_384;
    private static final int LONGEST_NAME = 40;

    static Options of(@Nullable String rawQuery) {
        Map<String, String> values = new LinkedHashMap<>();
        if (rawQuery != null) {
            if (rawQuery.length() > LONGEST) {
                throw Refused.because(
                        400, "too-long", "", "The query has more than 16 kB: ask for less.");
            }
            boolean form = QueryText.isFormEncoded(rawQuery);
            for (String part : rawQuery.split("&", -1)) {
                int equals = part.indexOf('=');
                String name = QueryText.decoded(equals < 0 ? part : part.substring(0, equals));
                if (name.startsWith("$")) {
                    String option = name.toLowerCase(Locale.ROOT);
                    String value = equals < 0 ? "" : part.substring(equals + 1);
                    put(
                            values,
                            option,
                            EXPRESSIONS.contains(option)
                                    ? QueryText.expression(value, form)
                                    : QueryText.decoded(value.replace('+', ' ')).strip());
                }
            }
        }
        return new Options(values);
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (NOT_HERE.contains(name)) {
            throw Refused.because(
                    501, "not-implemented", name, "This service does not have " + name + ".");
        }
        if (!KNOWN.contains(name)) {
            throw Refused.because(
                    400,
                    "unknown-option",
                    shown(name),
                    "There is no option '"
                            + shown(name)
                            + "'"
                            + DidYouMean.ask(name, KNOWN)
                            + " There are "
                            + String.join(", ", sorted())
                            + ".");
        }
        if (values.put(name, value) != null) {
            throw Refused.because(400, "repeated-option", name, "Give " + name + " once.");
        }
    }

    /** Only these options, for finding out which of them is wrong. */
    Options only(Set<String> names) {
        Map<String, String> some = new LinkedHashMap<>(values);
        some.keySet().retainAll(names);
        return new Options(some);
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }

    private static List<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }

    @Nullable String get(String name) {
        return values.get(name);
    }

    /** A whole number that is not negative; absent where it is not given. */
    long number(String name, long absent) {
        String text = get(name);
        if (text == null) {
            return absent;
        }
        if (!text.matches("\\d{1,9}")) {
            throw Refused.because(
                    400,
                    "invalid-option",
                    name,
                    "Write " + name + " as a whole number from 0 to 999999999.");
        }
        return Long.parseLong(text);
    }

    /** Whether it is switched on; it is not where it is not given. */
    boolean isOn(String name) {
        String text = get(name);
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                if (text == null) {
                    yield false;
                }
                throw Refused.because(
                        400, "invalid-option", name, "Write " + name + " as true or false.");
            }
        };
    }

    /** What decides on the rows and their order: a page token belongs to that. */
    String question() {
        Map<String, String> deciding = new TreeMap<>(values);
        deciding.keySet().retainAll(Set.of("$filter", "$orderby"));
        return deciding.toString();
    }
}
