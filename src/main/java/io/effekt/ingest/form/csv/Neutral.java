package io.effekt.ingest.form.csv;

/**
 * Cells that a spreadsheet would compute get an apostrophe before them when they are written, and
 * lose it when they are read: what was written is read back as it was.
 */
public final class Neutral {
    private static final String COMPUTED = "=+-@\t\r\n";

    private Neutral() {}

    /** As it is written. A text with apostrophes before such a mark gets one more. */
    public static String write(String text) {
        return isComputed(text) ? "'" + text : text;
    }

    /** As it was before. */
    public static String read(String cell) {
        return cell.startsWith("'") && isComputed(cell) ? cell.substring(1) : cell;
    }

    private static boolean isComputed(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        return i < text.length() && COMPUTED.indexOf(text.charAt(i)) >= 0;
    }
}
