package io.effekt.edge.connections;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address of a request as everything behind it can read it: a path and a query of ASCII, whose
 * percent-encoded bytes are UTF-8.
 */
sealed interface RequestTarget {
    /**
     * It can be read.
     *
     * @param target begins with a slash
     * @param host of an address that was sent whole, which goes before the header; else null
     */
    record Readable(String target, @Nullable String host) implements RequestTarget {}

    /**
     * It cannot.
     *
     * @param path what of its path can be read, from its beginning
     */
    record Unreadable(HeadFault fault, String path) implements RequestTarget {}

    /** Characters beside letters and digits that stand for themselves (RFC 3986). */
    String PLAIN = "-._~!$&'()*+,;=:@/?";

    /**
     * Reads it.
     *
     * @param sent a character for each byte that came
     */
    static RequestTarget of(String sent) {
        String host = null;
        String target = sent;
        String lower = sent.length() < 8 ? "" : sent.substring(0, 8).toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.equals("https://")) {
            int from = lower.startsWith("http://") ? 7 : 8;
            int path = from;
            while (path < sent.length() && "/?".indexOf(sent.charAt(path)) < 0) {
                path++;
            }
            host = sent.substring(from, path);
            target = sent.substring(path);
            target = target.startsWith("/") ? target : "/" + target;
        }
        return target.startsWith("/")
                ? encoded(target, host)
                : new Unreadable(HeadFault.NO_PATH, "/");
    }

    private static RequestTarget encoded(String target, @Nullable String host) {
        if (isPlain(target)) {
            return new Readable(target, host);
        }
        StringBuilder encoded = new StringBuilder(target.length() + 16);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(target.length());
        boolean beyondAscii = false;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            int value = c;
            if (c == '%') {
                value = hex(target, i + 1);
                if (value < 0) {
                    return unreadable(HeadFault.PERCENT, target);
                }
                encoded.append(target, i, i + 3);
                i += 2;
            } else if (isPlain(c)) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c & 0xff));
            }
            if (value == 0) {
                return unreadable(HeadFault.NUL, target);
            }
            beyondAscii |= value > 0x7f;
            decoded.write(value);
        }
        return beyondAscii && !isUtf8(decoded.toByteArray())
                ? unreadable(HeadFault.NOT_UTF8, target)
                : new Readable(encoded.toString(), host);
    }

    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!isPlain(target.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN.indexOf(c) >= 0;
    }

    private static int hex(String text, int at) {
        int high = at + 1 < text.length() ? digit(text.charAt(at)) : -1;
        int low = high < 0 ? -1 : digit(text.charAt(at + 1));
        return low < 0 ? -1 : 16 * high + low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Unreadable unreadable(HeadFault fault, String target) {
        int end = 0;
        while (end < target.length() && target.charAt(end) != '?' && isPlain(target.charAt(end))) {
            end++;
        }
        return new Unreadable(fault, target.substring(0, end));
    }
}
