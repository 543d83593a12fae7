package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Database.TryAgain;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.chain.ChainHash;
import io.effekt.eventstore.chain.ChainedMeasurement;
import io.effekt.eventstore.measurement.Appended;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The measurement log in PostgreSQL: append-only, dense a partition, chained by hashes. Everything
 * happens in the caller's transaction and under the lock of the partition's head.
 */
@ApplicationScoped
public class MeasurementLog {
    private static final String LOCK =
            """
            select h.seq, h.recorded_at, h.chain_hash, h.topic_id, h.kafka_offset, h.epoch,
                (select d.seq from log_head d where d.part = -1)
            from log_head h where h.part = $1 for update of h
            """;
    private static final String APPEND =
            """
            insert into measurement (part, seq, recorded_at, series_id, source_id, id, kind,
                observed_at, period, value, weight, numerator, denominator, scores, replaces_part,
                replaces_seq, decided_at, import_id, actor, kafka_offset, text_hash, chain_hash)
            select $1::smallint, $2::bigint + w.ord - 1, $3::timestamptz, w.series_id, w.source_id,
                w.id, w.kind, w.observed_at, w.period, w.value::numeric, w.weight::numeric,
                w.numerator::numeric, w.denominator::numeric, w.scores::bigint[], w.replaces_part,
                w.replaces_seq, w.decided_at, w.import_id, w.actor, w.kafka_offset, w.text_hash,
                w.chain_hash
            from unnest($4::int[], $5::int[], $6::text[], $7::int[], $8::timestamptz[], $9::text[],
                $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::int[],
                $16::bigint[], $17::bigint[], $18::uuid[], $19::text[], $20::bigint[], $21::bytea[],
                $22::bytea[]) with ordinality
                as w(series_id, source_id, id, kind, observed_at, period, value, weight, numerator,
                    denominator, scores, replaces_part, replaces_seq, decided_at, import_id, actor,
                    kafka_offset, text_hash, chain_hash, ord)
            """;
    private static final String CLAIM =
            """
            insert into measurement_identity
                (source_id, id_hash, content_hash, part, seq, kafka_offset)
            select source_id, id_hash, content_hash, $1::smallint, seq, kafka_offset
            from unnest($2::int[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[])
                as w(source_id, id_hash, content_hash, seq, kafka_offset)
            on conflict do nothing
            """;
    private static final String LINK =
            """
            insert into measurement_link (part, seq, by_part, by_seq, recorded_at)
            select part, seq, $1::smallint, by_seq, $2::timestamptz
            from unnest($3::int[], $4::bigint[], $5::bigint[]) as w(part, seq, by_seq)
            on conflict do nothing
            """;
    private static final String KEEP_TEXT =
            """
            insert into measurement_text (part, seq, salt, comment, reason)
            select $1::smallint, seq, salt, comment, reason
            from unnest($2::bigint[], $3::bytea[], $4::text[], $5::text[])
                as w(seq, salt, comment, reason)
            """;
    private static final String MOVE_HEAD =
            """
            update log_head set seq = $2, recorded_at = $3, chain_hash = $4, kafka_offset = $5,
                seal = $6
            where part = $1
            """;

    /** Bytewise, as PostgreSQL sorts a uuid. */
    private static final Comparator<UUID> UUID_ORDER =
            Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
                    .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private final Dictionary dictionary;
    private final SecureRandom salts = new SecureRandom();

