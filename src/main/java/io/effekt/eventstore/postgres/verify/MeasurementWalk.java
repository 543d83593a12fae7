package io.effekt.eventstore.postgres.verify;

import io.effekt.database.Database;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.chain.ChainWalk;
import io.effekt.eventstore.chain.ChainedMeasurement;
import io.effekt.eventstore.measurement.SeriesName;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one partition of the measurement log again, page by page, from the words and numbers, and
 * looks at what lies beside each entry: its sender's id, its comment, what it took out, and what
 * took it out.
 */
final class MeasurementWalk implements LogWalk {
    /** Look-ups by key, whatever the planner thinks of a page: a limit forces them. */
    private static final String PAGE =
            """
            select m.seq, m.recorded_at, s.kpi, s.scope, s.dimensions, o.name, m.id, m.kind,
                m.observed_at, m.period, m.value::text, m.weight::text, m.numerator::text,
                m.denominator::text, m.scores::text, m.replaces_part, m.replaces_seq, m.decided_at,
                m.import_id, m.actor, m.kafka_offset, m.text_hash, m.chain_hash,
                i.content_hash, i.part = m.part and i.seq = m.seq
                    and i.kafka_offset = m.kafka_offset,
                m.replaces_seq is null or r.by_seq is not null
            from (select * from measurement where part = $1 and seq > $2 and seq <= $3
                order by seq, recorded_at limit $4) m
            left join series s on s.id = m.series_id
            left join source o on o.id = m.source_id
            left join lateral (select * from measurement_identity x
                where x.source_id = m.source_id and x.id_hash
                    = encode(substring(sha256(convert_to(m.id, 'UTF8')) for 16), 'hex')::uuid
                limit 1) i on true
            left join lateral (select x.by_seq from measurement_link x
                where m.replaces_seq is not null
                    and x.part = m.replaces_part and x.seq = m.replaces_seq
                    and x.by_part = m.part and x.by_seq = m.seq
                    and x.recorded_at = m.recorded_at limit 1) r on true
            order by m.seq, m.recorded_at
            """;

    private static final String TEXTS =
            """
            select seq, salt, comment, reason from measurement_text
            where part = $1 and seq > $2 and seq <= $3
            """;
    private static final String LINKS =
            """
            select l.seq, l.by_part, l.by_seq from measurement_link l
            where l.part = $1 and l.seq > $2 and l.seq <= $3 and not exists (
                select from measurement b where b.part = l.by_part and b.seq = l.by_seq
                    and b.replaces_part = l.part and b.replaces_seq = l.seq
                    and b.recorded_at = l.recorded_at)
            order by l.seq
            """;

    private static final UUID NOBODY = new UUID(0, 0);

    /** Of links that no entry explains the first ones are enough. */
    private static final int PATIENCE = 1_000;

    private final Database database;
    private final int part;
    private final List<SupersededEntry> unexplained = new ArrayList<>();

    MeasurementWalk(Database database, int part) {
        this.database = database;
        this.part = part;
    }

    /**
     * Links that do not say what the superseding entry says. Either they are wrong or that entry
     * is; it may lie in another partition.
     */
    @Override
    public List<SupersededEntry> unexplained() {
        return unexplained;
    }

    @Override
    public void page(ChainWalk walk, long after, long to) {
        Map<Long, Row> texts = new HashMap<>();
        database.query(TEXTS, part, after, to).forEach(row -> texts.put(row.getLong(0), row));
        for (Row row : database.query(LINKS, part, after, to)) {
            note(new EntryId(part, row.getLong(0)), new EntryId(row.getInteger(1), row.getLong(2)));
        }
        // One more than there should be shows that some number is there twice.
        for (Row row : database.query(PAGE, part, after, to, to - after + 1)) {
            if (!walk.isNext(row.getLong(0))
                    || !identity(walk, row)
                    || !entry(walk, row)
                    || !text(walk, row, texts.get(walk.seq()))) {
                return;
            }
            links(walk, row);
        }
    }

    private static boolean identity(ChainWalk walk, Row row) {
        if (!Boolean.TRUE.equals(row.getBoolean(24))) {
            walk.bad(row.getLong(0), "The sender's id does not lead to the entry.");
        }
        return !walk.isOver();
    }

    private boolean entry(ChainWalk walk, Row row) {
        String kpi = row.getString(2);
        String source = row.getString(5);
        if (kpi == null || source == null) {
            walk.bad(row.getLong(0), "The name of the entry's series or source is missing.");
            return false;
        }
        ChainedMeasurement entry = chained(row, kpi, source);
        return walk.entry(entry, row.getBuffer(22).getBytes(), entry.recordedAt());
    }

    private ChainedMeasurement chained(Row row, String kpi, String source) {
        return new ChainedMeasurement(
                part,
                row.getLong(0),
                StoredHeads.time(row, 1),
                new SeriesName(kpi, row.getString(3), row.getString(4)),
                source,
                row.getString(6),
                row.getInteger(7),
                StoredHeads.time(row, 8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                Objects.requireNonNullElse(row.getInteger(15), -1),
                Objects.requireNonNullElse(row.getLong(16), -1L),
                row.getLong(17),
                row.getUUID(18),
                row.getString(19),
                row.getLong(20),
                StoredHeads.bytes(row, 21),
                Objects.requireNonNullElse(row.getUUID(23), NOBODY));
    }

    private static boolean text(ChainWalk walk, Row row, @Nullable Row text) {
        if (text == null) {
            return true; // erased, or there never was one
        }
        byte[] hash =
                ChainedMeasurement.textHash(
                        text.getBuffer(1).getBytes(), text.getString(2), text.getString(3));
        if (!Arrays.equals(hash, StoredHeads.bytes(row, 21))) {
            walk.bad(walk.seq(), "The comment or the reason is not the one that was given.");
        }
        return !walk.isOver();
    }

    /** Notes when it supersedes an entry of which that is not told: it is in order itself. */
    private void links(ChainWalk walk, Row row) {
        if (!Boolean.TRUE.equals(row.getBoolean(25))) {
            note(new EntryId(row.getInteger(15), row.getLong(16)), new EntryId(part, walk.seq()));
        }
    }

    private void note(EntryId place, EntryId by) {
        if (unexplained.size() < PATIENCE) {
            unexplained.add(new SupersededEntry(place, by));
        }
    }
}
