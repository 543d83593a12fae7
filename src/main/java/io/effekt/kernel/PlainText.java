package io.effekt.kernel;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a text may hold that people read in reports: nothing that turns the text around it about,
 * and nothing that is not seen. Two ids that look alike are the same.
 */
public final class PlainText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int EMOJI_STYLE = 0xfe0f;
    private static final int KEYCAP = 0x20e3;

    /** Scripts in which nothing is joined: a joiner there is only hidden. */
    private static final Set<UnicodeScript> UNJOINED =
            Set.of(
                    UnicodeScript.LATIN,
                    UnicodeScript.GREEK,
                    UnicodeScript.CYRILLIC,
                    UnicodeScript.COMMON,
                    UnicodeScript.INHERITED,
                    UnicodeScript.UNKNOWN);

    private PlainText() {}

    /**
     * The first code point that may not be there: a control character other than tabs and ends of
     * lines, a format character (direction, zero width, byte order mark), another that is never
     * drawn, or an end of line of Unicode's own. Joiners may stand between what they join, as in
     * Persian and in emoji.
     */
    public static OptionalInt hidden(String text) {
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (point < 0x80 ? isControl(point) : isHidden(text, i, next, point)) {
                return OptionalInt.of(point);
            }
            i = next;
        }
        return OptionalInt.empty();
    }

    /** The same in a text of one line, which has neither tabs nor ends of lines. */
    public static OptionalInt hiddenInLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLayout(text.charAt(i))) {
                return OptionalInt.of(text.charAt(i));
            }
        }
        return hidden(text);
    }

    /** Tab, line feed, carriage return. */
    private static boolean isLayout(int point) {
        return point == '\t' || point == '\n' || point == '\r';
    }

    /** Of ASCII. */
    private static boolean isControl(int point) {
        return (point < ' ' && !isLayout(point)) || point == 0x7f;
    }

    /** The text without what is hidden. */
    public static String without(String text) {
        String left = text;
        for (OptionalInt found = hidden(left); found.isPresent(); found = hidden(left)) {
            left = left.replace(Character.toString(found.getAsInt()), "");
        }
        return left;
    }

    /** A sentence for its sender; it begins with a verb. */
    public static String refusal(int point) {
        return String.format(
                Locale.ROOT,
                "may not hold U+%04X, which is not seen or turns the text around: take it out",
                point);
    }

    private static boolean isHidden(String text, int at, int next, int point) {
        int before = at == 0 ? ' ' : text.codePointBefore(at);
        int after = next == text.length() ? ' ' : text.codePointAt(next);
        return switch (point) {
            case ZERO_WIDTH_JOINER -> !(joins(before, after) || joinsEmoji(before, after));
            case ZERO_WIDTH_NON_JOINER -> !joins(before, after);
            case EMOJI_STYLE -> !(after == KEYCAP || (before >= 0x80 && Character.isEmoji(before)));
            default -> isNeverDrawn(point);
        };
    }

    private static boolean joins(int before, int after) {
        return isOfJoinedScript(before) && isOfJoinedScript(after);
    }

    private static boolean isOfJoinedScript(int point) {
        return (Character.isLetter(point) || Character.getType(point) == Character.NON_SPACING_MARK)
                && !UNJOINED.contains(UnicodeScript.of(point));
    }

    private static boolean joinsEmoji(int before, int after) {
        return (before == EMOJI_STYLE || (before >= 0x80 && Character.isEmoji(before)))
                && after >= 0x80
                && Character.isEmoji(after);
    }

    /** Unicode's Default_Ignorable_Code_Point, line ends, and controls. */
    private static boolean isNeverDrawn(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default ->
                    point == 0x034f
                            || point == 0x115f
                            || point == 0x1160
                            || point == 0x17b4
                            || point == 0x17b5
                            || (point >= 0x180b && point <= 0x180f)
                            || (point >= 0x2060 && point <= 0x206f)
                            || point == 0x3164
                            || (point >= 0xfe00 && point <= 0xfe0e)
                            || point == 0xffa0
                            || (point >= 0xfff0 && point <= 0xfffb)
                            || (point >= 0xe0000 && point <= 0xe0fff);
        };
    }
}
