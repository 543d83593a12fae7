package io.effekt.ingest.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.effekt.ingest.record.MeasurementCodec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Random changes to good bytes: the parser answers, whatever comes. */
class MeasurementParserFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 10_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final String[] BITS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "\\u0000",
        "\\ud800",
        "\\u12",
        "null",
        "true",
        "NaN",
        "-Infinity",
        "1e999999999",
        "9".repeat(1_001),
        "-",
        "0.",
        "1E",
        "\n",
        "\r",
        "\r\n",
        "\ufeff",
        "\u0000",
        "ø",
        "😀",
        "/*",
        "\"id\":",
        "\"measurements\":[",
        "\"scores\":{",
        "\"\"",
        ",,",
        ";",
        "[".repeat(300),
        "{\"a\":".repeat(300),
        "a".repeat(3_000),
        "scores.11",
        "dimensions.",
        "T25:00",
        "+99:99",
        "2026-W99",
        "﷐",
        "\u2028",
        "'",
        "\t"
    };
    private static final String JSON =
            """
            [{"id":"jan-17","kpi":"digital-adoption","scope":"team:platform","source":"urn:x",
              "observedAt":"2026-01-17T15:00:00.123456+01:00","numerator":41,"denominator":55.50},
             {"id":"jan-18","kpi":"enps","scope":"stream:a","period":"2026-Q1","comment":"så \\n 😀",
              "scores":{"0":1,"10":3},"dimensions":{"zone":"north"}},
             {"id":"jan-19","kpi":"k","scope":"org","retracts":"jan-18","reason":"r"}]\
            """;
    private static final String CSV =
            """
            id,kpi,scope,observedAt,value,scores.3,dimensions.zone,comment
            a,k,org,2026-01-17T15:00:00Z,1.5,,n,"x, ""y""
            z"\r
            b,k,org,2026-01-17T15:00:00Z,,4,,ø
            """;

    private final MeasurementParser parser = new MeasurementParser(100);

    @Test
    void nothingMakesTheJsonReaderThrow() {
        mutate(JSON, parser::json);
    }

    @Test
    void nothingMakesTheNdjsonReaderThrow() {
        mutate(JSON.replace("\n", "").substring(1).replace("},", "}\n"), parser::ndjson);
    }

    @Test
    void nothingMakesTheCsvReaderThrow() {
        mutate(CSV, parser::csv);
    }

    @Test
    void nothingMakesTheReaderOfRecordsThrow() {
        String object = JSON.substring(1, JSON.indexOf("},") + 1);
        mutate(
                object,
                bytes ->
                        new ParsedBody.Items(
                                java.util.List.of(parser.one(bytes, Defaults.NONE)), true));
    }

    private static void mutate(String good, Function<byte[], ParsedBody> reader) {
        System.out.println("fuzz.seed=" + SEED + " fuzz.rounds=" + ROUNDS);
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] original = good.getBytes(UTF_8);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = original;
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bytes = changed(bytes, random);
            }
            try {
                taken += checked(reader.apply(bytes));
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes), e);
            }
        }
        assertFalse(taken == 0, "no change left anything readable: the test tests nothing");
    }

    /** Whatever was taken is read back from its own bytes as the very same. */
    private static int checked(ParsedBody body) {
        if (!(body instanceof ParsedBody.Items items)) {
            return 0;
        }
        int taken = 0;
        for (ParsedItem item : items.items()) {
            if (item instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)) {
                ParsedItem back =
                        MeasurementCodec.read(MeasurementJson.asSent(incoming), null, "s");
                ParsedMeasurement expected = incoming.withDefaultSource("s");
                assertEquals(new ParsedItem.WellFormed(0, expected), back);
                taken++;
            }
        }
        return taken;
    }

    private static byte[] changed(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] other = bytes.clone();
                if (at < other.length) {
                    other[at] = (byte) random.nextInt(256);
                }
                yield other;
            }
            case 1 -> joined(bytes, at, new byte[0], to);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, bytes.length), to);
            default -> joined(bytes, at, BITS[random.nextInt(BITS.length)].getBytes(UTF_8), to);
        };
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int start) {
        byte[] joined = Arrays.copyOf(bytes, end + middle.length + bytes.length - start);
        System.arraycopy(middle, 0, joined, end, middle.length);
        System.arraycopy(bytes, start, joined, end + middle.length, bytes.length - start);
        return joined;
    }
}