    public MeasurementLog(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Locks the head of a partition until the end of the transaction. */
    public LogHead lock(Tx tx, int part) {
        Row row = tx.query(LOCK, part).iterator().next();
        return new LogHead(
                part,
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getBuffer(2).getBytes(),
                row.getString(3),
                row.getLong(4),
                row.getInteger(5),
                row.getLong(6));
    }

    /** The time that what is appended under this lock gets: now, and never before the last. */
    public static Instant recordedAt(LogHead head, Instant now) {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        return micros.isBefore(head.recordedAt()) ? head.recordedAt() : micros;
    }

    /**
     * Appends in order, moves the head and Kafka's offset. Held ones that are appended late already
     * have their identity; it is filled in.
     *
     * @param claims whether identities are claimed here; false for those that were held
     * @throws TryAgain when another partition claimed one of the ids in the meantime
     */
    public Appended append(
            Tx tx,
            LogHead head,
            List<NewMeasurement> entries,
            Instant recordedAt,
            long nextOffset,
            boolean claims) {
        var series =
                dictionary.series(
                        tx,
                        entries.stream().map(NewMeasurement::series).collect(Collectors.toSet()));
        var sources =
                dictionary.sources(
                        tx,
                        entries.stream().map(NewMeasurement::source).collect(Collectors.toSet()));
        long first = head.seq() + 1;
        List<Entry> rows = new ArrayList<>(entries.size());
        byte[] hash = head.chainHash();
        ChainHash chain = new ChainHash();
        List<Text> texts = new ArrayList<>();
        ImportSpans imports = new ImportSpans();
        for (int i = 0; i < entries.size(); i++) {
            NewMeasurement entry = entries.get(i);
            imports.add(entry.importId(), first + i);
            Text text = text(first + i, entry);
            if (text != null) {
                texts.add(text);
            }
            hash = chained(head.part(), first + i, recordedAt, entry, text).after(chain, hash);
            rows.add(
                    new Entry(
                            first + i,
                            series.id(entry.series()),
                            sources.id(entry.source()),
                            text == null ? null : text.hash,
                            hash,
                            entry));
        }
        if (!rows.isEmpty()) {
            if (claims) {
                claim(tx, head.part(), rows);
            }
            insert(tx, head.part(), recordedAt, rows);
            link(tx, head.part(), recordedAt, rows);
            keep(tx, head.part(), texts);
            imports.write(tx, head.part());
        }
        move(
                tx,
                head.moved(
                        head.seq() + entries.size(),
                        rows.isEmpty() ? head.recordedAt() : recordedAt,
                        hash,
                        nextOffset));
        return new Appended(
                head.part(),
                first,
                recordedAt,
                rows.stream().map(Entry::seriesId).toList(),
                () -> {
                    series.keep();
                    sources.keep();
                });
    }

    private record Entry(
            long seq,
            int seriesId,
            int sourceId,
            byte @Nullable [] textHash,
            byte[] chainHash,
            NewMeasurement measured) {}

    private record Text(
            long seq,
            byte[] salt,
            @Nullable String comment,
            @Nullable String reason,
            byte[] hash) {}

    private @Nullable Text text(long seq, NewMeasurement entry) {
        if (entry.comment() == null && entry.reason() == null) {
            return null;
        }
        byte[] salt = new byte[16];
        salts.nextBytes(salt);
        byte[] hash = ChainedMeasurement.textHash(salt, entry.comment(), entry.reason());
        return new Text(seq, salt, entry.comment(), entry.reason(), hash);
    }

    private static ChainedMeasurement chained(
            int part, long seq, Instant recordedAt, NewMeasurement entry, @Nullable Text text) {
        EntryId replaces = entry.replaces();
        return new ChainedMeasurement(
                part,
                seq,
                recordedAt,
                entry.series(),
                entry.source(),
                entry.id(),
                entry.kind().stored(),
                entry.observedAt(),
                entry.period(),
                plain(entry.value()),
                plain(entry.weight()),
                plain(entry.numerator()),
                plain(entry.denominator()),
                scores(entry),
                replaces == null ? -1 : replaces.part(),
                replaces == null ? -1 : replaces.seq(),
                entry.decidedAt(),
                entry.importId(),
                entry.actor(),
                entry.kafkaOffset(),
                text == null ? null : text.hash,
                entry.contentHash());
    }

    private static void move(Tx tx, LogHead head) {
        tx.send(
                MOVE_HEAD,
                head.part(),
                head.seq(),
                Columns.time(head.recordedAt()),
                Buffer.buffer(head.chainHash()),
                head.kafkaOffset(),
                Buffer.buffer(head.seal()));
    }

    private static void insert(Tx tx, int part, Instant recordedAt, List<Entry> rows) {
        tx.send(
                APPEND,
                part,
                rows.getFirst().seq,
                Columns.time(recordedAt),
                Columns.integers(rows, Entry::seriesId),
                Columns.integers(rows, Entry::sourceId),
                Columns.texts(rows, r -> r.measured.id()),
                Columns.integers(rows, r -> r.measured.kind().stored()),
                Columns.times(rows, r -> r.measured.observedAt()),
                Columns.texts(rows, r -> r.measured.period()),
                Columns.texts(rows, r -> plain(r.measured.value())),
                Columns.texts(rows, r -> plain(r.measured.weight())),
                Columns.texts(rows, r -> plain(r.measured.numerator())),
                Columns.texts(rows, r -> plain(r.measured.denominator())),
                Columns.texts(rows, r -> scores(r.measured)),
                Columns.integers(rows, MeasurementLog::replacedPart),
                Columns.longs(rows, MeasurementLog::replacedSeq),
                Columns.longs(rows, r -> r.measured.decidedAt()),
                Columns.uuids(rows, r -> r.measured.importId()),
                Columns.texts(rows, r -> r.measured.actor()),
                Columns.longs(rows, r -> r.measured.kafkaOffset()),
                Columns.bytes(rows, Entry::textHash),
                Columns.bytes(rows, Entry::chainHash));
    }

    private static void claim(Tx tx, int part, List<Entry> rows) {
        List<Entry> sorted = new ArrayList<>(rows);
        sorted.sort(
                Comparator.comparingInt(Entry::sourceId)
                        .thenComparing(r -> r.measured.idHash(), UUID_ORDER));
        int claimed =
                tx.query(
                                CLAIM,
                                part,
                                Columns.integers(sorted, Entry::sourceId),
                                Columns.uuids(sorted, r -> r.measured.idHash()),
                                Columns.uuids(sorted, r -> r.measured.contentHash()),
                                Columns.longs(sorted, Entry::seq),
                                Columns.longs(sorted, r -> r.measured.kafkaOffset()))
                        .rowCount();
        if (claimed != rows.size()) {
            throw new TryAgain("an id was claimed through another partition at the same moment");
        }
    }

    private static void link(Tx tx, int part, Instant recordedAt, List<Entry> rows) {
        List<Entry> replacing = rows.stream().filter(r -> r.measured.replaces() != null).toList();
        if (replacing.isEmpty()) {
            return;
        }
        int linked =
                tx.query(
                                LINK,
                                part,
                                Columns.time(recordedAt),
                                Columns.integers(replacing, MeasurementLog::replacedPart),
                                Columns.longs(replacing, MeasurementLog::replacedSeq),
                                Columns.longs(replacing, Entry::seq))
                        .rowCount();
        if (linked != replacing.size()) {
            throw new TryAgain("a measurement was superseded at the same moment");
        }
    }

    private static void keep(Tx tx, int part, List<Text> texts) {
        if (!texts.isEmpty()) {
            tx.send(
                    KEEP_TEXT,
                    part,
                    Columns.longs(texts, Text::seq),
                    Columns.bytes(texts, Text::salt),
                    Columns.texts(texts, Text::comment),
                    Columns.texts(texts, Text::reason));
        }
    }

    private static @Nullable Integer replacedPart(Entry row) {
        EntryId replaces = row.measured.replaces();
        return replaces == null ? null : replaces.part();
    }

    private static @Nullable Long replacedSeq(Entry row) {
        EntryId replaces = row.measured.replaces();
        return replaces == null ? null : replaces.seq();
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static @Nullable String scores(NewMeasurement entry) {
        List<Long> scores = entry.scores();
        return scores == null
                ? null
                : scores.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
