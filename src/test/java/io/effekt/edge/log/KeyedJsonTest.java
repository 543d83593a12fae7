package io.effekt.edge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Test;

/** Who searches the log asks for fields, not for parts of a sentence. */
class KeyedJsonTest {
    private static final Pattern IN_CODE = Pattern.compile("\\b([a-z_]+)=%");

    @Test
    void keysOfTheMessageAreFields() throws IOException {
        ExtLogRecord line =
                line(
                        "partition=3 event=moved partitions=[a-1, b-2] offset=90071992547409"
                                + " cause=it said kpi=none and \"offset=7\"");
        line.putMdc("request", "a.b-c");

        JsonNode json = written(line);

        assertEquals(3, json.path("partition").asInt());
        assertTrue(json.path("partition").isNumber());
        assertEquals("moved", json.path("event").asText());
        assertEquals("[a-1, b-2]", json.path("partitions").asText());
        assertEquals(90071992547409L, json.path("offset").asLong());
        assertEquals("it said kpi=none and \"offset=7\"", json.path("cause").asText());
        assertEquals("a.b-c", json.path("request").asText());
        assertTrue(json.path("kpi").isMissingNode(), json.toString());
        assertEquals("INFO", json.path("level").asText());
    }

    @Test
    void aSentenceWithoutKeysStaysOne() throws IOException {
        JsonNode json = written(line("Everything is well, x=1"));

        assertEquals("Everything is well, x=1", json.path("message").asText());
        assertTrue(json.path("x").isMissingNode());
    }

    @Test
    void everyKeyInTheCodeIsInTheList() throws IOException {
        TreeSet<String> unknown = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                Matcher key = IN_CODE.matcher(code.contains("Logger LOG") ? code : "");
                while (key.find()) {
                    if (!LogKeys.ALL.contains(key.group(1))) {
                        unknown.add(key.group(1) + " in " + file);
                    }
                }
            }
        }
        assertTrue(unknown.isEmpty(), unknown.toString());
    }

    @Test
    void aHandlerThatWritesJsonIsGivenTheFields() {
        ConsoleHandler json = new ConsoleHandler(new JsonFormatter());

        LogFields.install(json, new LogSanitizer(List.of()));

        assertInstanceOf(SafeJson.class, json.getFormatter());
    }

    private static ExtLogRecord line(String message) {
        return new ExtLogRecord(Level.INFO, message, ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    }

    private static JsonNode written(ExtLogRecord line) throws IOException {
        return new JsonMapper().readTree(new KeyedJson().format(line));
    }
}
