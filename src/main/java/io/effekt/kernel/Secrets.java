package io.effekt.kernel;

import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret: a key that was sent at the wrong place, in a path,
 * a name or a reason, is not found again in an answer, the log or the history.
 */
public final class Secrets {
    /** A key of ours, its public part in group 1; also one that was cut off. */
    private static final Pattern KEY =
            Pattern.compile("(effekt_[0-9A-Za-z]{8}(?:_|%5[Ff]))[0-9A-Za-z]{8,}+");

    /** A token of a provider: its parts in Base64. */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[0-9A-Za-z_-]{8,}+(?:\\.[0-9A-Za-z_-]*+){1,4}");

    /** What is given as one: in a header, an address, or a setting. */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)(\\b(?:basic|bearer) (?=[^\\s]{16})|\\b(?:password|passwd|pwd|api_key)=)"
                            + "[^\\s\"'\\\\&,;]{4,}+");

    private static final String HIDDEN = "***";

    private Secrets() {}

    /** The text without secrets; itself when there are none. */
    public static String masked(String text) {
        if (text.length() < 8) {
            return text;
        }
        String masked = text;
        if (masked.contains("effekt_")) {
            masked = KEY.matcher(masked).replaceAll("$1" + HIDDEN);
        }
        if (masked.contains("eyJ")) {
            masked = TOKEN.matcher(masked).replaceAll(HIDDEN);
        }
        return NAMED.matcher(masked).replaceAll("$1" + HIDDEN);
    }
}
