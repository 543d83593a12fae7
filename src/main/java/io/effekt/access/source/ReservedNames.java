package io.effekt.access.source;

import io.effekt.access.Caller;
import io.effekt.access.keys.AdminKey;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Names that the service acts under, and what looks like them: no client has one. */
public final class ReservedNames {
    private static final Set<String> ALL =
            Set.of(AdminKey.CLIENT, "kafka", "system", "service", "evaluator", "person");
    private static final String OURS = "effekt";

    /** What begins with it is said by the service of itself. */
    private static final String PART = "service:";

    private ReservedNames() {}

    /**
     * Whether a source is a name that only who bears it sends in: one that no client has, or that
     * of a person.
     */
    static boolean isSource(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return has(lower) || lower.startsWith(Caller.PERSON) || lower.startsWith(PART);
    }

    /** Whether a pattern of sources matches such a name. */
    public static boolean meet(String pattern) {
        return isSource(pattern)
                || Stream.concat(
                                ALL.stream(),
                                Stream.of(OURS + "*", Caller.PERSON + "*", PART + "*"))
                        .anyMatch(name -> SourcePattern.overlap(pattern, name));
    }

    /** Whether a client may not be called so. */
    public static boolean has(String client) {
        String read = read(client);
        return read.startsWith(read(OURS))
                || ALL.stream().anyMatch(name -> read(name).equals(read));
    }

    /** As an eye reads a key that passes by: hyphens go, digits are the letters they look like. */
    private static String read(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '-' -> {}
                case '0' -> letters.append('o');
                case '1', 'l' -> letters.append('i');
                case '3' -> letters.append('e');
                case '4' -> letters.append('a');
                case '5' -> letters.append('s');
                case '7' -> letters.append('t');
                case '8' -> letters.append('b');
                default -> letters.append(c);
            }
        }
        return letters.toString().replace("rn", "m").replace("vv", "w");
    }
}
