package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.chain.ChainHash;
import io.effekt.eventstore.chain.ChainedDecision;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision log in PostgreSQL: append-only, dense, chained by hashes. Everything happens in the
 * caller's transaction; an append under the lock of the head.
 */
@ApplicationScoped
public class DecisionLog {
    private static final String LOCK =
            """
            select seq, recorded_at, chain_hash, topic_id, kafka_offset, epoch
            from log_head where part = -1 for update
            """;
    private static final String APPEND =
            """
            insert into decision (seq, type, version, subject, recorded_at, actor, request_id, data,
                reason_hash, chain_hash)
            select $1::bigint + w.ord - 1, w.type, w.version, w.subject, $2::timestamptz, w.actor,
                w.request_id, w.data, w.reason_hash, w.chain_hash
            from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                $9::bytea[], $10::bytea[]) with ordinality
                as w(type, version, subject, actor, request_id, data, reason_hash, chain_hash, ord)
            """;
    private static final String KEEP_REASON =
            """
            insert into decision_text (seq, salt, reason)
            select * from unnest($1::bigint[], $2::bytea[], $3::text[])
            """;
    private static final String MOVE_HEAD =
            """
            update log_head set seq = $1, recorded_at = $2, chain_hash = $3, kafka_offset = $4,
                seal = $5
            where part = -1
            """;
    private static final String READ =
            """
            select d.seq, d.type, d.version, d.subject, d.recorded_at, d.actor, d.request_id,
                d.data, t.reason
            from decision d left join decision_text t on t.seq = d.seq
            where d.seq > $1 order by d.seq limit $2
            """;

    private final SecureRandom salts = new SecureRandom();

    /** Locks the head until the end of the transaction. */
    public LogHead lock(Tx tx) {
        Row row = tx.query(LOCK).iterator().next();
        return new LogHead(
                LogHead.DECISIONS,
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getBuffer(2).getBytes(),
                row.getString(3),
                row.getLong(4),
                row.getInteger(5),
                row.getLong(0));
    }

    /**
     * Appends in order and moves the head and Kafka's offset, also when there is nothing to append.
     * All get one time: now, and never before the last.
     *
     * @param head as it was locked in this transaction
     * @return what was appended, with sequences and time
     */
    public List<StoredDecision> append(
            Tx tx, LogHead head, List<NewDecision> decisions, Instant now, long nextOffset) {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        Instant recordedAt = micros.isBefore(head.recordedAt()) ? head.recordedAt() : micros;
        List<Entry> entries = chained(head, decisions, recordedAt);
        if (!entries.isEmpty()) {
            insert(tx, recordedAt, entries);
            keepReasons(tx, entries.stream().filter(e -> e.reason != null).toList());
        }
        LogHead moved =
                head.moved(
                        head.seq() + entries.size(),
                        entries.isEmpty() ? head.recordedAt() : recordedAt,
                        entries.isEmpty() ? head.chainHash() : entries.getLast().hash,
                        nextOffset);
        tx.send(
                MOVE_HEAD,
                moved.seq(),
                Columns.time(moved.recordedAt()),
                Buffer.buffer(moved.chainHash()),
                moved.kafkaOffset(),
                Buffer.buffer(moved.seal()));
        return entries.stream().map(e -> e.stored).toList();
    }

    /** What was decided after that sequence, in order, at most so many. */
    public List<StoredDecision> readAfter(Tx tx, long seq, int limit) {
        RowSet<Row> rows = tx.query(READ, seq, limit);
        List<StoredDecision> decisions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            decisions.add(
                    new StoredDecision(
                            row.getLong(0),
                            row.getString(1),
                            row.getInteger(2),
                            row.getString(3),
                            row.getOffsetDateTime(4).toInstant(),
                            row.getString(5),
                            row.getUUID(6),
                            row.getString(7),
                            row.getString(8)));
        }
        return decisions;
    }

    /** The last sequence that was recorded at that moment or before; 0 when none was. */
    public long seqAt(Tx tx, Instant moment) {
        return tx.query(
                        "select coalesce(max(seq), 0) from decision where recorded_at <= $1",
                        Columns.time(moment))
                .iterator()
                .next()
                .getLong(0);
    }

    /** The last sequence. */
    public long seq(Tx tx) {
        return tx.query("select seq from log_head where part = -1").iterator().next().getLong(0);
    }

    /** The last sequence that is committed; blocks nobody. */
    public Uni<Long> committed(Database database) {
        return database.ask("select seq from log_head where part = -1")
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private record Entry(StoredDecision stored, @Nullable Reason reason, byte[] hash) {
        byte @Nullable [] reasonHash() {
            return reason == null ? null : reason.hash;
        }
    }

    private record Reason(byte[] salt, String text, byte[] hash) {}

    private List<Entry> chained(LogHead head, List<NewDecision> decisions, Instant recordedAt) {
        ChainHash chain = new ChainHash();
        byte[] hash = head.chainHash();
        List<Entry> entries = new ArrayList<>(decisions.size());
        for (NewDecision decision : decisions) {
            long seq = head.seq() + 1 + entries.size();
            Reason reason = reason(decision.reason());
            StoredDecision stored = stored(seq, decision, recordedAt);
            hash =
                    ChainedDecision.of(stored, reason == null ? null : reason.hash)
                            .after(chain, hash);
            entries.add(new Entry(stored, reason, hash));
        }
        return entries;
    }

    private @Nullable Reason reason(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] salt = new byte[16];
        salts.nextBytes(salt);
        return new Reason(salt, text, ChainedDecision.reasonHash(salt, text));
    }

    private static StoredDecision stored(long seq, NewDecision decision, Instant recordedAt) {
        return new StoredDecision(
                seq,
                decision.type(),
                decision.version(),
                decision.subject(),
                recordedAt,
                decision.actor(),
                decision.requestId(),
                decision.data(),
                decision.reason());
    }

    private static void insert(Tx tx, Instant recordedAt, List<Entry> entries) {
        tx.send(
                APPEND,
                entries.getFirst().stored.seq(),
                Columns.time(recordedAt),
                Columns.texts(entries, e -> e.stored.type()),
                Columns.integers(entries, e -> e.stored.version()),
                Columns.texts(entries, e -> e.stored.subject()),
                Columns.texts(entries, e -> e.stored.actor()),
                Columns.uuids(entries, e -> e.stored.requestId()),
                Columns.texts(entries, e -> e.stored.data()),
                Columns.bytes(entries, Entry::reasonHash),
                Columns.bytes(entries, Entry::hash));
    }

    private static void keepReasons(Tx tx, List<Entry> entries) {
        List<StoredDecision> stored = entries.stream().map(e -> e.stored).toList();
        List<Reason> reasons =
                entries.stream()
                        .flatMap(e -> java.util.stream.Stream.ofNullable(e.reason))
                        .toList();
        if (!reasons.isEmpty()) {
            tx.send(
                    KEEP_REASON,
                    Columns.longs(stored, StoredDecision::seq),
                    Columns.bytes(reasons, Reason::salt),
                    Columns.texts(reasons, Reason::text));
        }
    }
}
