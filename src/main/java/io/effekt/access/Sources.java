package io.effekt.access;

import java.util.List;

/** Patterns of sources: the source itself, or its beginning and {@code *}. */
final class Sources {
    private Sources() {}

    static boolean match(List<String> patterns, String source) {
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
    static boolean overlap(String one, String other) {
        boolean oneIsOpen = one.endsWith("*");
        boolean otherIsOpen = other.endsWith("*");
        String first = oneIsOpen ? one.substring(0, one.length() - 1) : one;
        String second = otherIsOpen ? other.substring(0, other.length() - 1) : other;
        return (oneIsOpen && second.startsWith(first))
                || (otherIsOpen && first.startsWith(second))
                || first.equals(second);
    }
}
