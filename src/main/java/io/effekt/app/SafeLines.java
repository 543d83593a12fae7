package io.effekt.app;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lines for people, whatever strangers have brought into them: a message is one line, and so is the
 * message of an exception. Only the stack of an exception takes more.
 */
final class SafeLines extends ExtFormatter {
    private final ExtFormatter lines;

    SafeLines(ExtFormatter lines) {
        this.lines = lines;
    }

    @Override
    public String format(ExtLogRecord line) {
        ExtLogRecord safe = new ExtLogRecord(line);
        safe.setMessage(OneLine.of(line.getFormattedMessage()), ExtLogRecord.FormatStyle.NO_FORMAT);
        safe.setParameters(null);
        safe.setThrown(shown(line.getThrown(), 0));
        return lines.format(safe);
    }

    private static @Nullable Throwable shown(@Nullable Throwable failure, int depth) {
        return failure == null || depth > 20 ? null : new Shown(failure, depth);
    }

    /** Says the same in one line. */
    private static final class Shown extends Throwable {
        private static final long serialVersionUID = 1L;
        private final String text;

        Shown(Throwable failure, int depth) {
            super(null, shown(failure.getCause(), depth + 1), true, true);
            text = OneLine.of(failure.toString());
            setStackTrace(failure.getStackTrace());
            for (Throwable beside : failure.getSuppressed()) {
                Throwable safe = shown(beside, depth + 1);
                if (safe != null) {
                    addSuppressed(safe);
                }
            }
        }

        // With the type of what it stands for, and not its own.
        @SuppressWarnings("OverrideThrowableToString")
        @Override
        public String toString() {
            return text;
        }
    }
}
