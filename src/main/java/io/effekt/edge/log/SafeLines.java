package io.effekt.edge.log;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lines for people, whatever strangers have brought into them: a message is one line, and so is the
 * message of an exception. Only the stack of an exception takes more.
 */
final class SafeLines extends ExtFormatter {
    private final ExtFormatter lines;
    private final LogSanitizer oneLine;

    SafeLines(ExtFormatter lines, LogSanitizer oneLine) {
        this.lines = lines;
        this.oneLine = oneLine;
    }

    @Override
    public String format(ExtLogRecord line) {
        ExtLogRecord safe = new ExtLogRecord(line);
        safe.setMessage(oneLine.of(line.getFormattedMessage()), ExtLogRecord.FormatStyle.NO_FORMAT);
        safe.setParameters(null);
        safe.setThrown(shown(line.getThrown(), 0));
        return lines.format(safe);
    }

    private @Nullable Throwable shown(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > 20) {
            return null;
        }
        Shown shown =
                new Shown(oneLine.of(failure.toString()), shown(failure.getCause(), depth + 1));
        shown.setStackTrace(failure.getStackTrace());
        for (Throwable beside : failure.getSuppressed()) {
            Throwable safe = shown(beside, depth + 1);
            if (safe != null) {
                shown.addSuppressed(safe);
            }
        }
        return shown;
    }

    /** Says the same in one line. */
    private static final class Shown extends Throwable {
        private static final long serialVersionUID = 1L;
        private final String text;

        Shown(String text, @Nullable Throwable cause) {
            super(null, cause, true, true);
            this.text = text;
        }

        // With the type of what it stands for, and not its own.
        @SuppressWarnings("OverrideThrowableToString")
        @Override
        public String toString() {
            return text;
        }
    }
}
