package io.effekt.ingest.form;

/** Where the lines of some bytes lie: they end with LF, CR LF or CR. */
public final class Lines {
    private final byte[] bytes;
    private int at;
    private int start;
    private int end;
    private int number;

    public Lines(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** Goes on to the next line; false when there is none. */
    public boolean next() {
        if (at >= bytes.length) {
            return false;
        }
        start = at;
        number++;
        while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        end = at;
        if (at < bytes.length) {
            at += bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n' ? 2 : 1;
        }
        return true;
    }

    /** First byte of the line. */
    public int start() {
        return start;
    }

    /** The byte after the line, its end mark not counted. */
    public int end() {
        return end;
    }

    /** From 1. */
    public int number() {
        return number;
    }

    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** How often a new line begins within the text. */
    public static int breaksIn(String text) {
        int breaks = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean carriageReturnAlone =
                    c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (c == '\n' || carriageReturnAlone) {
                breaks++;
            }
        }
        return breaks;
    }
}
