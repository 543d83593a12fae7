package io.effekt.ingest.form;

/** The sender's own words inside a sentence of ours: short, and on one line. */
public final class Quoted {
    private static final int LONGEST = 40;

    private Quoted() {}

    public static String text(String text) {
        return text(text, LONGEST);
    }

    private static String text(String text, int longest) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), longest) + 1);
        int i = 0;
        for (int taken = 0; i < text.length() && taken < longest; taken++) {
            int character = text.codePointAt(i);
            boolean printable =
                    !Character.isISOControl(character)
                            && Character.getType(character) != Character.SURROGATE
                            && Character.getType(character) != Character.FORMAT;
            shown.appendCodePoint(printable ? character : '\ufffd');
            i += Character.charCount(character);
        }
        return i < text.length() ? shown.append('…').toString() : shown.toString();
    }

    /** One step of a JSON Pointer. */
    public static String pointer(String name) {
        return text(name).replace("~", "~0").replace("/", "~1");
    }

    /** What a library says of the text, on one line and cut. */
    public static String sentence(String message) {
        return text(message, 160);
    }
}
