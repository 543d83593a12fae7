package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Operation;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import io.effekt.testing.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody writes a line into the log by what they send: one record a request, in both forms, read as
 * the packaged service writes it. The log of accesses is switched on, so that there is one.
 */
class LogInjectionIT {
    /** Line ends of every kind, a sequence that paints terminals, quotation marks, and a mirror. */
    private static final String EVIL =
            "\r\n2026-01-01 00:00:00,000 ERROR zzforged=1\n\u001b[31m\u009b31m\u2028zzforged\u2029"
                    + "\u0085zzforged\u202e\",\"event\":\"zzforged\"\t\\";

    private static final Pattern PLAIN =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:.*|\\tat .*|\\t\\.\\.\\. .*|Caused by: .*"
                            + "|\\tSuppressed: .*|Starting the embedded.*|");

    private static final Map<String, String> ACCESS_LOG =
            Map.of(
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED",
                    "true",
                    "QUARKUS_HTTP_ACCESS_LOG_PATTERN",
                    "%h \"%r\" %s \"%{i,User-Agent}\" \"%{i,X-Request-Id}\" \"%{i,traceparent}\""
                            + " \"%{i,Effekt-Reason}\" %u");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRequestIsOneRecord(boolean json) throws IOException {
        Map<String, String> environment = new HashMap<>(ACCESS_LOG);
        environment.put("EFFEKT_LOG_JSON", Boolean.toString(json));
        try (ServiceProcess service = ServiceProcess.on(TestServers.shared(), environment)) {
            service.awaitReady(Duration.ofMinutes(2));
            Wire wire = Wire.to(service.url().getPort());
            int sent = 0;
            for (Operation operation : operations(wire)) {
                for (String request : requests(operation, sent)) {
                    byte[] body = body(operation);
                    wire.send(request, body);
                    sent++;
                }
            }
            assertTrue(sent > 100, "sent only " + sent);
            service.stop();
            List<String> lines = service.output().lines().toList();
            assertEquals(List.of(), wrong(lines, json));
            Map<String, Integer> records = new HashMap<>();
            var mark = Pattern.compile("zzmark\\w+?zz");
            for (String line : lines) {
                var found = mark.matcher(line);
                if (line.contains("access-log") && found.find()) {
                    records.merge(found.group(), 1, Integer::sum);
                }
            }
            assertTrue(records.size() > sent / 2, records.size() + " of " + sent);
            records.values().removeIf(times -> times == 1);
            assertEquals(Map.of(), records);
        }
    }

    private static List<String> wrong(List<String> lines, boolean json) throws IOException {
        List<String> wrong = new ArrayList<>();
        ObjectMapper reader = new ObjectMapper();
        for (String line : lines) {
            boolean isOne =
                    json
                            ? line.startsWith("{") && reader.readTree(line).isObject()
                            : PLAIN.matcher(line).matches();
            boolean isClean =
                    line.chars()
                            .noneMatch(c ->
                                    (Character.isISOControl(c) && c != '\t')
                                            || c == '\u2028'
                                            || c == '\u2029'
                                            || c == '\u202e');
            if (!isOne || !isClean) {
                wrong.add(line);
            }
        }
        return wrong;
    }

    static List<Operation> operations(Wire wire) {
        String head = Wire.head("GET", "/q/openapi", null, "Accept: application/json");
        return Operation.all(wire.send(head, new byte[0]).body());
    }

    private static byte[] body(Operation operation) {
        Map<String, String> names = new HashMap<>();
        for (String field : List.of("name", "source", "reason", "client", "comment", "kpi", "en")) {
            names.put(field, EVIL);
        }
        return operation.takesBody()
                ? operation.fullBody(names).toString().getBytes(UTF_8)
                : new byte[0];
    }

    private static List<String> requests(Operation operation, int mark) {
        String method = operation.method().name();
        String target = operation.target(Map.of());
        String evil = URLEncoder.encode(EVIL, UTF_8).replace("+", "%20");
        String inHeader =
                new String(EVIL.replaceAll("[\r\n\u001b]", " ").getBytes(UTF_8), ISO_8859_1);
        String user =
                Base64.getEncoder()
                        .encodeToString((EVIL + ":" + AdminCaller.key()).getBytes(UTF_8));
        String json = "Content-Type: application/json";
        return List.of(
                Wire.head(method, target + "/" + evil, AdminCaller.key(), agent(mark, "a"), json),
                Wire.head(
                        method,
                        target + "?q=" + evil,
                        null,
                        agent(mark, "b"),
                        json,
                        "Authorization: Basic " + user),
                Wire.head(
                        method,
                        target,
                        AdminCaller.key(),
                        agent(mark, "c") + inHeader,
                        json,
                        "X-Request-Id: " + inHeader,
                        "traceparent: " + inHeader,
                        "Effekt-Reason: " + inHeader));
    }

    private static String agent(int mark, String which) {
        return "User-Agent: zzmark" + mark + which + "zz";
    }

    @Test
    void theMarksOfTheTestAreNotLetThrough() throws IOException {
        assertEquals(1, wrong(List.of("zzforged"), false).size());
        assertEquals(1, wrong(List.of("2026-01-01 00:00:00 a\u001b[31m"), false).size());
        assertEquals(1, wrong(List.of("{\"a\":\"\u2028\"}"), true).size());
    }
}
