package io.effekt.json;

/** What a text may hold so that it can be stored, and how a stranger's words are shown. */
final class Texts {
    private static final int LONGEST_SHOWN = 64;

    private Texts() {}

    /** No NUL, which PostgreSQL cannot hold, and no half of a surrogate pair. */
    static boolean canBeStored(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** A name as one step of a JSON Pointer. */
    static String step(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(c -> {
                    boolean printable =
                            !Character.isISOControl(c)
                                    && Character.getType(c) != Character.SURROGATE
                                    && Character.getType(c) != Character.FORMAT;
                    shown.appendCodePoint(printable ? c : '\ufffd');
                });
        return shown.toString().replace("~", "~0").replace("/", "~1");
    }
}
