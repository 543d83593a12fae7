package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.effekt.testing.Together;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bodies that are made to cost: whatever is sent, the answer is one that the contract names, comes
 * within a second, and memory does not feel it.
 */
@QuarkusTest
@Tag("timed")
@QuarkusTestResource(EffektTestResource.class)
class HeavyBodiesTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final long MEBIBYTE = 1 << 20;
    private static final String JSON = "Content-Type: application/json\r\n";

    /** Headers with their line ends, and what follows them. */
    private record Weight(String headers, byte[] body, boolean endless) {
        static Weight of(String body) {
            return of(body.getBytes(UTF_8));
        }

        static Weight of(byte[] body) {
            return new Weight("Content-Length: " + body.length + "\r\n", body, false);
        }

        InputStream stream() {
            InputStream once = new ByteArrayInputStream(body);
            return endless
                    ? new SequenceInputStream(
                            Collections.enumeration(
                                    Collections.nCopies(100_000, (InputStream) new Again(body))))
                    : once;
        }
    }

    /** One array read any number of times, by anyone who comes to it next. */
    private static final class Again extends InputStream {
        private final byte[] bytes;
        private int at;

        Again(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            if (at == bytes.length) {
                at = 0;
                return -1;
            }
            return bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] some, int from, int length) {
            if (at == bytes.length) {
                at = 0;
                return -1;
            }
            int read = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, some, from, read);
            at += read;
            return read;
        }
    }

    private static Map<String, Weight> weights() throws IOException {
        Map<String, Weight> weights = new LinkedHashMap<>();
        byte[] bomb = bomb();
        weights.put(
                "gzip bomb",
                new Weight(
                        "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n",
                        bomb,
                        false));
        weights.put(
                "endless",
                new Weight(
                        "Transfer-Encoding: chunked\r\n",
                        ("8000\r\n" + " ".repeat(0x8000) + "\r\n").getBytes(ISO_8859_1),
                        true));
        weights.put("9 MiB", Weight.of(" ".repeat(9 << 20)));
        weights.put("announced", new Weight("Content-Length: 99999999999\r\n", new byte[0], false));
        for (String length :
                List.of("-1", "0x10", "18446744073709551616", "5\r\nContent-Length: 6", "1e3")) {
            weights.put(
                    "length " + length,
                    new Weight("Content-Length: " + length + "\r\n", new byte[] {'{'}, false));
        }
        weights.put(
                "both lengths",
                new Weight(
                        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                        "1\r\n[\r\n0\r\n\r\n".getBytes(ISO_8859_1),
                        false));
        weights.put(
                "too short a length",
                new Weight("Content-Length: 3\r\n", "{\"name\": 1}".getBytes(UTF_8), false));
        weights.put("field twice", Weight.of("{\"reason\": \"a\", \"reason\": \"b\"}"));
        weights.put("deep lists", Weight.of("[".repeat(100_000)));
        weights.put("deep objects", Weight.of("{\"a\":".repeat(100_000)));
        weights.put("byte order mark", Weight.of("\ufeff{\"nothing\": 1}"));
        weights.put("no UTF-8", Weight.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
        weights.put("overlong", Weight.of("{\"a\":\"\u00c0\u0080\"}".getBytes(ISO_8859_1)));
        weights.put("half a character", Weight.of("{\"reason\": \"\\ud800\"}"));
        weights.put("NUL", Weight.of("{\"reason\": \"a\\u0000\"}"));
        weights.put("bare NUL", Weight.of("{\"reason\": \"a\u0000\"}"));
        weights.put(
                "UTF-16",
                Weight.of(
                        "{\"reason\": \"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16)));
        weights.put("1001 digits", Weight.of("{\"value\": " + "9".repeat(1_001) + "}"));
        weights.put("1e999999", Weight.of("{\"value\": 1e999999}"));
        weights.put("-1e-999999", Weight.of("{\"value\": -1e-999999, \"overlapHours\": 1e999999}"));
        weights.put("NaN", Weight.of("{\"value\": NaN}"));
        weights.put("a list of lists", Weight.of("[" + "[],".repeat(2_700_000) + "[]]"));
        weights.put("many names", Weight.of(names(300_000)));
        weights.put("a long name", Weight.of("{\"" + "n".repeat(1_000_000) + "\": 1}"));
        weights.put("a long text", Weight.of("{\"reason\": \"" + "n".repeat(1_900_000) + "\"}"));
        return weights;
    }

    private static String names(int count) {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            body.append("\"n").append(i).append("\":").append(i % 10).append(',');
        }
        return body.append("\"z\":1}").toString();
    }

    /** 1 GiB of spaces in 1 MiB: the format lets parts stand one after another. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(part)) {
            gzip.write(" ".repeat(1 << 20).getBytes(ISO_8859_1));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 1_024; i++) {
            part.writeTo(all);
        }
        return all.toByteArray();
    }

    @Test
    void everyHeavyBodyIsRefusedAtOnceEverywhere() throws IOException {
        Target world = Target.define();
        Map<String, Weight> weights = weights();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : world.operations()) {
            for (String type : operation.jsonTypes()) {
                weights.forEach((name, weight) -> {
                    Wire.Answer answer = send(operation, type, world, weight);
                    if (answer.took().compareTo(AT_ONCE) > 0) {
                        // Once may be the machine's fault.
                        answer = send(operation, type, world, weight);
                    }
                    boolean isFine =
                            answer.status() / 100 == 4
                                    && operation.statuses().contains(answer.status())
                                    && answer.took().compareTo(AT_ONCE) <= 0;
                    // A list is an answer item by item.
                    if (!isFine
                            && !(answer.status() == 207
                                    && answer.body().contains("\"accepted\":0"))) {
                        wrong.add(
                                operation
                                        + ", "
                                        + type
                                        + ", "
                                        + name
                                        + ": "
                                        + answer.status()
                                        + " in "
                                        + answer.took().toMillis()
                                        + " ms "
                                        + answer.body()
                                                .substring(
                                                        0, Math.min(200, answer.body().length())));
                    }
                });
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Wire.Answer send(Operation operation, Target world, Weight weight) {
        return send(operation, "application/json", world, weight);
    }

    private static Wire.Answer send(Operation operation, String type, Target world, Weight weight) {
        String head =
                Wire.head(
                        operation.method().name(),
                        operation.target(world.names()),
                        AdminCaller.key());
        return Wire.toApplication()
                .raw(
                        head + "Content-Type: " + type + "\r\n" + weight.headers + "\r\n",
                        weight.stream());
    }

    @Test
    void manyAtOnceDoNotFillTheMemory() throws Exception {
        Target world = Target.define();
        List<Operation> doors = world.operations().stream().filter(Operation::takesBody).toList();
        Map<String, Weight> weights = weights();
        for (Weight weight : weights.values()) {
            send(doors.getFirst(), world, weight);
        }
        List<String> wrong = new ArrayList<>();
        for (String name :
                List.of("gzip bomb", "endless", "a list of lists", "many names", "a long text")) {
            Weight weight = Objects.requireNonNull(weights.get(name));
            List<Callable<Wire.Answer>> calls = new ArrayList<>();
            IntStream.range(0, 5)
                    .forEach(
                            i -> doors.forEach(door -> calls.add(() -> send(door, world, weight))));
            long before = Heap.now().bytes();
            Heap.Seen most;
            try (Heap heap = Heap.watch()) {
                Together.run(32, calls);
                most = heap.most();
            }
            long peak = (most.bytes() - before) / MEBIBYTE;
            long left = (Heap.now().bytes() - before) / MEBIBYTE;
            System.out.println("Heap: " + name + " +" + peak + " MiB at its peak, +" + left);
            if (peak > 32 || left > 32) {
                wrong.add(name + " took " + peak + " MiB\n" + most.classes());
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void noParameterTakesLong() {
        Target world = Target.define();
        List<String> slow = new ArrayList<>();
        int tried = 0;
        for (Operation operation : world.operations()) {
            for (String name : operation.parameters("query")) {
                for (String value :
                        List.of(
                                "a".repeat(1_900) + "!",
                                "%25".repeat(1_000),
                                "%28%28a%2B%29%2B%29%2B%24" + "a".repeat(1_000),
                                "9".repeat(1_900),
                                "team:" + "-".repeat(1_900),
                                "2026-".repeat(380),
                                "a%3D".repeat(900))) {
                    String target = operation.target(Map.of()) + "?" + name + "=" + value;
                    tried++;
                    Wire.Answer answer = read(operation, target, "X-A: 1");
                    if (isWrong(answer)) {
                        slow.add(
                                operation
                                        + " "
                                        + name
                                        + "="
                                        + value.substring(0, 9)
                                        + " "
                                        + answer);
                    }
                }
            }
        }
        for (Operation operation : world.operations()) {
            for (String header :
                    List.of(
                            "Accept-Language: " + "a,".repeat(50_000),
                            "Accept: " + "a/b;q=0.1,".repeat(10_000) + "*/*",
                            "If-None-Match: " + "\"a\",".repeat(25_000) + "\"b\"",
                            "If-Match: " + "W/\"1\",".repeat(15_000) + "\"b\"",
                            "Prefer: " + "wait=1;".repeat(15_000),
                            "Cookie: " + "a=b;".repeat(25_000),
                            "traceparent: " + "00-".repeat(30_000))) {
                String name = header.substring(0, header.indexOf(':'));
                if (operation.parameters("header").contains(name)
                        || operation.id().equals("listStatus")) {
                    tried++;
                    Wire.Answer answer = read(operation, operation.target(Map.of()), header);
                    if (isWrong(answer)) {
                        slow.add(operation + " " + name + " " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), slow);
        assertTrue(tried > 300, "tried only " + tried);
    }

    private static Wire.Answer read(Operation operation, String target, String header) {
        String head = Wire.head(operation.method().name(), target, AdminCaller.key(), header);
        byte[] body = operation.takesBody() ? new byte[] {'['} : new byte[0];
        Wire.Answer answer = Wire.toApplication().send(head + JSON, body);
        return answer.took().compareTo(AT_ONCE) > 0
                ? Wire.toApplication().send(head + JSON, body)
                : answer;
    }

    private static boolean isWrong(Wire.Answer answer) {
        return answer.status() < 200
                || answer.status() >= 500
                || answer.took().compareTo(AT_ONCE) > 0;
    }
}
