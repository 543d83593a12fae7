package io.effekt.eventstore;

import io.effekt.eventstore.chain.LogReport;
import io.effekt.testing.SmallLog;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Measures how many entries are verified in a second. No test: run its {@code main} by hand. */
final class LogVerifierTiming {
    private static final int ENTRIES = 200_000;

    private LogVerifierTiming() {}

    public static void main(String[] args) {
        try (SmallLog log = new SmallLog()) {
            log.grow(ENTRIES);
            for (int pass = 0; pass < 3; pass++) {
                long start = System.nanoTime();
                LogReport report = log.verifier().verify(List.of(), Map.of(), new LongAdder());
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%,d entries, one partition, verified=%s: %,.0f a second%n",
                        report.entries(),
                        report.isVerified(),
                        report.entries() / seconds);
            }
        }
    }
}
