package io.effekt.ingest.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON without spaces, with the fewest escapes: the same words always give the same bytes. A
 * field of an object is its name followed by one value.
 */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[256];
    private int length;
    private boolean comma;

    JsonBytes open() {
        raw((byte) '{');
        comma = false;
        return this;
    }

    JsonBytes close() {
        raw((byte) '}');
        comma = true;
        return this;
    }

    JsonBytes name(String name) {
        if (comma) {
            raw((byte) ',');
        }
        quoted(name);
        raw((byte) ':');
        comma = true;
        return this;
    }

    JsonBytes text(String text) {
        quoted(text);
        return this;
    }

    /** Characters of ASCII that are JSON already, as a number is. */
    JsonBytes literal(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void quoted(String text) {
        raw((byte) '"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                encoded(text, i);
                break;
            }
            ascii(c);
        }
        raw((byte) '"');
    }

    private void encoded(String text, int from) {
        for (byte b : text.substring(from).getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                raw(b);
            } else {
                ascii((char) b);
            }
        }
    }

    private void ascii(char c) {
        if (c == '"' || c == '\\') {
            raw((byte) '\\');
            raw((byte) c);
        } else if (c < 0x20) {
            literal("\\u00");
            raw(HEX[c >> 4]);
            raw(HEX[c & 0xf]);
        } else {
            raw((byte) c);
        }
    }

    private void raw(byte b) {
        room(1);
        bytes[length++] = b;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
        }
    }
}
