package io.effekt.ingest.record;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.outbox.Outbox;
import io.effekt.kafka.TopicSettings;

import java.util.List;

/** The topics that the service reads and writes. Partitions are fixed for ever. */
public final class Topics {
    /** Measurements on their way in; the key is {@code kpi|scope}. */
    public static final String MEASUREMENTS = "effekt.measurements.v1";

    /** Commands on definitions; one partition, so that there is one order for all. */
    public static final String DECISIONS = "effekt.decisions.v1";

    /** Every change of a status, once, in order for a KPI and scope. */
    public static final String STATUS_CHANGES = "effekt.status-changes.v1";

    /** What came by Kafka and was not taken, with its bytes and reason. */
    public static final String REJECTED = "effekt.rejected.v1";

    private static final int RECORD = 1 << 20;

    /** An import of all definitions is one command. */
    private static final int IMPORT = 16 << 20;

    private Topics() {}

    /**
     * A topic as it has to be.
     *
     * @param retentionDays how long Kafka keeps its records; -1 for ever
     * @param largest bytes of the largest record
     */
    public record Wanted(String name, int partitions, int retentionDays, int largest) {
        public long retentionMillis() {
            return retentionDays < 0 ? -1 : retentionDays * 86_400_000L;
        }
    }

    public static List<Wanted> wanted(TopicSettings settings) {
        return List.of(
                new Wanted(MEASUREMENTS, LogHead.PARTITIONS, settings.measurementsDays(), RECORD),
                new Wanted(DECISIONS, 1, settings.decisionsDays(), IMPORT),
                new Wanted(
                        STATUS_CHANGES, LogHead.PARTITIONS, settings.statusChangesDays(), RECORD),
                new Wanted(REJECTED, LogHead.PARTITIONS, settings.rejectedDays(), Outbox.LARGEST));
    }
}
