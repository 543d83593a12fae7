package io.effekt.bi.odata;

import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
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

    /** A sign that begins an offset of a time: 10:00+02:00. */
    private static final Pattern OFFSET =
            Pattern.compile("(T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?) (\\d{2}:\\d{2})");

    private static final Pattern NOT = Pattern.compile("\\bnot\\(");

    static Options of(@Nullable String rawQuery) {
        Map<String, String> values = new LinkedHashMap<>();
        if (rawQuery != null) {
            if (rawQuery.length() > LONGEST) {
                throw refused(400, "too-long", "", "The query has more than 16 kB: ask for less.");
            }
            for (String part : rawQuery.split("&", -1)) {
                int equals = part.indexOf('=');
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                if (name.startsWith("$")) {
                    put(values, name.toLowerCase(Locale.ROOT), part, equals);
                }
            }
        }
        return new Options(values);
    }

    private static void put(Map<String, String> values, String name, String part, int equals) {
        if (NOT_HERE.contains(name)) {
            throw refused(501, "not-implemented", name, "This service does not have " + name + ".");
        }
        if (!KNOWN.contains(name)) {
            throw refused(
                    400,
                    "unknown-option",
                    "query",
                    "There is no such option; known are " + String.join(", ", sorted()) + ".");
        }
        String value = equals < 0 ? "" : text(part.substring(equals + 1));
        if (values.put(name, value) != null) {
            throw refused(400, "repeated-option", name, "Give " + name + " once.");
        }
    }

    private static List<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }

    /** A raw plus is a space, unless an offset begins with it; in a literal it is a plus. */
    private static String text(String raw) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean quote = c == '\'' || raw.startsWith("%27", i);
            quoted ^= quote;
            text.append(c == '+' ? (quoted ? "%2B" : "%20") : String.valueOf(c));
        }
        return normal(decoded(text.toString()));
    }

    private static String normal(String decoded) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (String part : decoded.split("(?<=')|(?=')", -1)) {
            if (part.equals("'")) {
                quoted = !quoted;
                text.append(part);
            } else if (quoted) {
                text.append(part);
            } else {
                String offsets = OFFSET.matcher(part).replaceAll("$1+$2");
                text.append(NOT.matcher(offsets).replaceAll("not ("));
            }
        }
        return text.toString();
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(400, "malformed", "query", "The address has a broken % sequence.");
        }
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
            throw refused(
                    400,
                    "invalid-option",
                    name,
                    "Write " + name + " as a whole number from 0 to 999999999.");
        }
        return Long.parseLong(text);
    }

    /** Whether it is switched on; it is not where it is not given. */
    boolean isOn(String name) {
        return switch (get(name)) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw refused(
                            400, "invalid-option", name, "Write " + name + " as true or false.");
        };
    }

    /** What decides on the rows and their order: a page token belongs to that. */
    String question() {
        Map<String, String> deciding = new TreeMap<>(values);
        deciding.keySet().retainAll(Set.of("$filter", "$orderby"));
        return deciding.toString();
    }

    static ProblemException refused(int status, String code, String target, String sentence) {
        return Problem.refused(status, List.of(new Refusal(code, target, sentence))).exception();
    }
}
