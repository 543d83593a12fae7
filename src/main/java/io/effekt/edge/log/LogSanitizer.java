package io.effekt.edge.log;

import io.effekt.kernel.Secrets;
import java.util.Collection;
import java.util.List;

/** Text of strangers in the log: no character of it ends a line, moves a cursor or hides. */
final class LogSanitizer {
    private static final int SHORTEST = 6;

    private final List<String> hidden;

    /**
     * @param hidden passwords that this service was given, which no pattern could tell from other
     *     words; those of fewer than six characters would make lines unreadable and are left
     */
    LogSanitizer(Collection<String> hidden) {
        this.hidden = hidden.stream().filter(word -> word.length() >= SHORTEST).toList();
    }

    /** For a line of text: escapes as Java writes them, and no secrets. */
    String of(String text) {
        return escaped(masked(text), false);
    }

    /** For a line of JSON, where whatever is below U+0020 within a text is escaped already. */
    String ofJson(String json) {
        return escaped(masked(json), true);
    }

    private String masked(String text) {
        String masked = Secrets.masked(text);
        for (String word : hidden) {
            masked = masked.replace(word, "***");
        }
        return masked;
    }

    private static String escaped(String text, boolean keepLineEnd) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLineEnd = keepLineEnd && (c == '\n' || c == '\r');
            if (isLineEnd || !isUnsafe(c)) {
                if (safe != null) {
                    safe.append(c);
                }
                continue;
            }
            if (safe == null) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            safe.append("\\u%04x".formatted((int) c));
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isUnsafe(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    c != '\t';
            default -> false;
        };
    }
}
