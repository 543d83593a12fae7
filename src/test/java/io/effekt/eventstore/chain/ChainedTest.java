package io.effekt.eventstore.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.measurement.SeriesName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Hashes that were computed by another program: what is recorded today is verified for ever. */
class ChainedTest {
    private static final byte[] SALT = "salt".getBytes(StandardCharsets.US_ASCII);
    private static final Instant RECORDED = Instant.parse("2026-05-01T08:00:00.000001Z");
    private static final String OF_MEASUREMENT =
            "7c2db2606225d04cab972837b4b95ac7e54b6f1c29098592e1f9f9aa6c4b6a19";
    private static final String OF_EPOCH =
            "0845556d46e672d91780066cff5dcb1255f293e6d1d0a1dc09cf8d8800b2d07c";

    @Test
    void aMeasurementHasTheHashItAlwaysHad() {
        ChainedMeasurement measurement =
                new ChainedMeasurement(
                        3,
                        1,
                        RECORDED,
                        new SeriesName("enps", "team:a", "zone=north"),
                        "survey",
                        "id-1",
                        1,
                        Instant.parse("2026-04-30T21:59:59.999999Z"),
                        "2026-04",
                        "12.50",
                        "1",
                        null,
                        null,
                        "{0,1,2}",
                        0,
                        7,
                        42,
                        new UUID(1, 2),
                        "jira-sync",
                        -1,
                        ChainedMeasurement.textHash(SALT, "søk", null),
                        new UUID(3, 4));
        assertEquals(OF_MEASUREMENT, hex(measurement.after(new ChainHash(), ChainHash.start())));
    }

    @Test
    void aDecisionHasTheHashItAlwaysHad() {
        ChainedDecision decision =
                new ChainedDecision(
                        1,
                        "kpi.defined.v1",
                        2,
                        "kpi:enps",
                        RECORDED,
                        "editor",
                        new UUID(1, 2).toString(),
                        "{\"a\":1}",
                        ChainedDecision.reasonHash(SALT, "because"));
        assertEquals(
                "923f58629d7c84f4b7bd198c3e5152b40f7060dd0414b81efd0008a9486816c0",
                hex(decision.after(new ChainHash(), ChainHash.start())));
    }

    @Test
    void anEpochAndTheHeadBehindItHaveTheHashesTheyAlwaysHad() {
        ChainedEpoch epoch =
                new ChainedEpoch(3, 1, 2, "topic", "the topic is another one", RECORDED);
        byte[] hash = epoch.after(new ChainHash(), HexFormat.of().parseHex(OF_MEASUREMENT));
        assertEquals(OF_EPOCH, hex(hash));
        LogHead head = new LogHead(3, 1, RECORDED, hash, "topic", 9, 1, 0);
        assertEquals(
                "18cad3f52f0d26a83638bbda9799f1a617677f6d07ee4841c4a6ab3254dfece0",
                hex(head.seal()));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
