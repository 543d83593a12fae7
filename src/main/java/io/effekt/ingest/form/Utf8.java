package io.effekt.ingest.form;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. JSON parsers let some of
 * these through.
 */
public final class Utf8 {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ANY_HIGH_BIT = 0x8080808080808080L;

    private Utf8() {}

    /** Index of the first byte that is not UTF-8, or -1 when all of it is. */
    public static int fault(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] >= 0) {
                i = afterAscii(bytes, i, to);
                continue;
            }
            int length = lengthAt(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static int afterAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to && ((long) LONG.get(bytes, i) & ANY_HIGH_BIT) == 0) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** Bytes of the sequence that begins there; 0 when it is none. */
    private static int lengthAt(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        // Table 3-7 of the Unicode standard: only the second byte has bounds of its own.
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Where the text begins: after a byte order mark, if there is one. */
    public static int afterByteOrderMark(byte[] bytes) {
        boolean mark =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xef
                        && bytes[1] == (byte) 0xbb
                        && bytes[2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }
}
