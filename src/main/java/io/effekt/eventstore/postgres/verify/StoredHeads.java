package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.chain.ChainedEpoch;
import io.effekt.eventstore.chain.StoredEpoch;
import io.effekt.eventstore.chain.StoredHead;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the heads of all partitions without a lock, with the epochs that led to them. */
final class StoredHeads {
    private static final String HEADS =
            """
            select part, seq, recorded_at, chain_hash, topic_id, kafka_offset, epoch, seal
            from log_head order by part
            """;
    private static final String EPOCHS =
            """
            select part, epoch, from_seq, topic_id, cause, recorded_at, chain_hash
            from log_epoch order by part, epoch
            """;

    private StoredHeads() {}

    /** By partition. Both reads must see the same, so the transaction is one snapshot. */
    static List<StoredHead> read(Tx tx) {
        Map<Integer, List<StoredEpoch>> epochs = new HashMap<>();
        for (Row row : tx.query(EPOCHS)) {
            ChainedEpoch epoch =
                    new ChainedEpoch(
                            row.getInteger(0),
                            row.getInteger(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            time(row, 5));
            epochs.computeIfAbsent(epoch.part(), part -> new ArrayList<>())
                    .add(new StoredEpoch(epoch, row.getBuffer(6).getBytes()));
        }
        List<StoredHead> heads = new ArrayList<>();
        for (Row row : tx.query(HEADS)) {
            LogHead head =
                    new LogHead(
                            row.getInteger(0),
                            row.getLong(1),
                            time(row, 2),
                            row.getBuffer(3).getBytes(),
                            row.getString(4),
                            row.getLong(5),
                            row.getInteger(6),
                            0);
            heads.add(
                    new StoredHead(
                            head, bytes(row, 7), epochs.getOrDefault(head.part(), List.of())));
        }
        return heads;
    }

    static Instant time(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static byte @Nullable [] bytes(Row row, int column) {
        Buffer buffer = row.getBuffer(column);
        return buffer == null ? null : buffer.getBytes();
    }
}
