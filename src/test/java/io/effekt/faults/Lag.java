package io.effekt.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** How far the log is behind Kafka. */
final class Lag {
    /** Those that are due: one waits for the beginning of the next period. */
    static final String MARKS =
            "select count(*) from dirty_mark where coalesce(due_at, marked_at) <= clock_timestamp()";

    private static final String TOPIC = "effekt.measurements.v1";
    private static final int PARTITIONS = 12;

    private final Admin admin;
    private final StoreCheck store;

    Lag(Admin admin, StoreCheck store) {
        this.admin = admin;
        this.store = store;
    }

    /** Records that Kafka holds and the log has not read. */
    long now() throws SQLException, ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int part = 0; part < PARTITIONS; part++) {
            ends.put(new TopicPartition(TOPIC, part), OffsetSpec.latest());
        }
        Map<Integer, Long> read = store.offsets();
        long lag = 0;
        for (var end : admin.listOffsets(ends).all().get().entrySet()) {
            lag += end.getValue().offset() - read.getOrDefault(end.getKey().partition(), 0L);
        }
        return lag;
    }

    /** Waits until everything is read and everything that follows from it is evaluated. */
    void awaitNone(Duration atMost) {
        Awaitility.await("no lag")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> now() == 0 && store.count(MARKS) == 0);
    }
}
