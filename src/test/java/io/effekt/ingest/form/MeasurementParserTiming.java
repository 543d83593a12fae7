package io.effekt.ingest.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Measures how many measurements one thread reads in a second. No test: run its {@code main} by
 * hand.
 */
final class MeasurementParserTiming {
    private static final int BATCH = 500;
    private static final int ROUNDS = 4_000;

    private MeasurementParserTiming() {}

    public static void main(String[] args) {
        String[] items = items();
        MeasurementParser parser = new MeasurementParser(10_000);
        byte[] json = ("[" + String.join(",", items) + "]").getBytes(UTF_8);
        byte[] ndjson = String.join("\n", items).getBytes(UTF_8);
        byte[] broken = String.join("\n", items).replace(":", "").getBytes(UTF_8);
        byte[] csv = csv().getBytes(UTF_8);
        for (int pass = 0; pass < 3; pass++) {
            time("json", json, parser::json);
            time("ndjson", ndjson, parser::ndjson);
            time("csv", csv, parser::csv);
            time("broken ndjson", broken, parser::ndjson);
            time("json and back to Kafka's bytes", json, body -> written(parser.json(body)));
            time("json and content hash", json, body -> hashed(parser.json(body)));
        }
    }

    private static void time(String what, byte[] body, Function<byte[], ParsedBody> read) {
        long start = System.nanoTime();
        long items = 0;
        for (int round = 0; round < ROUNDS; round++) {
            items += ((ParsedBody.Items) read.apply(body)).items().size();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-32s %,9.0f a second, %.2f µs each, %.0f MB/s%n",
                what,
                items / seconds,
                seconds / items * 1e6,
                (double) body.length * ROUNDS / seconds / 1e6);
    }

    private static ParsedBody written(ParsedBody body) {
        for (ParsedItem item : ((ParsedBody.Items) body).items()) {
            if (MeasurementJson.asSent(((ParsedItem.WellFormed) item).incoming()).length == 0) {
                throw new IllegalStateException();
            }
        }
        return body;
    }

    private static ParsedBody hashed(ParsedBody body) {
        for (ParsedItem item : ((ParsedBody.Items) body).items()) {
            if (ContentHash.contentHash(((ParsedItem.WellFormed) item).incoming()).version() > 15) {
                throw new IllegalStateException();
            }
        }
        return body;
    }

    private static String[] items() {
        SplittableRandom random = new SplittableRandom(1);
        String[] items = new String[BATCH];
        for (int i = 0; i < BATCH; i++) {
            String numbers =
                    i % 10 < 6
                            ? "\"value\":" + random.nextInt(10_000) / 100.0
                            : i % 10 < 9
                                    ? "\"numerator\":" + random.nextInt(50) + ",\"denominator\":55"
                                    : "\"scores\":{\"3\":1,\"8\":4,\"9\":7,\"10\":2}";
            items[i] =
                    String.format(
                            Locale.ROOT,
                            "{\"id\":\"load-%08d\",\"kpi\":\"kpi-%d\",\"scope\":\"team:team-%d\","
                                    + "\"observedAt\":\"2026-01-%02dT15:%02d:00+01:00\",%s}",
                            i,
                            random.nextInt(50),
                            random.nextInt(200),
                            1 + i % 28,
                            i % 60,
                            numbers);
        }
        return items;
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("id,kpi,scope,observedAt,value\n");
        for (int i = 0; i < BATCH; i++) {
            csv.append("load-").append(i).append(",kpi-").append(i % 50).append(",team:team-");
            csv.append(i % 200).append(",2026-01-17T15:00:00+01:00,").append(i / 8.0).append('\n');
        }
        return csv.toString();
    }
}
