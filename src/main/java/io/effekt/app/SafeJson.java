package io.effekt.app;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** JSON lines that stay one line for whoever splits them, and tell no secrets. */
final class SafeJson extends ExtFormatter {
    private final ExtFormatter json;

    SafeJson(ExtFormatter json) {
        this.json = json;
    }

    @Override
    public String format(ExtLogRecord line) {
        return OneLine.ofJson(json.format(line));
    }
}
