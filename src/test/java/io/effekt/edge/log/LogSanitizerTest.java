package io.effekt.edge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class LogSanitizerTest {
    private final LogSanitizer line = new LogSanitizer(List.of("corn-flower-7", "abc"));

    @Test
    void aPasswordOfThisServiceIsNotWritten() {
        assertEquals(
                "refused for effekt: *** is no good",
                line.of("refused for effekt: corn-flower-7 is no good"));
    }

    @Test
    void alsoNotWhereAnExceptionSaysIt() {
        ExtLogRecord failed =
                new ExtLogRecord(Level.INFO, "it failed", ExtLogRecord.FormatStyle.NO_FORMAT, "x");
        failed.setThrown(
                new IllegalStateException("a", new IllegalStateException("corn-flower-7")));

        String written = new SafeLines(new PatternFormatter("%s%e"), line).format(failed);

        assertEquals(-1, written.indexOf("corn-flower"), written);
        assertEquals(1, written.split("IllegalStateException: \\*\\*\\*", -1).length - 1, written);
    }

    @Test
    void aWordTooShortToHideLeavesTheTextReadable() {
        assertEquals("abc is a list", line.of("abc is a list"));
    }
}
