package io.effekt.edge.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Media types in the one spelling that everything behind compares: small letters, no blanks about
 * their marks, and UTF-8 by its name (RFC 9110, 8.3.1).
 */
final class MediaTypes {
    private MediaTypes() {}

    /** A value of {@code Content-Type}. */
    static String contentType(String value) {
        List<String> parts = split(value, ';');
        StringBuilder type = new StringBuilder(type(parts.getFirst()));
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            if (name.isEmpty() && equals < 0) {
                continue;
            }
            type.append(';').append(name.toLowerCase(Locale.ROOT));
            if (equals >= 0) {
                String given = part.substring(equals + 1).strip();
                type.append('=').append(name.equalsIgnoreCase("charset") ? charset(given) : given);
            }
        }
        return type.toString();
    }

    /** A value of {@code Accept}: its parameters stay as they are, some of them have case. */
    static String accept(String value) {
        List<String> ranges = new ArrayList<>();
        for (String range : split(value, ',')) {
            int end = range.indexOf(';');
            ranges.add(
                    end < 0
                            ? type(range)
                            : type(range.substring(0, end)) + range.substring(end).stripTrailing());
        }
        return String.join(",", ranges);
    }

    private static String type(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String charset(String given) {
        boolean quoted = given.length() > 1 && given.startsWith("\"") && given.endsWith("\"");
        String name = (quoted ? given.substring(1, given.length() - 1) : given).strip();
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("utf8") || lower.equals("utf_8") ? "utf-8" : lower;
    }

    /** By a mark that does not stand in quotes. */
    private static List<String> split(String text, char mark) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (c == mark && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(Math.min(from, text.length())));
        return parts;
    }
}
