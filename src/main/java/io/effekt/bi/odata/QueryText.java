package io.effekt.bi.odata;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of a query as clients encode it. Most write a blank as {@code %20}; those that encode a form
 * write {@code +}, inside literals too. A query is of one kind or the other, never half and half.
 */
final class QueryText {
    /** What stands before a sign that begins an offset of a time: 10:00+02:00. */
    private static final Pattern TIME =
            Pattern.compile(
                    "T\\d{2}(?::|%3A)\\d{2}(?:(?::|%3A)\\d{2}(?:\\.\\d+)?)?$",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern HOURS =
            Pattern.compile("^\\d{2}(?::|%3A)\\d{2}", Pattern.CASE_INSENSITIVE);

    /** Characters that a form encoder leaves; it escapes all others. */
    private static final Pattern LEFT_BY_FORM = Pattern.compile("[A-Za-z0-9*._~+%-]*");

    private static final Pattern OFFSET =
            Pattern.compile("(T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?) (\\d{2}:\\d{2})");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern COMMA = Pattern.compile(" ?, ?");
    private static final Pattern OPENED = Pattern.compile("\\( ");
    private static final Pattern CLOSED = Pattern.compile(" \\)");
    private static final Pattern BEFORE_BRACKET = Pattern.compile("\\b(not|in|and|or)\\(");
    private static final Pattern AFTER_BRACKET = Pattern.compile("\\)(and|or)\\b");

    private static final Pattern IN_KEY =
            Pattern.compile(
                    "(?:%20|%09)*+(,|=|%2C|%3D)(?:%20|%09)*+|(?<=\\(|%28)(?:%20|%09)++",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSES_KEY =
            Pattern.compile("(?:%20|%09)++(\\)|%29)", Pattern.CASE_INSENSITIVE);

    /** Words that OData 4.01 reads in any case; no column has one of these names. */
    private static final Pattern WORD =
            Pattern.compile(
                    "(?<![\\w/.$])(?:eq|ne|gt|ge|lt|le|and|or|not|in|true|false|null|asc|desc)(?![\\w/=])",
                    Pattern.CASE_INSENSITIVE);

    private QueryText() {}

    /**
     * Whether a form encoder wrote the query: a blank outside literals is a plus and no {@code %20}
     * occurs. Where no blank stands outside a literal, nothing may stand there that a form encoder
     * would have escaped.
     */
    static boolean isFormEncoded(String rawQuery) {
        if (rawQuery.indexOf('+') < 0 || rawQuery.contains("%20")) {
            return false;
        }
        boolean onlyLeft = true;
        for (String part : rawQuery.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (name.startsWith("$") || name.startsWith("%24")) {
                String value = part.substring(equals + 1);
                if (hasBlank(value)) {
                    return true;
                }
                onlyLeft &= LEFT_BY_FORM.matcher(value).matches();
            }
        }
        return onlyLeft;
    }

    /** Whether a plus stands outside of literals that begins no offset. */
    private static boolean hasBlank(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            quoted ^= isQuote(value, i);
            if (value.charAt(i) == '+' && !quoted && !isOffset(value, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOffset(String value, int plus) {
        return HOURS.matcher(value.substring(plus + 1)).find()
                && TIME.matcher(value.substring(Math.max(0, plus - 40), plus)).find();
    }

    private static boolean isQuote(String raw, int at) {
        return raw.charAt(at) == '\'' || raw.startsWith("%27", at);
    }

    /**
     * An option that names columns or computes. Unless a form encoder wrote it, a plus in a literal
     * is a plus, and outside of literals it is a blank or begins an offset.
     */
    static String expression(String raw, boolean formEncoded) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            quoted ^= isQuote(raw, i);
            text.append(c == '+' ? (quoted && !formEncoded ? "%2B" : "%20") : String.valueOf(c));
        }
        return normal(decoded(text.toString()));
    }

    /**
     * As Olingo reads it: one blank, none beside commas, small words; literals stay as they are.
     */
    private static String normal(String decoded) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (String part : decoded.split("(?<=')|(?=')", -1)) {
            if (part.equals("'")) {
                quoted = !quoted;
                text.append(part);
            } else {
                text.append(quoted ? part : outside(part));
            }
        }
        return text.toString().strip();
    }

    /**
     * The path as it was sent, without the blanks that may stand in a key: at commas, equals signs
     * and brackets.
     */
    static String path(String raw) {
        if (!raw.contains("%20") && !raw.contains("%09")) {
            return raw;
        }
        StringBuilder path = new StringBuilder();
        boolean quoted = false;
        for (String part : raw.split("(?<='|%27)|(?='|%27)", -1)) {
            boolean isQuote = part.equals("'") || part.equals("%27");
            quoted ^= isQuote;
            path.append(
                    quoted || isQuote
                            ? part
                            : CLOSES_KEY
                                    .matcher(IN_KEY.matcher(part).replaceAll("$1"))
                                    .replaceAll("$1"));
        }
        return path.toString();
    }

    private static String outside(String part) {
        String text = BLANKS.matcher(part).replaceAll(" ");
        text = OFFSET.matcher(text).replaceAll("$1+$2");
        text = COMMA.matcher(text).replaceAll(",");
        text = OPENED.matcher(text).replaceAll("(");
        text = CLOSED.matcher(text).replaceAll(")");
        text = WORD.matcher(text).replaceAll(word -> word.group().toLowerCase(Locale.ROOT));
        text = AFTER_BRACKET.matcher(text).replaceAll(") $1");
        return BEFORE_BRACKET.matcher(text).replaceAll("$1 (");
    }

    /** Decoded, where a plus is a plus. */
    static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.because(
                    400,
                    "malformed",
                    "query",
                    "The address has a broken % sequence: write a percent sign as %25.");
        }
    }
}
