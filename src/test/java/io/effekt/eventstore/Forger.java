package io.effekt.eventstore;

import io.effekt.eventstore.chain.ChainHash;
import io.effekt.eventstore.chain.Chained;
import io.effekt.eventstore.chain.ChainedDecision;
import io.effekt.eventstore.chain.ChainedEpoch;
import io.effekt.eventstore.chain.ChainedMeasurement;
import io.effekt.eventstore.measurement.SeriesName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Somebody who knows how the chain is made, and makes it again over what they have changed. */
record Forger(Connection connection) {
    private static final String MEASUREMENTS =
            """
            select m.seq, m.recorded_at, s.kpi, s.scope, s.dimensions, o.name, m.id, m.kind,
                m.observed_at, m.period, m.value::text, m.weight::text, m.numerator::text,
                m.denominator::text, m.scores::text, coalesce(m.replaces_part, -1),
                coalesce(m.replaces_seq, -1), m.decided_at, m.import_id::text, m.actor,
                m.kafka_offset, m.text_hash, i.content_hash::text, m.chain_hash
            from measurement m join series s on s.id = m.series_id
                join source o on o.id = m.source_id
                join measurement_identity i on i.part = m.part and i.seq = m.seq
            where m.part =\s
            """;
    private static final String DECISIONS =
            """
            select seq, recorded_at, type, version, subject, actor, request_id::text, data,
                reason_hash, chain_hash
            from decision order by seq
            """;

    private record Entry(Chained chained, long seq, Instant recordedAt, byte[] stored) {}

    /** Makes the whole chain of a partition again, and its head. */
    void chainAnew(int part) throws SQLException {
        chainAnew(part, any -> true);
    }

    /** Makes the hash of one entry again and of nothing else. */
    void hashOne(int part, long seq) throws SQLException {
        chainAnew(part, number -> number == seq);
    }

    private void chainAnew(int part, Predicate<Long> wanted) throws SQLException {
        byte[] hash = ChainHash.start();
        long seq = 0;
        int epoch = 0;
        Instant recordedAt = Instant.EPOCH;
        boolean whole = wanted.test(-1L);
        List<ChainedEpoch> epochs = epochs(part);
        List<Entry> entries = entries(part);
        for (int i = 0; i <= entries.size(); i++) {
            while (!epochs.isEmpty() && epochs.getFirst().fromSeq() <= seq + 1) {
                ChainedEpoch next = epochs.removeFirst();
                hash = next.after(new ChainHash(), hash);
                epoch = next.epoch();
                if (whole) {
                    set("log_epoch", part + " and epoch = " + epoch, hash);
                }
            }
            if (i < entries.size()) {
                Entry entry = entries.get(i);
                boolean mine = wanted.test(entry.seq);
                byte[] made = entry.chained.after(new ChainHash(), hash);
                if (mine) {
                    set(
                            part < 0 ? "decision" : "measurement",
                            (part < 0 ? "-1" : part + "") + " and seq = " + entry.seq,
                            made);
                }
                hash = mine ? made : entry.stored;
                seq = entry.seq;
                recordedAt = entry.recordedAt;
            }
        }
        if (whole) {
            head(part, seq, recordedAt, hash, epoch);
        }
    }

    private void head(int part, long seq, Instant recordedAt, byte[] hash, int epoch)
            throws SQLException {
        LogHead old;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select topic_id, kafka_offset from log_head where part = "
                                        + part)) {
            row.next();
            old =
                    new LogHead(
                            part,
                            seq,
                            recordedAt,
                            hash,
                            row.getString(1),
                            row.getLong(2),
                            epoch,
                            0);
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update log_head set seq = ?, recorded_at = ?, chain_hash = ?, epoch = ?,"
                                + " seal = ? where part = "
                                + part)) {
            statement.setLong(1, seq);
            statement.setObject(2, recordedAt.atOffset(ZoneOffset.UTC));
            statement.setBytes(3, hash);
            statement.setInt(4, epoch);
            statement.setBytes(5, old.seal());
            statement.executeUpdate();
        }
    }

    private void set(String table, String where, byte[] hash) throws SQLException {
        String part = table.equals("decision") ? "-1" : "part";
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update %s set chain_hash = ? where %s = %s"
                                .formatted(table, part, where))) {
            statement.setBytes(1, hash);
            statement.executeUpdate();
        }
    }

    private List<ChainedEpoch> epochs(int part) throws SQLException {
        List<ChainedEpoch> epochs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select epoch, from_seq, topic_id, cause, recorded_at from log_epoch"
                                        + " where part = "
                                        + part
                                        + " order by epoch")) {
            while (row.next()) {
                epochs.add(
                        new ChainedEpoch(
                                part,
                                row.getInt(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                time(row, 5)));
            }
        }
        return epochs;
    }

    private List<Entry> entries(int part) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                part < 0 ? DECISIONS : MEASUREMENTS + part + " order by m.seq")) {
            while (row.next()) {
                entries.add(
                        new Entry(
                                part < 0 ? decision(row) : measurement(part, row),
                                row.getLong(1),
                                time(row, 2),
                                row.getBytes(part < 0 ? 10 : 24)));
            }
        }
        return entries;
    }

    private static ChainedDecision decision(ResultSet row) throws SQLException {
        return new ChainedDecision(
                row.getLong(1),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                time(row, 2),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getBytes(9));
    }

    private static ChainedMeasurement measurement(int part, ResultSet row) throws SQLException {
        return new ChainedMeasurement(
                part,
                row.getLong(1),
                time(row, 2),
                new SeriesName(row.getString(3), row.getString(4), row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                time(row, 9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getInt(16),
                row.getLong(17),
                row.getLong(18),
                UUID.fromString(row.getString(19)),
                row.getString(20),
                row.getLong(21),
                row.getBytes(22),
                UUID.fromString(row.getString(23)));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        if (time == null) {
            throw new SQLException("no time");
        }
        return time.toInstant();
    }
}
