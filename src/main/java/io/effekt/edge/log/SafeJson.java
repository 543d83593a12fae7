package io.effekt.edge.log;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** JSON lines that stay one line for programs that split them, and tell no secrets. */
final class SafeJson extends ExtFormatter {
    private final ExtFormatter json;
    private final LogSanitizer oneLine;

    SafeJson(ExtFormatter json, LogSanitizer oneLine) {
        this.json = json;
        this.oneLine = oneLine;
    }

    @Override
    public String format(ExtLogRecord line) {
        return oneLine.ofJson(json.format(line));
    }
}
