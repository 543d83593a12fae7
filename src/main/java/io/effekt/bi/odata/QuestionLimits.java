package io.effekt.bi.odata;

import java.util.Set;
import java.util.regex.Pattern;

/** What no question of a person or a tool has, and would cost Olingo its stack or much time. */
final class QuestionLimits {
    /** Brackets that can be within one another: more would be no question of a person or a tool. */
    private static final int DEEPEST = 50;

    /** Dates have two signs each. */
    private static final int MOST_NEGATIONS = 1_000;

    private static final int MOST_NAMES = 200;

    private static final Set<String> LISTS = Set.of("$orderby", "$select", "$expand");
    private static final Set<String> GUARDED = Set.of("$filter", "$orderby", "$expand");

    private static final Pattern LAMBDA = Pattern.compile("/(?:any|all)\\(");

    private QuestionLimits() {}

    /**
     * @throws io.effekt.kernel.ProblemException where the address asks for too much, or for what
     *     Olingo would not read
     */
    static void check(String path, Options options) {
        guard("path", path.replace("%28", "(").replace("%29", ")"));
        options.values()
                .forEach((name, text) -> {
                    if (GUARDED.contains(name)) {
                        guard(name, text);
                        withoutLambda(name, text);
                    }
                    if (LISTS.contains(name)) {
                        few(name, text);
                    }
                });
    }

    /** Olingo reads by recursion: what is too deep is refused before. */
    private static void guard(String option, String text) {
        int depth = 0;
        int deepest = 0;
        int negations = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                negations += c == '-' || text.startsWith("not ", i) ? 1 : 0;
                deepest = Math.max(deepest, depth);
            }
        }
        if (deepest > DEEPEST || negations > MOST_NEGATIONS) {
            throw Refused.because(
                    400,
                    "too-much",
                    option,
                    "The question is too deep: at most 50 brackets within one another.");
        }
    }

    /** A set has some dozens of columns: what names thousands only takes time. */
    private static void few(String option, String text) {
        if (text.chars().filter(c -> c == ',' || c == '/').count() > MOST_NAMES) {
            throw Refused.because(
                    400, "too-much", option, "Name at most 200 columns in " + option + ".");
        }
    }

    /** No row has a list of others, so Olingo would know no such thing; OData does. */
    private static void withoutLambda(String option, String text) {
        String[] parts = text.split("'", -1);
        for (int i = 0; i < parts.length; i += 2) {
            if (LAMBDA.matcher(parts[i]).find()) {
                throw Refused.because(
                        501, "not-implemented", option, "This service does not have any and all.");
            }
        }
    }
}
