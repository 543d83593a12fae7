package io.effekt.edge.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that log lines are told apart by, as {@code key=value} in a message. */
public final class LogKeys {
    /** The id of the request that a line is about; the answer has it in {@code X-Request-Id}. */
    public static final String REQUEST = "request";

    /** Free text, always the last: what is in it names no key. */
    static final String CAUSE = "cause";

    static final List<String> ALL =
            List.of(
                    REQUEST,
                    CAUSE,
                    "acknowledged",
                    "actor",
                    "after_seq",
                    "attempt",
                    "call",
                    "channel",
                    "consumer",
                    "different",
                    "epoch",
                    "event",
                    "file",
                    "from_seq",
                    "items",
                    "kpi",
                    "millis",
                    "next_offset",
                    "offset",
                    "partition",
                    "partitions",
                    "pause",
                    "seq",
                    "status",
                    "store",
                    "swapped",
                    "topic");

    private static final Pattern WORD =
            Pattern.compile("(?:^|\\s)(" + String.join("|", ALL) + ")=");

    private LogKeys() {}

    /** The values in a message by their keys, in order; a value ends where the next key begins. */
    static Map<String, String> in(String message) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher word = WORD.matcher(message);
        boolean found = word.find();
        while (found) {
            String key = word.group(1);
            int start = word.end();
            found = !key.equals(CAUSE) && word.find();
            values.putIfAbsent(
                    key, message.substring(start, found ? word.start() : message.length()).strip());
        }
        return values;
    }
}
