package io.effekt.bi.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an option, cut into words, for saying what is wrong with it. */
final class Words {
    private static final Pattern WORD =
            Pattern.compile(
                    "(?<text>'(?:[^']++|'')*+')"
                            + "|(?<quoted>\"[^\"]*\"?|[\\u2018\\u2019\\u201c\\u201d`\\u00b4]"
                            + "[^\\u2018\\u2019\\u201c\\u201d`\\u00b4]*"
                            + "[\\u2018\\u2019\\u201c\\u201d`\\u00b4]?)"
                            + "|(?<moment>\\d{4}-\\d{2}-\\d{2}T[\\d:.]+(?:Z|[+-]\\d{2}:\\d{2})?)"
                            + "|(?<day>\\d{4}-\\d{2}-\\d{2})"
                            + "|(?<number>-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)"
                            + "|(?<name>[\\p{L}_$@][\\p{L}\\p{N}_.]*)"
                            + "|(?<sign>[=<>!&|~^]+|.)",
                    Pattern.DOTALL);

    static final Set<String> COMPARISONS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    static final Set<String> SUMS = Set.of("add", "sub", "mul", "div", "mod");
    private static final Set<String> JOINTS = Set.of("and", "or");

    private Words() {}

    /** What a word is. */
    enum Kind {
        TEXT,
        QUOTED,
        MOMENT,
        DAY,
        NUMBER,
        NAME,
        SIGN
    }

    /**
     * A word.
     *
     * @param close whether it follows the one before without a blank
     */
    record Word(Kind kind, String text, boolean close) {
        boolean is(String sign) {
            return kind != Kind.TEXT && text.equals(sign);
        }

        boolean isJoint() {
            return kind == Kind.NAME && JOINTS.contains(text);
        }

        /** As an error quotes it. */
        String shown() {
            return kind == Kind.TEXT || kind == Kind.QUOTED
                    ? NameFault.cut(text)
                    : "'" + NameFault.cut(text) + "'";
        }

        /** Whether it is a value that stands for itself. */
        boolean isLiteral() {
            return kind == Kind.TEXT
                    || kind == Kind.MOMENT
                    || kind == Kind.DAY
                    || kind == Kind.NUMBER
                    || is("true")
                    || is("false")
                    || is("null")
                    || is("INF")
                    || is("NaN");
        }
    }

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        boolean close = false;
        while (matcher.find()) {
            String found = matcher.group();
            if (found.isBlank()) {
                close = false;
                continue;
            }
            words.add(new Word(kind(matcher), found, close));
            close = true;
        }
        return words;
    }

    private static Kind kind(Matcher matcher) {
        for (Kind kind : Kind.values()) {
            if (matcher.group(kind.name().toLowerCase(java.util.Locale.ROOT)) != null) {
                return kind;
            }
        }
        return Kind.SIGN;
    }

    /** The items of a list, cut at commas outside of brackets and literals. */
    static List<String> items(String list) {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                items.add(item.toString().strip());
                item.setLength(0);
            } else {
                item.append(c);
            }
        }
        items.add(item.toString().strip());
        return items;
    }
}
