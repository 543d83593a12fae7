package io.effekt.access.source;

import io.effekt.access.keys.AdminKey;
import java.util.List;
import java.util.Set;

/** Patterns of sources: the source itself, or its beginning and {@code *}. */
public final class SourcePattern {
    /** Names that measurements bear without a key of that client: who else has them. */
    private static final Set<String> OF_THE_SERVICE = Set.of(AdminKey.CLIENT, "kafka");

    private SourcePattern() {}

    /** Whether it is the own name of somebody who has no key in the table. */
    public static boolean isOfTheService(String source) {
        return OF_THE_SERVICE.contains(source);
    }

    public static boolean match(List<String> patterns, String source) {
        for (String pattern : patterns) {
            if (pattern.endsWith("*")
                    ? source.startsWith(pattern.substring(0, pattern.length() - 1))
                    : source.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a source that both patterns match. */
    public static boolean overlap(String one, String other) {
        boolean oneIsOpen = one.endsWith("*");
        boolean otherIsOpen = other.endsWith("*");
        String first = oneIsOpen ? one.substring(0, one.length() - 1) : one;
        String second = otherIsOpen ? other.substring(0, other.length() - 1) : other;
        return (oneIsOpen && second.startsWith(first))
                || (otherIsOpen && first.startsWith(second))
                || first.equals(second);
    }
}
