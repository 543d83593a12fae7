package io.effekt.ingest.form;

import io.effekt.kernel.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.OptionalInt;

/** What a text may hold so that it can be stored, compared and shown. */
public final class FreeText {
    private FreeText() {}

    /**
     * Texts of people, of several lines: every character but NUL, which PostgreSQL cannot hold,
     * halves of surrogate pairs, which no encoding can, and what is not seen ({@link PlainText}).
     *
     * @param most characters (code points, not UTF-16 units) it may have
     */
    static ParseResult<String> prose(String text, int most) {
        return read(text, most, true);
    }

    /** Ids and labels: at least one character, no control character. */
    public static ParseResult<String> name(String text, int most) {
        if (text.isEmpty()) {
            return ParseResult.Fault.invalid("may not be empty");
        }
        return read(text, most, false);
    }

    /** A URI-reference of at most that many characters. */
    public static ParseResult<String> uriReference(String text, int most) {
        ParseResult<String> name = name(text, most);
        if (name instanceof ParseResult.Value<String>) {
            try {
                new URI(text);
            } catch (URISyntaxException e) {
                return ParseResult.Fault.invalid(
                        "has to be a URI-reference: no spaces, like urn:example:hr or /hr/survey");
            }
        }
        return name;
    }

    private static ParseResult<String> read(String text, int most, boolean mayHaveLines) {
        int characters = 0;
        boolean plain = true;
        for (int i = 0; i < text.length(); i++, characters++) {
            char c = text.charAt(i);
            boolean isLine = mayHaveLines && (c == '\t' || c == '\n' || c == '\r');
            if ((c < ' ' && !isLine) || c == '\u007f') {
                return ParseResult.Fault.malformed(
                        "may not hold the character " + codePoint(c) + ": take it out");
            }
            plain &= c < '\u0080';
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return ParseResult.Fault.malformed(
                            "holds half a surrogate pair, " + codePoint(c));
                }
                i++;
            }
        }
        if (characters > most) {
            return ParseResult.Fault.invalid("may have at most " + most + " characters");
        }
        if (!plain) {
            OptionalInt hidden = PlainText.hidden(text);
            if (hidden.isPresent()) {
                return ParseResult.Fault.malformed(PlainText.refusal(hidden.getAsInt()));
            }
        }
        return new ParseResult.Value<>(text);
    }

    private static String codePoint(char c) {
        return String.format(Locale.ROOT, "U+%04X", (int) c);
    }
}
