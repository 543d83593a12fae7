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
}
