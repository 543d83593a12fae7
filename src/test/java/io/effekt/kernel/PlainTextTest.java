package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not seen, and what turns a text around, stands in none. */
class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x01, 0x07, 0x08, 0x0b, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0xad, 0x34f, 0x61c,
                0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a,
                0x202e, 0x2060, 0x2066, 0x2069, 0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfffb,
                0xe0001, 0xe0041, 0xe0100
            })
    void whatIsHiddenIsFoundWhereverItStands(int point) {
        String hidden = Character.toString(point);
        for (String text : new String[] {hidden + "jira", "ji" + hidden + "ra", "jira" + hidden}) {
            assertEquals(OptionalInt.of(point), PlainText.hidden(text), text);
            assertEquals("jira", PlainText.without(text));
        }
        assertTrue(PlainText.refusal(point).contains(String.format("U+%04X", point)));
    }

    @ParameterizedTest
    @ValueSource(ints = {'\t', '\n', '\r', 0x07, 0x1b, 0x202e})
    void aTextOfOneLineHasNeitherTabsNorLines(int point) {
        String hidden = Character.toString(point);
        for (String text : new String[] {hidden + "jira", "ji" + hidden + "ra", "jira" + hidden}) {
            assertEquals(OptionalInt.of(point), PlainText.hiddenInLine(text), text);
        }
        assertEquals(OptionalInt.empty(), PlainText.hiddenInLine("jira Ø 👩\u200d🔬"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jira-sync",
                "Ærlig talt, Østfold!",
                "שלום",
                "می\u200cخواهم",
                "क्\u200dष",
                "👩\u200d🔬 and ❤\ufe0f\u200d🔥",
                "1\ufe0f\u20e3",
                "tab\tand\nline"
            })
    void whatPeopleWriteStays(String text) {
        assertEquals(OptionalInt.empty(), PlainText.hidden(text));
        assertEquals(text, PlainText.without(text));
    }
}
