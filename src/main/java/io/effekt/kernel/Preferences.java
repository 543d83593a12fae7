package io.effekt.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the header {@code Prefer} (RFC 7240) asks for. Preferences are wishes: what cannot be read
 * is left out, and the first of two that differ counts.
 *
 * @param waiting how long the answer may take ({@code wait=10}); empty when nothing is said
 * @param minimal whether the answer should be short ({@code return=minimal})
 */
public record Preferences(Optional<Duration> waiting, boolean minimal) {
    public static final Preferences NONE = new Preferences(Optional.empty(), false);

    /**
     * Reads the values of all {@code Prefer} headers.
     *
     * @param longest what a longer wait is cut to
     */
    public static Preferences of(List<String> headers, Duration longest) {
        Optional<Duration> wait = Optional.empty();
        Optional<Boolean> minimal = Optional.empty();
        for (String header : headers) {
            for (String preference : header.split("[,;]", 50)) {
                String[] parts = preference.split("=", 2);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                String value = parts.length == 1 ? "" : unquoted(parts[1].strip());
                if (name.equals("wait") && wait.isEmpty()) {
                    wait = seconds(value, longest);
                } else if (name.equals("return") && minimal.isEmpty()) {
                    minimal = Optional.of(value.equalsIgnoreCase("minimal"));
                }
            }
        }
        return new Preferences(wait, minimal.orElse(false));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static Optional<Duration> seconds(String value, Duration longest) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Duration asked = value.length() > 9 ? longest : Duration.ofSeconds(Long.parseLong(value));
        return Optional.of(asked.compareTo(longest) > 0 ? longest : asked);
    }
}
