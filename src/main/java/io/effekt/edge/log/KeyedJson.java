package io.effekt.edge.log;

import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/** A log line as a JSON object, in which the keys of the message are fields of their own. */
final class KeyedJson extends JsonFormatter {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    @Override
    protected void after(Generator generator, ExtLogRecord line) throws Exception {
        super.after(generator, line);
        Map<String, String> values = LogKeys.in(line.getFormattedMessage());
        String request = line.getMdc(LogKeys.REQUEST);
        if (request != null) {
            values.put(LogKeys.REQUEST, request);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (WHOLE.matcher(value.getValue()).matches()
                    && !value.getKey().equals(LogKeys.REQUEST)) {
                generator.add(value.getKey(), Long.parseLong(value.getValue()));
            } else {
                generator.add(value.getKey(), value.getValue());
            }
        }
    }
}
