package io.effekt.app;

import io.effekt.kernel.Secrets;

/** Text of strangers in the log: no character of it ends a line, moves a cursor or hides. */
final class OneLine {
    private OneLine() {}

    /** For a line of text: escapes as Java writes them, and no secrets. */
    static String of(String text) {
        return escaped(Secrets.masked(text), false);
    }

    /** For a line of JSON, where whatever is below U+0020 within a text is escaped already. */
    static String ofJson(String json) {
        return escaped(Secrets.masked(json), true);
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
