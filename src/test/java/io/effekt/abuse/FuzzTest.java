package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.effekt.testing.Together;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random nonsense at every parser of every operation: no answer but those that the contract names.
 * {@code -Dfuzz.seed=N} repeats a run, {@code -Dfuzz.rounds=N} makes it longer.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 30);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** What reads whole tables, each time. */
    private static final Pattern WORKS_LONG = Pattern.compile("/projections/|/verify$");

    private static final List<String> WORDS =
            List.of(
                    "2026-01",
                    "2026-W53",
                    "2026-Q5",
                    "2026-H1",
                    "2026",
                    "2026-02-30",
                    "0000-00-00",
                    "9999-12-31",
                    "-0001-01-01",
                    "+999999999-12-31",
                    "2026-01-01T00:00:00Z",
                    "2026-01-01T00:00:00+19:00",
                    "2026-06-30T23:59:60Z",
                    "0",
                    "-1",
                    "1001",
                    "9223372036854775808",
                    "1e9",
                    "0x10",
                    "true",
                    "TRUE",
                    "null",
                    "org",
                    "team:",
                    "team:a b",
                    "stream:%00",
                    "teams:x",
                    "team:x:y",
                    "zone:north",
                    ":",
                    "=",
                    "a=b",
                    "MQ",
                    "MQph",
                    "MQphCmI",
                    "MQoxCjI",
                    "MQotMQo5OTk5OTk5OTk5OTk5",
                    "!!!!",
                    "Z===",
                    "\"1\"",
                    "W/\"1\"",
                    "\"999999999999\"",
                    "\"",
                    "*",
                    "*/*",
                    "a/b;q=x",
                    "application/json;charset=utf-16",
                    "text/csv",
                    "application/cloudevents+json",
                    "application/cloudevents-batch+json",
                    "1.0",
                    "io.effekt.measurement.v1",
                    "application/json;;",
                    "/",
                    "nb,en;q=0.5",
                    "nb;q=NaN",
                    "x-*",
                    "-",
                    "wait=",
                    "wait=0",
                    "return=minimal",
                    "wait=\"1",
                    "respond-async",
                    "gzip",
                    "br",
                    "identity",
                    "gzip, gzip",
                    "Bearer ",
                    "Bearer effekt_",
                    "Basic ",
                    "Basic Og==",
                    "Basic !!!",
                    "Digest a",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "00-0-0-0",
                    "11111111-1111-4111-8111-111111111111",
                    "1-1-1-1-1",
                    "'",
                    "';--",
                    "\\",
                    "%",
                    "${x}",
                    "{{x}}",
                    "..",
                    "é",
                    "\u202e",
                    "\ud83d\ude00",
                    "\u0000",
                    "\t",
                    "");

    private static final List<String> HEADERS =
            List.of(
                    "Authorization",
                    "Content-Type",
                    "Content-Encoding",
                    "Accept",
                    "Accept-Language",
                    "Accept-Encoding",
                    "Prefer",
                    "If-Match",
                    "If-None-Match",
                    "If-Modified-Since",
                    "traceparent",
                    "tracestate",
                    "X-Request-Id",
                    "Effekt-Reason",
                    "Effekt-Import",
                    "Range",
                    "Expect",
                    "Cookie",
                    "Origin",
                    "Forwarded",
                    "ce-specversion",
                    "ce-type",
                    "ce-source",
                    "ce-id",
                    "ce-time",
                    "Connection",
                    "Upgrade");

    @Test
    void whateverIsSentTheAnswerIsOneThatTheContractNames() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Target world = Target.define();
        List<Callable<List<String>>> runs = new ArrayList<>();
        for (Operation operation : world.operations()) {
            Random random = new Random(seed ^ operation.toString().hashCode());
            int rounds = WORKS_LONG.matcher(operation.path()).find() ? 3 : ROUNDS;
            runs.add(() -> attack(operation, world, random, rounds));
        }
        List<String> wrong = new ArrayList<>();
        Together.run(8, runs).forEach(wrong::addAll);
        assertEquals(List.of(), wrong, "-Dfuzz.seed=" + seed);
        assertTrue(world.operations().size() * ROUNDS > 2_000, "too few");
    }

    private static List<String> attack(
            Operation operation, Target world, Random random, int rounds) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String head = head(operation, world, random);
            byte[] body = operation.takesBody() ? body(operation, world, random) : new byte[0];
            Wire.Answer answer = Wire.toApplication().send(head, body);
            boolean isKnown =
                    operation.statuses().contains(answer.status())
                            // Where headers are too wrong to find out what is meant.
                            || answer.status() == 400
                            || (answer.status() == 417 && head.contains("\r\nExpect: "));
            if (!isKnown || answer.took().compareTo(LONGEST) > 0 || answer.status() >= 500) {
                wrong.add(
                        "%s: %d in %d ms%n%s%s%n%s"
                                .formatted(
                                        operation,
                                        answer.status(),
                                        answer.took().toMillis(),
                                        head.replaceAll("effekt_\\w{20,}", "KEY"),
                                        new String(body, ISO_8859_1),
                                        answer.body()));
            }
        }
        return wrong;
    }

    private static String head(Operation operation, Target world, Random random) {
        StringBuilder target =
                new StringBuilder(operation.target(world.names()).split("\\?", -1)[0]);
        String other = word(random).replaceAll("^\\.*", "");
        if (operation.path().endsWith("}") && !other.isEmpty() && random.nextInt(4) == 0) {
            int last = target.lastIndexOf("/");
            target.replace(last + 1, target.length(), encoded(other, random));
        }
        char mark = '?';
        for (String name : operation.parameters("query")) {
            if (random.nextInt(3) == 0) {
                target.append(mark).append(name).append('=');
                target.append(encoded(word(random), random));
                mark = '&';
            }
        }
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type: application/json");
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = HEADERS.get(random.nextInt(HEADERS.size()));
            headers.removeIf(header -> header.startsWith(name + ":"));
            String value = word(random).replaceAll("[\r\n\u0000]", "");
            headers.add(
                    name + ": " + new String(value.getBytes(StandardCharsets.UTF_8), ISO_8859_1));
        }
        boolean isNamed = headers.stream().anyMatch(header -> header.startsWith("Authorization"));
        return Wire.head(
                operation.method().name(),
                target.toString(),
                isNamed ? null : AdminCaller.key(),
                headers.toArray(String[]::new));
    }

    private static String encoded(String word, Random random) {
        String encoded = URLEncoder.encode(word, StandardCharsets.UTF_8);
        return random.nextInt(5) == 0 ? encoded.replaceFirst("[0-9a-z]", "%ff") : encoded;
    }

    /** One of the words, often with something wrong in it. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(word.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> word.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> word.insert(at, (char) (32 + random.nextInt(95)));
                case 2 -> word.setLength(at);
                default -> word.append(word.toString());
            }
        }
        return word.toString();
    }

    /** The full body with some bytes or values changed. */
    private static byte[] body(Operation operation, Target world, Random random) {
        String body = operation.fullBody(world.names()).toString();
        for (int i = random.nextInt(3); i > 0; i--) {
            String value = "\"" + word(random).replaceAll("[\\\\\"\\p{Cntrl}]", "") + "\"";
            String other =
                    List.of("1e99", "-0", "null", "[]", "{}", "[[]]", value).get(random.nextInt(7));
            String[] parts = body.split("\"(?=[,}\\]])", -1);
            String part = parts[random.nextInt(parts.length)];
            int from = part.lastIndexOf(":\"");
            if (from >= 0) {
                String old = part.substring(from + 1) + "\"";
                body = body.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(other));
            }
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3) * random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0
                ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
                : bytes;
    }
}
